package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.serein.MigrationFailed;
import dev.serein.fault.RestartableServer;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A migration and others who use its tables. */
class MigrationGivesWayTest {
    @TempDir
    private Path folder;

    private ScratchDatabase database;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<MigrationEvent> told = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void createOrders() throws Exception {
        database = ScratchPostgres.shared().createDatabase();
        files().with("V1__orders.sql", "create table orders (id bigint primary key);")
                .to(database)
                .migrate();
    }

    @AfterEach
    void drop() {
        threads.shutdownNow();
        database.close();
    }

    private WrittenFiles files() {
        return new WrittenFiles(folder);
    }

    private <T extends MigrationEvent> List<T> told(Class<T> type) {
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 1000})
    void otherReadersNeverWaitLongerThanTheLockTimeout(long lockTimeout) throws Exception {
        WrittenFiles files = files().with("V2__note.sql", "alter table orders add column note text;");
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong longest = new AtomicLong();
        try (Session longReader = new Session(database)) {
            longReader.begin().run("select * from orders");
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> read(over, longest)));
            }
            Future<MigrationReport> report = threads.submit(() -> files.to(database)
                    .withLockTimeout(Duration.ofMillis(lockTimeout))
                    .withProgress(told::add)
                    .migrate());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> told(MigrationEvent.GaveWay.class).size() >= 4);
            longReader.commit();
            long ended = System.nanoTime();

            assertThat(report.get(30, TimeUnit.SECONDS).applied())
                    .singleElement()
                    .satisfies(applied -> {
                        assertThat(applied.script()).isEqualTo("V2__note.sql");
                        assertThat(applied.took()).isGreaterThan(Duration.ofMillis(4 * lockTimeout));
                    });
            assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(15));
            over.set(true);
            for (Future<?> each : readers) {
                each.get(10, TimeUnit.SECONDS);
            }
        }

        // that they waited at all shows that the migration stood in front of them
        assertThat(Duration.ofNanos(longest.get()))
                .isBetween(Duration.ofMillis(lockTimeout / 4), Duration.ofMillis(lockTimeout + 1000));
    }

    private Void read(AtomicBoolean over, AtomicLong longest) throws Exception {
        try (Session reader = new Session(database)) {
            while (!over.get()) {
                long begun = System.nanoTime();
                reader.ask("select count(*) from orders");
                longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
            }
            return null;
        }
    }

    @Test
    void whoIsInTheWayIsToldAndSoIsWhatComesOfIt() throws Exception {
        WrittenFiles files = files().with("V2__note.sql", "alter table orders add column note text;");
        try (Session reader = new Session(database)) {
            reader.run("set application_name to 'report'").begin().run("select * from orders");
            Future<MigrationReport> report = threads.submit(() -> files.to(database)
                    .withLockTimeout(Duration.ofSeconds(2))
                    .withProgress(told::add)
                    .migrate());
            await().until(() -> told(MigrationEvent.GaveWay.class).size() == 1);
            reader.commit();
            report.get(30, TimeUnit.SECONDS);
        }

        assertThat(told).first().isEqualTo(new MigrationEvent.Started("V2__note.sql", 1));
        assertThat(told(MigrationEvent.Running.class)).first().satisfies(running -> {
            assertThat(running.script()).isEqualTo("V2__note.sql");
            assertThat(running.elapsed()).isGreaterThan(Duration.ofSeconds(1));
            assertIsTheReport(running.blockers());
        });
        assertThat(told(MigrationEvent.GaveWay.class)).singleElement().satisfies(gaveWay -> {
            assertThat(gaveWay.script()).isEqualTo("V2__note.sql");
            assertThat(gaveWay.pause()).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
            assertIsTheReport(gaveWay.blockers());
        });
        assertThat(told(MigrationEvent.Started.class))
                .containsExactly(
                        new MigrationEvent.Started("V2__note.sql", 1), new MigrationEvent.Started("V2__note.sql", 2));
        assertThat(told(MigrationEvent.Done.class))
                .singleElement()
                .extracting(done -> done.migration().script())
                .isEqualTo("V2__note.sql");
    }

    private static void assertIsTheReport(List<Blocker> blockers) {
        assertThat(blockers).singleElement().satisfies(blocker -> {
            assertThat(blocker.application()).isEqualTo("report");
            assertThat(blocker.user()).isEqualTo("postgres");
            assertThat(blocker.client()).isEqualTo("127.0.0.1");
            assertThat(blocker.state()).isEqualTo("idle in transaction");
            assertThat(blocker.age()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(20));
        });
    }

    @Test
    void theEndOfPatienceNamesWhoWasInTheWay() throws Exception {
        WrittenFiles files = files().with("V2__a.sql", "create table a ();")
                .with("V3__note.sql", "create table b ();\nalter table orders add column note text;")
                .with("V4__c.sql", "create table c ();");
        try (Session reader = new Session(database)) {
            reader.run("set application_name to 'report'").begin().run("select * from orders");

            MigrationFailed failure = catchThrowableOfType(MigrationFailed.class, () -> files.to(database)
                    .withLockTimeout(Duration.ofMillis(300))
                    .withPatience(Duration.ofSeconds(2))
                    .migrate());

            assertThat(files.normalised(failure)).isEqualTo("""
                    Cannot apply FOLDER/V3__note.sql:2: it did not get a lock within 300 ms, N times
                      sqlstate: 55P03
                      blockers: pid N (report, postgres, 127.0.0.1, idle in transaction for N s)
                      applied:  V2__a.sql
                      pending:  V4__c.sql
                      fix:      migrate again when those who hold the lock are done, or end them: \
                    select pg_terminate_backend(N)""");
            assertThat(failure.outcome())
                    .isEqualTo(new MigrationFailed.Outcome(List.of("V2__a.sql"), "V3__note.sql", List.of("V4__c.sql")));
            assertThat(reader.ask("select to_regclass('a')")).isEqualTo("a");
            assertThat(reader.ask("select to_regclass('b')")).isNull();
        }
    }

    @Test
    void aLockThatIsNotWaitedForIsAskedForAgain() throws Exception {
        WrittenFiles files = files().with("V2__note.sql", "lock table orders nowait;");
        try (Session reader = new Session(database)) {
            reader.begin().run("select * from orders");

            MigrationFailed failure = catchThrowableOfType(MigrationFailed.class, () -> files.to(database)
                    .withLockTimeout(Duration.ofMillis(300))
                    .withPatience(Duration.ofMillis(500))
                    .migrate());

            assertThat(files.normalised(failure)).isEqualTo("""
                    Cannot apply FOLDER/V2__note.sql:1: could not obtain lock on relation "orders", N times
                      sqlstate: 55P03
                      fix:      migrate again when those who hold the lock are done""");
        }
    }

    @Test
    void aMigrationMayWaitLongerThanTheOthers() throws Exception {
        WrittenFiles files =
                files().with("V2__note.sql", "set lock_timeout = '400ms'; alter table orders add column note text;");
        try (Session reader = new Session(database)) {
            reader.begin().run("select * from orders");

            MigrationFailed failure = catchThrowableOfType(MigrationFailed.class, () -> files.to(database)
                    .withLockTimeout(Duration.ofMillis(50))
                    .withPatience(Duration.ZERO)
                    .migrate());

            assertThat(failure)
                    .hasMessageContaining("V2__note.sql:1: canceling statement due to lock timeout\n")
                    .hasMessageContaining("blockers: pid ");
        }
    }

    @Test
    void theVictimOfADeadlockIsTriedAgain() throws Exception {
        WrittenFiles files = files().with(
                        "V2__both.sql",
                        "create table other ();\nlock table orders;\n"
                                + "select pg_advisory_lock(1);\nselect pg_advisory_unlock(1);");
        try (Session first = new Session(database)) {
            first.begin().run("set deadlock_timeout = '1min'").ask("select pg_advisory_lock(1)");
            Future<MigrationReport> report = threads.submit(() -> files.to(database)
                    .withLockTimeout(Duration.ofSeconds(4))
                    .withProgress(told::add)
                    .migrate());
            await().until(() -> waiting(first));
            first.run("select * from orders"); // it waits for the migration, which finds the circle
            first.run("select pg_advisory_unlock(1)");
            first.commit();

            assertThat(report.get(30, TimeUnit.SECONDS).applied()).hasSize(1);
        }
        assertThat(told(MigrationEvent.GaveWay.class)).isNotEmpty();
    }

    private static boolean waiting(Session session) throws Exception {
        return session.ask("select 1 from pg_locks where locktype = 'advisory' and not granted") != null;
    }

    @Test
    void whatFailsForAnotherReasonIsTriedOnce() throws Exception {
        WrittenFiles files = files().with("V2__note.sql", "alter table nowhere add column note text;");

        catchThrowableOfType(
                MigrationFailed.class,
                () -> files.to(database).withProgress(told::add).migrate());

        assertThat(told).containsExactly(new MigrationEvent.Started("V2__note.sql", 1));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the test starts the server's own process anew")
    void aPreparedTransactionInTheWayIsNamed() throws Exception {
        WrittenFiles files = files();
        try (RestartableServer server = RestartableServer.create()) {
            server.stop();
            server.startWith("max_prepared_transactions=2");
            files.to(server.url()).migrate();
            try (Session forgotten = new Session(server.url())) {
                forgotten.begin().run("select * from orders").run("prepare transaction 'transfer 17'");
            }
            files.with("V2__note.sql", "alter table orders add column note text;");

            MigrationFailed failure = catchThrowableOfType(MigrationFailed.class, () -> files.to(server.url())
                    .withLockTimeout(Duration.ofMillis(300))
                    .withPatience(Duration.ZERO)
                    .migrate());

            assertThat(files.normalised(failure)).isEqualTo("""
                    Cannot apply FOLDER/V2__note.sql:1: it did not get a lock within 300 ms
                      sqlstate: 55P03
                      blockers: pid N (prepared transaction transfer 17, postgres for N s)
                      fix:      migrate again when those who hold the lock are done, or end them: \
                    rollback prepared 'transfer 17'""");
        }
    }
}
