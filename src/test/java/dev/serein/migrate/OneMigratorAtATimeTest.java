package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.serein.MigrationFailed;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several migrators at the same moment. */
class OneMigratorAtATimeTest {
    private static final long KEY_OF_FLYWAY = 77_431_708_279_161L + "\"public\".\"flyway_schema_history\"".hashCode();

    @TempDir
    private Path folder;

    private ScratchDatabase database;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void create() {
        database = ScratchPostgres.shared().createDatabase();
    }

    @AfterEach
    void drop() {
        threads.shutdownNow();
        database.close();
    }

    private WrittenFiles three() {
        return new WrittenFiles(folder)
                .with("V1__orders.sql", "create table orders (id bigint primary key);")
                .with("V2__index.sql", "create index concurrently orders_id on orders (id);")
                .with("R__view.sql", "create or replace view latest as select max(id) from orders;");
    }

    @Test
    void eachMigrationIsAppliedOnceHoweverManyBegin() throws Exception {
        WrittenFiles files = three();
        for (int round = 0; round < 10; round++) {
            try (ScratchDatabase fresh = ScratchPostgres.shared().createDatabase()) {
                CyclicBarrier together = new CyclicBarrier(8);
                List<Future<MigrationReport>> all = threads.invokeAll(List.<Callable<MigrationReport>>of(
                        () -> migrate(files, fresh, together),
                        () -> migrate(files, fresh, together),
                        () -> migrate(files, fresh, together),
                        () -> migrate(files, fresh, together),
                        () -> migrate(files, fresh, together),
                        () -> migrate(files, fresh, together),
                        () -> migrate(files, fresh, together),
                        () -> migrate(files, fresh, together)));

                List<String> applied = new ArrayList<>();
                for (Future<MigrationReport> each : all) {
                    MigrationReport report = each.get();
                    assertThat(report.version()).isEqualTo("2");
                    report.applied().forEach(one -> applied.add(one.script()));
                }
                assertThat(applied).containsExactly("V1__orders.sql", "V2__index.sql", "R__view.sql");
                try (Session session = new Session(fresh)) {
                    assertThat(session.ask("select string_agg(script || ' ' || success, ', ' order by installed_rank)"
                                    + " from flyway_schema_history"))
                            .isEqualTo("V1__orders.sql true, V2__index.sql true, R__view.sql true");
                }
            }
        }
    }

    private static MigrationReport migrate(WrittenFiles files, ScratchDatabase database, CyclicBarrier together)
            throws Exception {
        Migrations migrations = files.to(database);
        together.await();
        return migrations.migrate();
    }

