package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.lint.Corpus.Case;
import dev.serein.lint.Corpus.Waits;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What lint says of locks is so: on tables with many rows, somebody who reads or writes them is really kept waiting by
 * the statements that are said to block, and by the others is not.
 */
class BlockedTest {
    private static final int ROWS = Integer.getInteger("rows", 1_000_000);

    /** Less than what a dangerous statement takes, more than what a brief lock does. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    @TempDir
    static Path shared;

    private static final ExecutorService BYSTANDERS = Executors.newCachedThreadPool();

    private static MigrationSet big;
    private static ScratchDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void fill() throws Exception {
        Files.writeString(shared.resolve("V1__shop.sql"), Shop.SCHEMA);
        Files.writeString(shared.resolve("V2__rows.sql"), Shop.ROWS.formatted(ROWS, ROWS / 2));
        big = MigrationSet.in(shared);
    }

    @AfterAll
    static void end() {
        BYSTANDERS.shutdownNow();
        drop();
    }

    private static void drop() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.serein.lint.Corpus#all")
    void as(Case each) throws Exception {
        List<Observation> statements = VerdictTest.migrations(each, folder).observe(ScratchPostgres.shared());
        assertThat(statements).isNotEmpty();
        if (statements.stream().anyMatch(statement -> statement.failure() != null)) {
            return; // it is not that which is said of it
        }
        Map<String, Waits> waits = waits(each, statements);
        assertThat(waits).isEqualTo(each.waits());
    }

    private static Map<String, Waits> waits(Case each, List<Observation> statements) throws Exception {
        if (database == null) {
            database = ScratchPostgres.shared().createDatabase(big);
        }
        Map<String, Future<Boolean>> readers = new HashMap<>();
        Map<String, Future<Boolean>> writers = new HashMap<>();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ready = new CountDownLatch(2 * each.tables().size());
        for (String table : each.tables()) {
            readers.put(table, bystander("select from " + table + " limit 1", ready, end));
            writers.put(table, bystander(writing(table), ready, end));
        }
        try {
            assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
            run(statements);
        } finally {
            end.countDown();
        }
        Map<String, Waits> waits = new TreeMap<>();
        for (String table : each.tables()) {
            boolean written = writers.get(table).get(30, TimeUnit.SECONDS);
            if (readers.get(table).get(30, TimeUnit.SECONDS)) {
                waits.put(table, Waits.READERS_AND_WRITERS);
            } else if (written) {
                waits.put(table, Waits.WRITERS);
            }
        }
        return waits;
    }

    private static String writing(String table) {
        return switch (table) {
            case "customers", "orders", "archive", "archive_old" -> "update " + table + " set touched = 1 where id = 1";
            case "recent", "totals" -> "select from " + table + " limit 1"; // nobody writes them
            case "events" -> "insert into events (id, at) values (0, '2030-01-01')";
            default -> "delete from " + table + " where id = 1 and false";
        };
    }

    private static Future<Boolean> bystander(String sql, CountDownLatch ready, CountDownLatch end) {
        return BYSTANDERS.submit(new Bystander(database.dataSource(), sql, PATIENCE, ready, end));
    }

    /** Each file in its transaction; what leaves nothing behind, the next case has no need to be rid of. */
    private static void run(List<Observation> statements) throws SQLException {
        boolean undone = statements.stream()
                .allMatch(each -> each.inTransaction()
                        && each.file().equals(statements.get(0).file()));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set time zone 'UTC'");
            String file = statements.get(0).file();
            for (Observation each : statements) {
                if (!each.file().equals(file) && !connection.getAutoCommit()) {
                    connection.commit();
                }
                file = each.file();
                connection.setAutoCommit(!each.inTransaction());
                long start = System.nanoTime();
                statement.execute(each.sql());
                if (System.getProperty("rows") != null)
                    System.out.println((System.nanoTime() - start) / 1_000_000 + " ms: " + each.sql());
            }
            if (undone) {
                connection.rollback();
            } else if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
        if (!undone) {
            drop();
        }
    }
}
