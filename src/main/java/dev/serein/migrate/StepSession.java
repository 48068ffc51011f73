package dev.serein.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLState;

/**
 * Runs the statements of one migration outside of a transaction. In all of them together it waits for others no longer
 * than its patience.
 */
final class StepSession {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Connection connection;
    private final DataSource others;
    private final String script;
    private final Duration lockTimeout;
    private final Duration patience;
    private final Consumer<MigrationEvent> progress;
    private Duration waited = Duration.ZERO;
    private List<Blocker> blockers = List.of();
    private int pauses;

    /** @param others for a session that looks at this one */
    StepSession(
            Connection connection,
            DataSource others,
            String script,
            Duration lockTimeout,
            Duration patience,
            Consumer<MigrationEvent> progress) {
        this.connection = connection;
        this.others = others;
        this.script = script;
        this.lockTimeout = lockTimeout;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Sends a statement.
     *
     * @param inNobodysWay whether it waits without anybody waiting behind it, so that it need not give way. A lock
     *     timeout would end it halfway.
     * @throws GaveUp if patience is over
     * @throws SQLException if the statement fails
     */
    void send(String sql, boolean inNobodysWay) throws SQLException {
        String timeout = inNobodysWay ? text("select current_setting('lock_timeout')") : "";
        if (inNobodysWay) {
            text("select set_config('lock_timeout', '0', false)");
        }
        Duration left = patience.minus(waited);
        LockWatch watch = LockWatch.over(
                others,
                connection.unwrap(PGConnection.class).getBackendPID(),
                // who cleans up behind a statement that has given up must have a moment too
                left.compareTo(lockTimeout) < 0 ? lockTimeout : left,
                inNobodysWay ? lockTimeout : patience,
                lockTimeout);
        try (watch) {
            execute(sql);
        } catch (SQLException e) {
            watch.close();
            waited = waited.plus(hasTimedOut(e) ? lockTimeout : watch.waited());
            blockers = watch.blockers();
            if (watch.cancelled()) {
                throw waited.compareTo(patience) < 0
                        ? new SQLException(e.getMessage(), GaveUp.LOCK_NOT_AVAILABLE, e)
                        : new GaveUp(waited, blockers);
            }
            throw e;
        } finally {
            if (inNobodysWay && !connection.isClosed()) {
                text("select set_config('lock_timeout', ?, false)", timeout);
            }
        }
        waited = waited.plus(watch.waited());
    }

    private static boolean hasTimedOut(SQLException failure) {
        return GaveUp.LOCK_NOT_AVAILABLE.equals(failure.getSQLState());
    }

    /** Lets the others through before the next attempt. */
    void giveWay() throws SQLException {
        if (waited.compareTo(patience) >= 0) {
            throw new GaveUp(waited, blockers);
        }
        long most = Math.min(LONGEST_PAUSE.toMillis(), 250L << Math.min(pauses, 10));
        pauses++;
        Duration pause =
                Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
        progress.accept(new MigrationEvent.GaveWay(script, blockers, pause));
        sleep(pause);
    }

    /** Waits a moment for something that others do. */
    void look(List<Blocker> who) throws SQLException {
        if (waited.compareTo(patience) >= 0) {
            throw new GaveUp(waited, who);
        }
        sleep(LOOK);
    }

    private void sleep(Duration pause) throws SQLException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", PSQLState.QUERY_CANCELED.getState(), e);
        }
        waited = waited.plus(pause);
    }

    /** Tells that what an interrupted run has left is made anew. */
    void rebuild(String index) {
        progress.accept(new MigrationEvent.Rebuilding(script, index));
    }

    /** What a body finds out in a transaction that leaves nothing. */
    List<List<String>> rolledBack(Questions body) throws SQLException {
        connection.setAutoCommit(false);
        try {
            return body.ask();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** What {@link #rolledBack} runs. */
    interface Questions {
        List<List<String>> ask() throws SQLException;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** The columns of each row, as texts. */
    List<List<String>> rows(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<List<String>> all = new ArrayList<>();
                while (rows.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        row.add(String.valueOf(rows.getString(i)));
                    }
                    all.add(row);
                }
                return all;
            }
        }
    }

    /** The only value of the only row. */
    String text(String sql, Object... arguments) throws SQLException {
        return rows(sql, arguments).get(0).get(0);
    }
}
