package dev.serein.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a session that runs a statement from another one, and cancels the statement when it has waited for others
 * for too long. What it works does not count: an index may take hours to build. For a statement of less than a moment
 * there is no other session.
 */
final class LockWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LockWatch.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private static final Duration LEAST_LOOK = Duration.ofMillis(20);

    /** A lock of that mode, wanted, is waited for by everybody who wants to read the table. */
    private static final String LOOK_AT = "select coalesce(wait_event_type = 'Lock', false),"
            + " exists (select from pg_locks where pg_locks.pid = pg_stat_activity.pid and not granted"
            + " and locktype = 'relation' and mode = 'AccessExclusiveLock')"
            + " from pg_stat_activity where pid = ?";

    private final DataSource others;
    private final int pid;
    private final Duration limit;
    private final Duration limitInTheWay;
    private final Duration pause;
    private boolean closed;
    private boolean cancelled;
    private Duration waited = Duration.ZERO;
    private Duration inTheWay = Duration.ZERO;
    private List<Blocker> blockers = List.of();

    private LockWatch(DataSource others, int pid, Duration limit, Duration limitInTheWay, Duration pause) {
        this.others = others;
        this.pid = pid;
        this.limit = limit;
        this.limitInTheWay = limitInTheWay;
        this.pause = pause;
    }

    /**
     * Begins to look.
     *
     * @param limit how long the statement may wait
     * @param limitInTheWay how long it may wait where readers wait behind it
     * @param lockTimeout within which it looks several times
     */
    static LockWatch over(DataSource others, int pid, Duration limit, Duration limitInTheWay, Duration lockTimeout) {
        Duration some = lockTimeout.dividedBy(5);
        Duration pause = lockTimeout.isZero() || some.compareTo(LOOK) > 0
                ? LOOK
                : some.compareTo(LEAST_LOOK) < 0 ? LEAST_LOOK : some;
        LockWatch watch = new LockWatch(others, pid, limit, limitInTheWay, pause);
        Thread thread = new Thread(watch::look, "serein-lock-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void look() {
        try {
            while (pause()) {
                try (Connection connection = others.getConnection();
                        PreparedStatement statement = connection.prepareStatement(LOOK_AT)) {
                    statement.setInt(1, pid);
                    long last = System.nanoTime();
                    do {
                        long now = System.nanoTime();
                        look(connection, statement, Duration.ofNanos(now - last));
                        last = now;
                    } while (pause());
                } catch (SQLException e) {
                    LOG.debug("Cannot look at what a migration waits for", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean pause() throws InterruptedException {
        if (!closed) {
            wait(pause.toMillis());
        }
        return !closed;
    }

    /** While this has the monitor, the session does not go on to another statement. */
    private synchronized void look(Connection connection, PreparedStatement look, Duration since) throws SQLException {
        if (closed || cancelled) {
            return;
        }
        take(connection, look, since);
        if (waited.compareTo(limit) >= 0 || inTheWay.compareTo(limitInTheWay) >= 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_cancel_backend(" + pid + ")");
                cancelled = true;
            }
        }
    }

    private void take(Connection connection, PreparedStatement look, Duration since) throws SQLException {
        try (ResultSet row = look.executeQuery()) {
            boolean waits = row.next() && row.getBoolean(1);
            waited = waits ? waited.plus(since) : waited;
            inTheWay = waits && row.getBoolean(2) ? inTheWay.plus(since) : Duration.ZERO;
            List<Blocker> seen = waits ? Blockers.of(connection, List.of(pid)) : List.of();
            blockers = seen.isEmpty() ? blockers : seen;
        }
    }

    /** Whether the statement was cancelled, so that it need not be its own fault that it has failed. */
    synchronized boolean cancelled() {
        return cancelled;
    }

    /** How long it was seen waiting. */
    synchronized Duration waited() {
        return waited;
    }

    /** Whom it was last seen waiting for. */
    synchronized List<Blocker> blockers() {
        return blockers;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