    @Test
    void anIndexIsBuiltConcurrentlyWhileOthersWaitForTheirTurn() throws Exception {
        WrittenFiles files = new WrittenFiles(folder).with("V1__orders.sql", "create table orders (id bigint);");
        files.to(database).migrate();
        files.with("V2__index.sql", "create index concurrently orders_id on orders (id);");
        try (Session writer = new Session(database)) {
            writer.begin().run("insert into orders values (1)"); // which the build waits for
            Future<MigrationReport> first = threads.submit(() ->
                    files.to(database).withLockTimeout(Duration.ofMinutes(1)).migrate());
            await().until(() -> isWaitingForALock("create index concurrently%"));
            Queue<MigrationEvent> told = new ConcurrentLinkedQueue<>();
            List<Future<MigrationReport>> others = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                others.add(threads.submit(
                        () -> files.to(database).withProgress(told::add).migrate()));
            }
            await().until(() -> told.size() >= 6);
            writer.commit();

            assertThat(first.get(20, TimeUnit.SECONDS).applied())
                    .extracting(MigrationReport.Applied::script)
                    .containsExactly("V2__index.sql");
            for (Future<MigrationReport> each : others) {
                assertThat(each.get(20, TimeUnit.SECONDS).applied()).isEmpty();
            }
            assertThat(told).allSatisfy(event -> assertThat(((MigrationEvent.WaitingForTurn) event).holders())
                    .singleElement()
                    .extracting(Blocker::application)
                    .isEqualTo("serein migrate"));
        }
    }

    private boolean isWaitingForALock(String query) throws Exception {
        try (Session session = new Session(database)) {
            return "1"
                    .equals(session.ask("select count(*) from pg_stat_activity where datname = current_database()"
                            + " and wait_event_type = 'Lock' and query like '" + query + "'"));
        }
    }

    @Test
    void whoeverEndsHoweverLeavesTheTurnToTheNext() throws Exception {
        WrittenFiles files = three();
        try (Session holder = new Session(database);
                Session admin = new Session(database)) {
            assertThat(holder.ask("select pg_try_advisory_lock(" + Turn.KEY + ")"))
                    .isEqualTo("t");
            Queue<MigrationEvent> told = new ConcurrentLinkedQueue<>();
            Future<MigrationReport> next = threads.submit(
                    () -> files.to(database).withProgress(told::add).migrate());
            await().until(() -> !told.isEmpty());
            Blocker seen =
                    ((MigrationEvent.WaitingForTurn) told.element()).holders().get(0);
            admin.run("select pg_terminate_backend(" + seen.pid() + ")");

            assertThat(next.get(20, TimeUnit.SECONDS).applied()).hasSize(3);
        }
    }

    @Test
    void theEndOfPatienceNamesTheHolder() throws Exception {
        WrittenFiles files = three();
        try (Session holder = new Session(database)) {
            holder.run("set application_name to 'release 41'");
            holder.ask("select pg_try_advisory_lock(" + Turn.KEY + ")");

            MigrationFailed failure = catchThrowableOfType(MigrationFailed.class, () -> files.to(database)
                    .withPatience(Duration.ofMillis(1200))
                    .migrate());

            assertThat(files.normalised(failure)).isEqualTo("""
                    Cannot migrate: another migrator has been at work for all of 1200 ms
                      blockers: pid N (release 41, postgres, 127.0.0.1, idle for N s)
                      fix:      migrate again when it is done; if it hangs, end it: select pg_terminate_backend(N)""");
            assertThat(failure.outcome()).isEqualTo(MigrationFailed.Outcome.NONE);
        }
    }

    @Test
    void flywayOfAnotherToolIsWaitedFor() throws Exception {
        WrittenFiles files = three();
        Flyway.configure()
                .dataSource(database.dataSource())
                .locations("filesystem:" + folder)
                .load()
                .info();
        try (Session holder = new Session(database)) {
            holder.run("set application_name to 'flyway'");
            holder.begin().ask("select pg_try_advisory_xact_lock(" + KEY_OF_FLYWAY + ")");
            Queue<MigrationEvent> told = new ConcurrentLinkedQueue<>();
            Future<MigrationReport> next = threads.submit(
                    () -> files.to(database).withProgress(told::add).migrate());
            await().until(() -> !told.isEmpty());
            holder.commit();

            assertThat(next.get(20, TimeUnit.SECONDS).applied()).hasSize(3);
            assertThat(((MigrationEvent.WaitingForTurn) told.element()).holders())
                    .singleElement()
                    .extracting(Blocker::application)
                    .isEqualTo("flyway");
        }
    }

    @Test
    void theKeyOfFlywayIsWhatFlywayLocks() throws Exception {
        Queue<String> keys = new ConcurrentLinkedQueue<>();
        new WrittenFiles(folder).with("V1__wait.sql", "select pg_sleep(0);");
        try (Session session = new Session(database)) {
            Flyway.configure()
                    .dataSource(database.dataSource())
                    .locations("filesystem:" + folder)
                    .callbacks(
                            new WhileMigrating(
                                    () -> keys.add(
                                            session.ask(
                                                    "select (classid::bigint << 32) | objid::bigint from pg_locks where locktype = 'advisory'"))))
                    .load()
                    .migrate();
        }

        assertThat(keys).containsExactly(String.valueOf(KEY_OF_FLYWAY));
    }

    @Test
    void theKeyIsTheHashOfItsName() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("serein migrate".getBytes(StandardCharsets.UTF_8));

        assertThat(Turn.KEY).isEqualTo(ByteBuffer.wrap(hash).getLong());
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        three().to(database).migrate();

        try (Session session = new Session(database)) {
            await().until(() -> "0"
                    .equals(session.ask("select count(*) from pg_stat_activity where datname = current_database()"
                            + " and pid <> pg_backend_pid()")));
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("serein-migrate-watch");
    }
}
