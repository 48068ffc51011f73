package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The first process of a server, found by the file that it keeps in its data folder. */
final class Postmaster {
    private static final long STOP_SECONDS = 10;

    private Postmaster() {}

    /** Ends the server of this data folder, should it run. */
    static void stop(Path data) throws IOException {
        String pid;
        try {
            pid = Files.readAllLines(data.resolve("postmaster.pid")).stream()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (NoSuchFileException stopped) {
            return;
        }
        if (!pid.matches("[0-9]{1,18}")) {
            return;
        }
        ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElse(null);
        if (server == null || !serves(server, data)) {
            return;
        }
        server.destroy();
        if (!ended(server)) {
            server.destroyForcibly();
            ended(server);
        }
    }

    /** The number may have gone to another process since, were it another server's. */
    private static boolean serves(ProcessHandle process, Path data) {
        ProcessHandle.Info info = process.info();
        return info.arguments()
                .map(arguments -> List.of(arguments).contains(data.toString()))
                // where the system tells no arguments, as Windows does not
                .orElseGet(() -> info.command().orElse("").contains("postgres"));
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
