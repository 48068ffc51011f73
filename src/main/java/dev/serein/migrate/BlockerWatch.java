package dev.serein.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that looks, again and again, whom the migrator waits for, and tells it; and that cancels what the migrator
 * does when the thread that migrates is interrupted. It asks in the session that has the turn, so that this one is not
 * silent. Where that session is lost, nobody is named any more, and the migrations go on: Flyway has a lock of its own.
 */
final class BlockerWatch implements AutoCloseable {
    private static final Duration TELL = Duration.ofSeconds(1);
    private static final Duration LEAST = Duration.ofMillis(20);
    private static final Duration MOST = Duration.ofMillis(500);
    private static final long END_MILLIS = 2_000;

    private final Connection connection;
    private final MigratorSource migrator;
    private final Attempts attempts;
    private final Consumer<MigrationEvent> progress;
    private final Duration pause;
    private final Thread caller = Thread.currentThread();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "serein-migrate-watch");
    private volatile @Nullable Seen lastSeen;
    private boolean lost;
    private long told = System.nanoTime();

    /** @param attempt null before the first migration */
    private record Seen(Attempts.@Nullable Attempt attempt, List<Blocker> blockers) {}

    /** @param lockTimeout within which it looks several times */
    BlockerWatch(
            Connection connection,
            MigratorSource migrator,
            Attempts attempts,
            Duration lockTimeout,
            Consumer<MigrationEvent> progress) {
        this.connection = connection;
        this.migrator = migrator;
        this.attempts = attempts;
        this.progress = progress;
        Duration some = lockTimeout.dividedBy(5);
        this.pause = lockTimeout.isZero() || some.compareTo(MOST) > 0 ? MOST : some.compareTo(LEAST) < 0 ? LEAST : some;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!over.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            // nobody interrupts it but who wants it to end
        }
    }

    private void look() {
        if (caller.isInterrupted()) {
            cancel();
        }
        List<Integer> processes = migrator.processes();
        if (processes.isEmpty()) {
            return; // it has given way, and pauses
        }
        List<Blocker> blockers = blockers(processes);
        Attempts.Attempt attempt = attempts.current();
        if (!blockers.isEmpty()) {
            lastSeen = new Seen(attempt, blockers);
        }
        long now = System.nanoTime();
        if (attempt != null && now - told >= TELL.toNanos() && attempt.elapsed().compareTo(TELL) >= 0) {
            told = now;
            progress.accept(new MigrationEvent.Running(attempt.script(), attempt.elapsed(), blockers));
        }
    }

    private void cancel() {
        try {
            migrator.cancel();
        } catch (SQLException e) {
            Migrations.LOG.debug("A statement could not be cancelled; it is tried again", e);
        }
    }

    private List<Blocker> blockers(List<Integer> processes) {
        if (lost) {
            return List.of();
        }
        try {
            return Blockers.of(connection, processes);
        } catch (SQLException e) {
            lost = true;
            Migrations.LOG.warn("The session that has the turn to migrate is lost; the migration at work goes on", e);
            return List.of();
        }
    }

    /** Whom an attempt waited for when it was last seen to wait. */
    List<Blocker> lastSeenBy(Attempts.@Nullable Attempt attempt) {
        Seen seen = lastSeen;
        return seen == null || !Objects.equals(seen.attempt, attempt) ? List.of() : seen.blockers;
    }

    /** Ends the thread, which may just wait for an answer. */
    @Override
    public void close() {
        over.countDown();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(END_MILLIS);
            if (thread.isAlive()) {
                connection.abort(Runnable::run);
                thread.join(END_MILLIS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (SQLException e) {
            Migrations.LOG.debug("A session could not be cut", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
