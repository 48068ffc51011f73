package dev.serein.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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

    /** A lock of this kind, wanted, is waited for by everybody who wants to read the table. */
    private static final String LOOK_AT = """
            select coalesce(a.wait_event_type = 'Lock', false) as waits,
                   exists (select from pg_locks l where l.pid = a.pid and not l.granted
                           and l.locktype = 'relation' and l.mode = 'AccessExclusiveLock') as in_the_way,
                   b.pid, b.application_name, b.usename, host(b.client_addr) as client, b.state,
                   extract(epoch from clock_timestamp() - coalesce(b.xact_start, b.backend_start)) as age
            from pg_stat_activity a left join pg_stat_activity b on b.pid = any (pg_blocking_pids(a.pid))
            where a.pid = ?
            """;

    private final DataSource others;
    private final int pid;
    private final Duration limit;
    private final Duration limitInTheWay;
    private boolean closed;
    private boolean cancelled;
    private Duration waited = Duration.ZERO;
    private Duration inTheWay = Duration.ZERO;
    private List<Blocker> blockers = List.of();

    private LockWatch(DataSource others, int pid, Duration limit, Duration limitInTheWay) {
        this.others = others;
        this.pid = pid;
        this.limit = limit;
        this.limitInTheWay = limitInTheWay;
    }

    /**
     * Begins to look.
     *
     * @param limit how long the statement may wait
     * @param limitInTheWay how long it may wait where readers wait behind it
     */
    static LockWatch over(DataSource others, int pid, Duration limit, Duration limitInTheWay) {
        LockWatch watch = new LockWatch(others, pid, limit, limitInTheWay);
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
            wait(LOOK.toMillis());
        }
        return !closed;
    }

    /** While this has the monitor, the session does not go on to another statement. */
    private synchronized void look(Connection connection, PreparedStatement look, Duration since) throws SQLException {
        if (closed || cancelled) {
            return;
        }
        take(look, since);
        if (waited.compareTo(limit) >= 0 || inTheWay.compareTo(limitInTheWay) >= 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_cancel_backend(" + pid + ")");
                cancelled = true;
            }
        }
    }

    private void take(PreparedStatement statement, Duration since) throws SQLException {
        List<Blocker> seen = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            boolean waits = false;
            boolean blocks = false;
            while (row.next()) {
                waits = row.getBoolean("waits");
                blocks = waits && row.getBoolean("in_the_way");
                if (row.getInt("pid") != 0) {
                    seen.add(blocker(row));
                }
            }
            waited = waits ? waited.plus(since) : waited;
            inTheWay = blocks ? inTheWay.plus(since) : Duration.ZERO;
            blockers = waits ? List.copyOf(seen) : blockers;
        }
    }

    /** From a row of {@code pg_stat_activity}. */
    private static Blocker blocker(ResultSet row) throws SQLException {
        double age = row.getDouble("age");
        @Nullable Duration since = row.wasNull() ? null : Duration.ofMillis((long) (1000 * age));
        return new Blocker(
                row.getInt("pid"),
                row.getString("application_name") == null ? "" : row.getString("application_name"),
                row.getString("usename"),
                row.getString("client"),
                row.getString("state"),
                since);
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
