package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.serein.ConnectionFailed;
import dev.serein.MigrationFailed;
import dev.serein.MigrationFailed.Outcome;
import dev.serein.fault.RestartableServer;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is said when migrations cannot be applied, and what became of them. */
class MigrationFailedTest {
    @TempDir
    private Path folder;

    private ScratchDatabase database;
    private WrittenFiles files;

    @BeforeEach
    void create() {
        database = ScratchPostgres.shared().createDatabase();
        files = new WrittenFiles(folder);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private MigrationFailed failure() {
        return failureOf(files.to(database));
    }

    private static MigrationFailed failureOf(Migrations migrations) {
        return catchThrowableOfType(MigrationFailed.class, migrations::migrate);
    }

    @Test
    void theReportTellsWhatWasAppliedAndWhereTheSchemaIs() {
        files.with("V1__a.sql", "create table a ();")
                .with("V1_10__b.sql", "create table b ();")
                .with("R__view.sql", "create or replace view v as select 1 as one;");
        Migrations migrations = files.to(database);

        MigrationReport first = migrations.migrate();
        MigrationReport second = migrations.migrate();

        assertThat(first.applied())
                .extracting(MigrationReport.Applied::script, MigrationReport.Applied::version)
                .containsExactly(tuple("V1__a.sql", "1"), tuple("V1_10__b.sql", "1.10"), tuple("R__view.sql", null));
        assertThat(first.applied()).allSatisfy(each -> assertThat(each.took()).isPositive());
        assertThat(first.took()).isGreaterThan(first.applied().get(0).took());
        assertThat(first.version()).isEqualTo("1.10");
        assertThat(second.applied()).isEmpty();
        assertThat(second.version()).isEqualTo("1.10");
    }

    @Test
    void anEmptyFolderIsNoVersion() {
        assertThat(files.to(database).migrate().version()).isNull();
    }

    @Test
    void aLateMigrationDoesNotTurnTheVersionBack() {
        files.with("V2__b.sql", "create table b ();").to(database).migrate();
        files.with("V1__a.sql", "create table a ();");

        MigrationReport report = files.to(database).withOutOfOrder(true).migrate();

        assertThat(report.applied()).extracting(MigrationReport.Applied::script).containsExactly("V1__a.sql");
        assertThat(report.version()).isEqualTo("2");
    }

    @Test
    void thePlaceTheStateAndTheHintAreTold() throws Exception {
        files.with("V1__a.sql", "create table a (id int);")
                .with("V2__b.sql", "create table b ();\nalter table a\n  alter column id type boolean;")
                .with("V3__c.sql", "create table c ();");

        MigrationFailed failure = failure();

        assertThat(files.normalised(failure)).isEqualTo("""
                Cannot apply FOLDER/V2__b.sql:2: column "id" cannot be cast automatically to type boolean
                  sqlstate: 42804
                  hint:     You might need to specify "USING id::boolean".
                  applied:  V1__a.sql
                  pending:  V3__c.sql""");
        assertThat(failure.outcome()).isEqualTo(new Outcome(List.of("V1__a.sql"), "V2__b.sql", List.of("V3__c.sql")));
        try (Session session = new Session(database)) {
            assertThat(session.ask("select to_regclass('b')")).isNull();
        }
    }

    @Test
    void whatFailsWhenItIsCommittedHasFailed() {
        files.with("V1__a.sql", "create table a (id int primary key, up int references a initially deferred);")
                .with("V2__rows.sql", "insert into a values (1, 2);")
                .with("V3__b.sql", "create table b ();");

        assertThat(files.normalised(failure())).isEqualTo("""
                Cannot apply V2__rows.sql: insert or update on table "a" violates foreign key constraint "a_up_fkey"
                  sqlstate: 23503
                  applied:  V1__a.sql
                  pending:  V3__b.sql""");
    }

    @Test
    void valuesOfRowsAreNotTold() {
        files.with("V1__a.sql", "create table a as select 'SECRET' as word;")
                .with("V2__number.sql", "alter table a alter column word type int using word::int;");

        MigrationFailed failure = failure();

        assertThat(files.normalised(failure)).isEqualTo("""
                Cannot apply FOLDER/V2__number.sql:1: a value is not valid for its type
                  sqlstate: 22P02
                  applied:  V1__a.sql""");
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(each.toString()).doesNotContain("SECRET");
        }
    }

