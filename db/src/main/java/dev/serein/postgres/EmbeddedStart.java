package dev.serein.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The start of an embedded server, ended as soon as pg_ctl gives up. The library does not look at pg_ctl: it asks for a
 * connection until its whole time is over, or until its thread is interrupted, which it takes for success.
 */
final class EmbeddedStart {
    private static final long LOOK_MILLIS = 50;
    private static final long END_MILLIS = 10_000;

    private final ServerFolder folder;
    private final FutureTask<EmbeddedPostgres> start;
    private final Thread thread;

    EmbeddedStart(EmbeddedPostgres.Builder builder, ServerFolder folder) {
        this.folder = folder;
        this.start = new FutureTask<>(builder::start);
        this.thread = new Thread(start, "serein-postgres-start");
        this.thread.setDaemon(true);
    }

    EmbeddedPostgres await() throws IOException {
        thread.start();
        try {
            while (true) {
                try {
                    return start.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (folder.startWasGivenUp()) {
                        giveUp();
                        throw new IOException("pg_ctl could not start the server");
                    }
                }
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void giveUp() throws IOException {
        thread.interrupt();
        try {
            start.get(END_MILLIS, TimeUnit.MILLISECONDS).close();
        } catch (ExecutionException | TimeoutException e) {
            // nothing was started that the removal of the folder does not end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
