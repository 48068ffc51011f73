package dev.serein.lint;

import dev.serein.flyway.ScriptStatement;
import dev.serein.flyway.SqlWord;
import dev.serein.lint.SchemaState.Index;
import dev.serein.lint.SchemaState.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Watches a statement that runs outside of a transaction, whose locks are gone when it is over. It gets in its way as a
 * writer would: a transaction locks the tables as writers do. What the statement then waits for is seen in
 * {@code pg_locks}; the transaction ends, and another one gets in the way of what comes next, until the statement is
 * over. A statement that waits for no lock at all blocks no writer, and no reader.
 */
final class Interference {
    private static final long LOOK_NANOS = 2_000_000;
    /** More would not fit into the server's table of locks. */
    private static final int MOST_TABLES = 1_000;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String SEEN = """
            select l.relation, l.mode, l.granted from pg_catalog.pg_locks l
            where l.pid = %d and (not l.granted or l.locktype = 'relation')
            """;

    private final DataSource database;
    private final int watched;
    private final List<String> tables;
    private final FutureTask<Map<Long, LockMode>> watch = new FutureTask<>(this::watch);
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean over;

    private Interference(DataSource database, int watched, List<String> tables) {
        this.database = database;
        this.watched = watched;
        this.tables = tables;
    }

    /** Returns when the tables are locked for the first time. */
    static Interference begin(DataSource database, Connection connection, SchemaState schema, ScriptStatement statement)
            throws SQLException {
        Interference interference = new Interference(
                database, connection.unwrap(PGConnection.class).getBackendPID(), tablesOf(schema, statement));
        Thread thread = new Thread(interference.watch, "serein-lint-interference");
        thread.setDaemon(true);
        thread.start();
        try {
            interference.begun.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
        return interference;
    }

    /** Those that it names, or whose indexes it names; if it names none, all. */
    private static List<String> tablesOf(SchemaState schema, ScriptStatement statement) {
        Set<String> words = statement.words().stream()
                .map(SqlWord::text)
                .map(word -> word.startsWith("\"")
                        ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
                        : word)
                .collect(Collectors.toSet());
        Map<Long, String> named = new HashMap<>();
        for (Relation each : schema.relations().values()) {
            if (words.contains(each.name())) {
                Index index = schema.indexes().get(each.oid());
                named.put(index == null ? each.oid() : index.table(), "");
            }
        }
        Collection<Relation> all = schema.relations().values();
        return all.stream()
                .filter(each -> each.kind() == 'r' || each.kind() == 'p')
                .filter(each -> named.isEmpty() || named.containsKey(each.oid()))
                .limit(MOST_TABLES)
                .map(Names::quoted)
                .toList();
    }

    private Map<Long, LockMode> watch() throws SQLException {
        Map<Long, LockMode> seen = new HashMap<>();
        try (Connection writer = database.getConnection();
                Connection witness = database.getConnection()) {
            writer.setAutoCommit(false);
            while (!over) {
                boolean locked = lock(writer);
                begun.countDown();
                while (!over && !look(witness, !locked, seen) && locked) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                writer.rollback();
            }
        } finally {
            begun.countDown();
        }
        return seen;
    }

    /** @return false if the statement is in the way of the writer now */
    private boolean lock(Connection writer) throws SQLException {
        if (tables.isEmpty()) {
            return true;
        }
        try (Statement statement = writer.createStatement()) {
            statement.execute("set local lock_timeout = '50ms'");
            statement.execute("lock table only " + String.join(", only ", tables) + " in row exclusive mode");
            return true;
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Notes what it locks while it is in somebody's way, or somebody in its way: what it locks besides is seen by
     * chance.
     *
     * @param blocked whether a writer cannot lock what it wants to
     * @return whether it waits for somebody
     */
    private boolean look(Connection witness, boolean blocked, Map<Long, LockMode> seen) throws SQLException {
        boolean[] waits = {false};
        Map<Long, LockMode> now = new HashMap<>();
        SchemaReader.each(witness, SEEN.formatted(watched), row -> {
            waits[0] |= !row.getBoolean(3);
            if (row.getLong(1) != 0) {
                now.merge(row.getLong(1), LockMode.of(row.getString(2)), Activity::stronger);
            }
        });
        if (waits[0] || blocked) {
            now.forEach((relation, mode) -> seen.merge(relation, mode, Activity::stronger));
        }
        return waits[0];
    }

    /** @return the strongest lock on each relation that was seen */
    Map<Long, LockMode> end() throws SQLException {
        over = true;
        try {
            return watch.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }
}