    @Test
    void aPlaceholderWithoutAValueIsNamed() {
        files.with("V1__a.sql", "create table a ();\ncreate table ${name} ();");

        assertThat(files.normalised(failure())).isEqualTo("""
                Cannot apply FOLDER/V1__a.sql:2:14: the placeholder ${name} has no value
                  pending: V1__a.sql""");
    }

    @Test
    void filesThatDoNotFitTheHistoryAreNamed() {
        files.with("V1__a.sql", "create table a ();")
                .with("V3__c.sql", "create table c ();")
                .with("V4__d.sql", "create table d ();")
                .to(database)
                .migrate();
        files.with("V1__a.sql", "create table a (id int);")
                .with("V2__b.sql", "create table b ();")
                .without("V3__c.sql");

        assertThat(files.normalised(failure())).isEqualTo("""
                Cannot migrate: the files do not fit the history of the database
                  edited:       V1__a.sql
                  missing:      V3__c.sql
                  out of order: V2__b.sql
                  fix:          edited: put the file back as it was applied, and make the change a new migration; \
                or, if the database has it, dev.serein.cli.Main repair
                                missing: put the file back; or, if it is gone for good, dev.serein.cli.Main repair
                                out of order: give the file a version newer than all that are applied; or apply it \
                all the same: dev.serein.cli.Main migrate --out-of-order""");
    }

    @Test
    void aMigrationThatHasFailedBeforeIsNamed() {
        files.with("V1__a.sql", "create table a (id int);").to(database).migrate();
        failNonTransactional();

        assertThat(files.normalised(failure())).isEqualTo("""
                Cannot migrate: the files do not fit the history of the database
                  failed: V2__index.sql
                  fix:    failed: mend the file, then dev.serein.cli.Main repair: what is done of the file is not done again""");
    }

    private void failNonTransactional() {
        files.with("V2__index.sql", "create index concurrently a_id on a (nothing);");
        assertThat(files.normalised(failure())).isEqualTo("""
                Cannot apply FOLDER/V2__index.sql:1: column "nothing" does not exist
                  sqlstate: 42703""");
    }

    @Test
    void aSchemaWithTablesAndNoHistoryIsNotTouched() throws Exception {
        files.with("V1__a.sql", "create table a ();");
        try (Session session = new Session(database)) {
            session.run("create table old ()");

            assertThat(files.normalised(failure())).isEqualTo("""
                    Cannot migrate: the schema is not empty, and has no history of migrations
                      fix: name another database; or say which version it is at: dev.serein.cli.Main baseline VERSION""");
            assertThat(session.ask("select to_regclass('a')")).isNull();
        }
    }

    @Test
    void aServerThatCannotBeReachedIsNoFailureOfAMigration() {
        files.with("V1__a.sql", "create table a ();");
        Migrations nowhere = files.to(database.url().replaceFirst(":\\d+/", ":1/"));

        ConnectionFailed failure = catchThrowableOfType(ConnectionFailed.class, nowhere::migrate);

        assertThat(failure).hasMessageStartingWith("Cannot connect to 127.0.0.1:1/" + database.name());
    }

