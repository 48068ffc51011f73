package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.lint.Case.Waits;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What lint says of locks is so: where the tables have many rows, those who read and write them are really kept waiting
 * by the statements that are said to block them, and by no other.
 */
class BlockedTest {
    private static final int ROWS = 1_500_000;

    /**
     * How long somebody waits who waits long: of the time that this machine takes, when it is not busy, to look at all
     * rows of the narrowest table. What takes long looks at as many rows, and does something with them; what is brief
     * looks at none.
     */
    private static final double LONG = 0.8;

    /** Several processes would take less time of one statement and none of another. */
    private static final String ALONE =
            "set max_parallel_workers_per_gather = 0; set max_parallel_maintenance_workers = 0";

    /** On a machine that stands still for a moment, somebody may wait who does not have to. */
    private static final int ATTEMPTS = 3;

    private static final ExecutorService BYSTANDERS = Executors.newCachedThreadPool();

    @TempDir
    static Path shared;

    private static Elsewhere elsewhere;
    private static MigrationSet big;
    private static Duration look = Duration.ofDays(1);
    private static @Nullable ScratchDatabase database;

    @TempDir
    Path folder;

    /** Who waited, and for which statements. */
    private record Waited(Map<String, Waits> waits, Set<Integer> statements) {}

    @BeforeAll
    static void fill() throws Exception {
        Files.writeString(shared.resolve("V1__shop.sql"), Shop.SCHEMA);
        Files.writeString(shared.resolve("V2__rows.sql"), Shop.ROWS.formatted(ROWS));
        elsewhere = new Elsewhere(ScratchPostgres.shared());
        big = MigrationSet.in(shared);
    }

    @AfterAll
    static void end() throws Exception {
        BYSTANDERS.shutdownNow();
        drop();
        elsewhere.close();
    }

    private static void drop() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    /** Those that run to their end. */
    static Stream<Case> cases() {
        return Corpus.all()
                .filter(each ->
                        !each.dangers().contains("fails") && !each.dangers().contains("enum-value"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void is(Case each) throws Exception {
        List<Observation> statements = VerdictTest.migrations(each, folder).observe(ScratchPostgres.shared());
        Waited said = said(each, statements);
        Waited waited = waited(each, statements);
        for (int attempt = 1; attempt < ATTEMPTS && !waited.equals(said); attempt++) {
            waited = waited(each, statements);
        }
        assertThat(waited).isEqualTo(said);
    }

    private static Waited said(Case each, List<Observation> statements) {
        List<LintedStatement> judged = Rules.judge(statements);
        Set<Integer> blocking = new TreeSet<>();
        for (int at = 0; at < judged.size(); at++) {
            if (judged.get(at).findings().stream()
                    .anyMatch(finding -> finding.problem().matches(".* waits? while .*"))) {
                blocking.add(at);
            }
        }
        return new Waited(each.waits(), blocking);
    }

    private static Waited waited(Case each, List<Observation> statements) throws Exception {
        // a row that was written often does not stay where it is, so that it would be come upon at the end only
        boolean ofRows = each.dangers().contains("many-rows");
        if (ofRows) {
            drop();
        }
        if (database == null) {
            database = ScratchPostgres.shared().createDatabase(big);
        }
        look(database); // first: the row that they write is to be where it was when the statement begins
        Waiting waiting = new Waiting(each.tables().size());
        Map<String, Future<Map<Integer, Duration>>> readers = new TreeMap<>();
        Map<String, Future<Map<Integer, Duration>>> writers = new TreeMap<>();
        for (String table : each.tables()) {
            readers.put(table, waiting.bystander(database, "select from " + table + " limit 1"));
            writers.put(table, waiting.bystander(database, writing(table)));
        }
        boolean undone;
        try {
            assertThat(waiting.ready.await(30, TimeUnit.SECONDS)).isTrue();
            undone = run(database, statements, waiting.step);
        } finally {
            waiting.end.countDown();
        }
        Map<String, Waits> waits = new TreeMap<>();
        Set<Integer> blocking = new TreeSet<>();
        for (String table : each.tables()) {
            Set<Integer> written = statements(writers.get(table));
            Set<Integer> read = statements(readers.get(table));
            if (!read.isEmpty()) {
                waits.put(table, Waits.READERS_AND_WRITERS);
            } else if (!written.isEmpty()) {
                waits.put(table, Waits.WRITERS);
            }
            blocking.addAll(read);
            blocking.addAll(written);
        }
        if (!undone || ofRows) {
            drop();
        }
        return new Waited(waits, blocking);
    }

    /** Looks at all rows of the narrowest table; the shortest time counts. */
    private static void look(ScratchDatabase database) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(ALONE);
            long from = System.nanoTime();
            statement.execute("select count(*) from events_2025");
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            look = took.compareTo(look) < 0 ? took : look;
        }
    }

    /** {@return those for which somebody waited long} */
    private static Set<Integer> statements(Future<Map<Integer, Duration>> waited) throws Exception {
        Set<Integer> statements = new TreeSet<>();
        waited.get(30, TimeUnit.SECONDS).forEach((statement, time) -> {
            if (time.toNanos() >= look.toNanos() * LONG) {
                statements.add(statement);
            }
        });
        return statements;
    }

    /** What those who wait have in common. */
    private static final class Waiting {
        private final CountDownLatch ready;
        private final CountDownLatch end = new CountDownLatch(1);
        private final AtomicInteger step = new AtomicInteger();

        Waiting(int tables) {
            ready = new CountDownLatch(2 * tables);
        }

        Future<Map<Integer, Duration>> bystander(ScratchDatabase database, String sql) {
            return BYSTANDERS.submit(new Bystander(database.dataSource(), sql, ready, end, step));
        }
    }

    private static String writing(String table) {
        return switch (table) {
            case "recent", "totals" -> "select from " + table + " limit 1"; // nobody writes them
            case "events" -> "insert into events (id, at) values (0, '2030-01-01')";
            case "events_2025", "events_2026", "events_default" -> "delete from " + table + " where false";
            default -> "update " + table + " set touched = 1 where id = 1";
        };
    }

    /**
     * Each file in its transaction.
     *
     * @return whether all was undone, so that the next case need not be rid of it
     */
    private static boolean run(ScratchDatabase database, List<Observation> statements, AtomicInteger step)
            throws Exception {
        String file = statements.get(0).file();
        boolean undone = statements.stream()
                .allMatch(each -> each.inTransaction()
                        && each.file().equals(statements.get(0).file()));
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set time zone 'UTC'");
            statement.execute(ALONE);
            for (int at = 0; at < statements.size(); at++) {
                Observation each = statements.get(at);
                if (!each.file().equals(file) && !connection.getAutoCommit()) {
                    connection.commit();
                }
                file = each.file();
                connection.setAutoCommit(!each.inTransaction());
                step.set(at);
                statement.execute(each.sql());
            }
            if (undone) {
                connection.rollback();
            } else if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
        return undone;
    }
}
