package dev.serein.migrate;

import dev.serein.ConnectionFailed;
import dev.serein.MigrationFailed;
import dev.serein.connection.ConnectFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The right to migrate a database, which one migrator has at a time: an advisory lock in a session of its own. The
 * server takes it back when that session ends, however it does.
 *
 * <p>It is asked for again and again, each time by a statement that returns at once, outside of a transaction. A
 * statement that waits for it would have a snapshot all the while, for whose end {@code create index concurrently} of
 * the migrator at work waits: for ever.
 */
final class Turn implements AutoCloseable {
    /** The first 64 bits of the SHA-256 of "serein migrate". */
    static final long KEY = 0xe6e2_2f0c_0ebd_7f65L;

    /** Flyway's own, for the table of the history; it adds a hash of that table's name. */
    private static final long FLYWAY = 77_431_708_279_161L;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration TELL = Duration.ofSeconds(1);
    /** Every question here is answered at once. */
    private static final int SILENCE_MILLIS = 30_000;

    private final Connection connection;
    private final long keyOfFlyway;

    private Turn(Connection connection, String historyTable) throws SQLException {
        this.connection = connection;
        connection.setNetworkTimeout(Runnable::run, SILENCE_MILLIS);
        this.keyOfFlyway = keyOfFlyway(historyTable);
    }

    /**
     * Waits until nobody else migrates, Flyway of another tool included.
     *
     * @param historyTable in the schema that comes first
     * @throws MigrationFailed if somebody else still does when patience ends
     * @throws SQLException if the connection cannot be made, or is lost
     */
    static Turn take(DataSource source, String historyTable, Duration patience, Consumer<MigrationEvent> progress)
            throws SQLException, InterruptedException {
        Connection connection = MigratorSource.connect(source);
        try {
            Turn turn = new Turn(connection, historyTable);
            Patience until = new Patience(patience);
            turn.await(KEY, until, progress);
            turn.await(turn.keyOfFlyway, until, progress);
            turn.ask("select pg_advisory_unlock(?)", turn.keyOfFlyway);
            return turn;
        } catch (Throwable e) {
            connection.close();
            throw e;
        }
    }

    /** Does something while nobody else migrates. */
    static <T> T during(
            DataSource source,
            String historyTable,
            Duration patience,
            Consumer<MigrationEvent> progress,
            Function<Turn, T> work) {
        try (Turn turn = take(source, historyTable, patience, progress)) {
            return work.apply(turn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FailedRun.interruptedInLine();
        } catch (ConnectFailure e) {
            throw ConnectionFailed.of(e);
        } catch (SQLException e) {
            throw FailedRun.withoutTurn(e);
        }
    }

    private void await(long key, Patience patience, Consumer<MigrationEvent> progress)
            throws SQLException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        Duration told = null;
        while (!ask("select pg_try_advisory_lock(?)", key)) {
            List<Blocker> holders = Blockers.holding(connection, key);
            Duration waited = patience.waited();
            if (patience.isOver()) {
                throw notHad(holders, patience.all());
            }
            if (!holders.isEmpty() && (told == null || waited.minus(told).compareTo(TELL) >= 0)) {
                progress.accept(new MigrationEvent.WaitingForTurn(holders, waited));
                told = waited;
            }
            Patience.pause(patience.about(pause));
            pause = pause.multipliedBy(2).compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : LAST_PAUSE;
        }
    }

    /** As Flyway makes it of the table's quoted name. */
    private long keyOfFlyway(String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select current_schema()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return FLYWAY + ("\"" + row.getString(1) + "\".\"" + table + "\"").hashCode();
        }
    }

    private boolean ask(String sql, long key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Flyway gave up: another of its kind has come in between. */
    MigrationFailed notHadByFlyway(Duration patience) throws SQLException {
        return notHad(Blockers.holding(connection, keyOfFlyway), patience);
    }

    private static MigrationFailed notHad(List<Blocker> holders, Duration patience) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!holders.isEmpty()) {
            facts.put("blockers", Blockers.text(holders));
        }
        return MigrationFailed.because(
                "Cannot migrate: another migrator has been at work for all of " + Patience.text(patience),
                facts,
                "migrate again when it is done"
                        + (holders.isEmpty() ? "" : "; if it hangs, end it: " + Blockers.ending(holders)),
                MigrationFailed.Outcome.NONE);
    }

    /** The session, which is idle while there is nobody to be asked about. */
    Connection connection() {
        return connection;
    }

    /** Gives it back at once; where that fails, the session has ended, or does now. */
    @Override
    public void close() {
        @Nullable SQLException failure = null;
        try {
            if (!connection.isClosed()) {
                ask("select pg_advisory_unlock(?)", KEY);
            }
        } catch (SQLException e) {
            failure = e;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            failure = e;
        }
        if (failure != null) {
            Migrations.LOG.debug("The session that had the turn has ended before", failure);
        }
    }
}