    @Test
    void anInterruptEndsTheStatementThatRuns() throws Exception {
        files.with("V1__a.sql", "create table a ();")
                .with("V2__sleep.sql", "create table b ();\nselect pg_sleep(100);")
                .with("V3__c.sql", "create table c ();");
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread migrator = new Thread(() -> {
            thrown.complete(failure());
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        migrator.start();
        try (Session session = new Session(database)) {
            String sleeping = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
                    + " and application_name = 'serein migrate' and datname = current_database()";
            await().until(() -> "1".equals(session.ask(sleeping)));
            migrator.interrupt();

            assertThat(files.normalised(thrown.get(10, TimeUnit.SECONDS))).isEqualTo("""
                    Cannot apply V2__sleep.sql: the thread was interrupted
                      applied: V1__a.sql
                      pending: V3__c.sql
                      fix:     migrate again: what is applied stays applied, and what was not finished is undone or \
                    gone on with""");
            assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(session.ask(sleeping)).isEqualTo("0");
            assertThat(session.ask("select to_regclass('b')")).isNull();
        }
    }

    @Test
    void anInterruptEndsTheWaitForTheTurn() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CompletableFuture<MigrationEvent> told = new CompletableFuture<>();
        try (Session holder = new Session(database)) {
            holder.ask("select pg_try_advisory_lock(" + Turn.KEY + ")");
            Thread migrator = new Thread(() -> {
                thrown.complete(failureOf(files.to(database).withProgress(told::complete)));
            });
            migrator.start();
            told.get(10, TimeUnit.SECONDS);
            migrator.interrupt();

            assertThat(thrown.get(10, TimeUnit.SECONDS)).hasMessage("""
                    Cannot migrate: the thread was interrupted
                      fix: migrate again: what is applied stays applied, and what was not finished is undone or gone \
                    on with""");
        }
    }

    @Test
    void aConnectionThatIsLostInTheMiddleIsSaidToBe() throws Exception {
        files.with("V1__a.sql", "create table a ();")
                .with("V2__end.sql", "create table b ();\nselect pg_terminate_backend(pg_backend_pid());")
                .with("V3__c.sql", "create table c ();");

        assertThat(files.normalised(failure())).isEqualTo("""
                Cannot apply FOLDER/V2__end.sql:2: the connection to the server is lost: terminating connection due \
                to administrator command
                  sqlstate: 57P01
                  applied:  V1__a.sql
                  pending:  V3__c.sql
                  fix:      migrate again: what is applied stays applied, and what was not finished is undone or gone \
                on with""");
        files.with("V2__end.sql", "create table b ();");
        assertThat(files.to(database).migrate().applied())
                .extracting(MigrationReport.Applied::script)
                .containsExactly("V2__end.sql", "V3__c.sql");
    }

    @Test
    void aListenerThatFailsFailsNothing() {
        files.with("V1__a.sql", "create table a ();");

        MigrationReport report = files.to(database)
                .withProgress(event -> {
                    throw new IllegalStateException("the terminal is gone");
                })
                .migrate();

        assertThat(report.applied()).hasSize(1);
    }

    @Test
    void whoLosesTheTurnGoesOnWithTheMigrationAtWork() throws Exception {
        files.with(
                        "V1__turn.sql",
                        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <>"
                                + " pg_backend_pid();\nselect pg_sleep(1.2);")
                .with("V2__b.sql", "create table b ();");

        assertThat(files.to(database).migrate().applied()).hasSize(2);
    }

    @Test
    void anInterruptedBuildOfAnIndexIsGoneOnWithTheNextTime() throws Exception {
        files.with("V1__a.sql", "create table a (id int);").to(database).migrate();
        files.with("V2__index.sql", "create index concurrently a_id on a (id);");
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        try (Session writer = new Session(database);
                Session session = new Session(database)) {
            writer.begin().run("insert into a values (1)");
            Thread migrator = new Thread(() -> thrown.complete(failure()));
            migrator.start();
            await().until(() -> "1"
                    .equals(session.ask("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and datname = current_database() and query like 'create index%'")));
            migrator.interrupt();

            assertThat(files.normalised(thrown.get(10, TimeUnit.SECONDS))).isEqualTo("""
                    Cannot apply V2__index.sql: the thread was interrupted
                      fix: migrate again: what is applied stays applied, and what was not finished is undone or gone \
                    on with""");
            writer.commit();

            assertThat(files.to(database).migrate().applied()).hasSize(1);
            assertThat(session.ask("select string_agg(indexrelid::regclass || ' ' || indisvalid, ', ')"
                            + " from pg_index where indrelid = 'a'::regclass"))
                    .isEqualTo("a_id true");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the test ends and starts the server's own process")
    void aServerThatIsKilledInTheMiddleLosesNothing() throws Exception {
        files.with("V1__a.sql", "create table a ();")
                .with("V2__sleep.sql", "create table b ();\nselect pg_sleep(100);")
                .with("V3__c.sql", "create table c ();");
        try (RestartableServer server = RestartableServer.create()) {
            server.configure("synchronous_commit", "on");
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            Thread migrator = new Thread(() -> thrown.complete(failureOf(files.to(server.url()))));
            migrator.start();
            await().until(() ->
                    "1".equals(server.ask("select count(*) from pg_stat_activity where wait_event = 'PgSleep'")));
            server.kill();
            Throwable failure = thrown.get(30, TimeUnit.SECONDS);

            assertThat(failure.getMessage().lines().findFirst())
                    .hasValueSatisfying(line -> assertThat(files.shown((Object) line))
                            .startsWith("Cannot apply FOLDER/V2__sleep.sql:2: the connection to the server is lost: "));
            assertThat(((MigrationFailed) failure).outcome())
                    .isEqualTo(new Outcome(List.of("V1__a.sql"), "V2__sleep.sql", List.of()));
            server.start();
            files.with("V2__sleep.sql", "create table b ();");
            assertThat(files.to(server.url()).migrate().applied())
                    .extracting(MigrationReport.Applied::script)
                    .containsExactly("V2__sleep.sql", "V3__c.sql");
        }
    }
}
