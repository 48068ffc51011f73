package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serein.MigrationFailed;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A migration outside of a transaction that came to no end is gone on with behind what it has done. */
@Timeout(60)
class ResumptionTest {
    @TempDir
    Path folder;

    private Deployment deployment;

    @BeforeEach
    void create() {
        deployment = new Deployment(folder);
        deployment.file("V1__effects.sql", "create table effects (what text)");
        deployment.migrate();
    }

    @AfterEach
    void close() {
        deployment.close();
    }

    private static String effect(String what) {
        return "insert into effects values ('" + what + "');\n";
    }

    private List<String> effects() {
        return deployment.ask("select what from effects");
    }

    private void assertNothingIsLeft() {
        assertThat(deployment.tables()).doesNotContain("flyway_schema_history_steps");
        assertThat(deployment.history()).noneMatch(entry -> entry.endsWith("failed"));
    }

    private void failAt(String sql, String message) {
        deployment.outside("V2__x.sql", sql);
        assertThatThrownBy(deployment::migrate)
                .isInstanceOf(MigrationFailed.class)
                .satisfies(failure ->
                        assertThat(deployment.told(failure).lines().findFirst()).hasValue(message));
    }

    private void repair() {
        deployment.migrations().repair();
    }

    @Test
    void aMistakeStaysAFailureUntilTheHistoryIsRepaired() {
        failAt(
                effect("first") + "insert into effects values (1, 2);",
                "Cannot apply FOLDER/V2__x.sql:2:32: INSERT has more expressions than target columns");
        assertThat(deployment.history()).containsExactly("V1__effects.sql", "V2__x.sql failed");

        deployment.outside("V2__x.sql", effect("first") + effect("mended") + effect("third"));
        assertThatThrownBy(deployment::migrate).isInstanceOf(MigrationFailed.class);
        repair();

        assertThat(deployment.migrate()).containsExactly("V2__x.sql");
        assertThat(effects()).containsExactly("first", "mended", "third");
        assertNothingIsLeft();
    }

    @Test
    void commentsAndSpaceMayChangeInWhatIsDone() {
        failAt(effect("first") + "select 1 / 0;", "Cannot apply FOLDER/V2__x.sql:2: a division by zero");
        repair();
        deployment.outside("V2__x.sql", "-- said later\nINSERT  into effects /* all */ values ('first');\nselect 1;");

        deployment.migrate();

        assertThat(effects()).containsExactly("first");
        assertNothingIsLeft();
    }

    @Test
    void whatIsDoneMayNotChange() {
        failAt(effect("first") + "select 1 / 0;", "Cannot apply FOLDER/V2__x.sql:2: a division by zero");
        repair();

        failAt(
                "\n" + effect("First") + "select 1;",
                "Cannot apply FOLDER/V2__x.sql:2: statement 1 of the file was another one when an interrupted run did"
                        + " it: put the file back as it was up to there; or undo by hand what was done, and delete the"
                        + " rows of V2__x.sql from \"public\".\"flyway_schema_history_steps\"");
        assertThat(effects()).containsExactly("first");
    }

    @Test
    void whoIsCancelledNeedsNoRepair() throws Exception {
        deployment.outside(
                "V2__x.sql",
                effect("first")
                        + "select pg_sleep(60) where not exists (select from effects where what = 'go on');\n"
                        + effect("second"));
        CompletableFuture<List<String>> migrated = deployment.migrateMeanwhile();
        String sleeping = " from pg_stat_activity where datname = current_database() and query like 'select pg_sleep%'";
        await().until(() ->
                deployment.ask("select pg_cancel_backend(pid)" + sleeping).contains("t"));

        assertThatThrownBy(migrated::join).hasMessageContaining("V2__x.sql:2: canceling statement due to user request");
        assertThat(deployment.history()).containsExactly("V1__effects.sql");
        deployment.run(effect("go on"));

        assertThat(deployment.migrate()).containsExactly("V2__x.sql");
        assertThat(effects()).containsExactly("first", "go on", "second");
        assertNothingIsLeft();
    }

    @Test
    void whoseSessionIsEndedIsToldWhere() {
        failAt(
                effect("first")
                        + "select pg_terminate_backend(pg_backend_pid())"
                        + " where not exists (select from effects where what = 'go on');",
                "Cannot apply FOLDER/V2__x.sql:2: the connection to the server is lost: terminating connection due to administrator command");
        deployment.run(effect("go on"));

        assertThat(deployment.migrate()).containsExactly("V2__x.sql");
        assertThat(effects()).containsExactly("first", "go on");
        assertNothingIsLeft();
    }

    @Test
    void aTransactionThatTheFileBeginsIsDoneOrNot() {
        failAt(
                effect("first") + "begin;\n" + effect("second") + "select 1 / 0;\ncommit;\n",
                "Cannot apply FOLDER/V2__x.sql:4: a division by zero");
        assertThat(effects()).containsExactly("first");
        repair();
        deployment.outside(
                "V2__x.sql",
                effect("first") + "begin;\n" + effect("second") + "select 1;\ncommit;\n" + effect("third"));

        deployment.migrate();

        assertThat(effects()).containsExactly("first", "second", "third");
        assertNothingIsLeft();
    }

    @Test
    void settingsOfTheSessionAreMadeAgain() {
        failAt(
                "set search_path = other, public;\ncreate schema other;\nselect 1 / 0;",
                "Cannot apply FOLDER/V2__x.sql:3: a division by zero");
        repair();
        deployment.outside(
                "V2__x.sql", "set search_path = other, public;\ncreate schema other;\ncreate table o (a int);");

        deployment.migrate();

        assertThat(deployment.ask("select 'other.o'::regclass")).containsExactly("other.o");
        assertNothingIsLeft();
    }

    @Test
    void aRoleThatIsTakenOnNeedNoRights() {
        String role = "role_" + deployment.ask("select current_database()").get(0);
        deployment.run("create role " + role + "; grant insert on effects to " + role);
        try {
            deployment.outside("V2__x.sql", "set role " + role + ";\n" + effect("as another"));

            deployment.migrate();

            assertThat(effects()).containsExactly("as another");
            assertNothingIsLeft();
        } finally {
            deployment.run("drop owned by " + role + "; drop role " + role);
        }
    }

    @Test
    void rowsBehindACopyAreSentByFlyway() {
        String copy = "copy effects (what) from stdin;\nfirst\nsecond\n\\.\n";
        failAt(copy + "select 1 / 0;", "Cannot apply FOLDER/V2__x.sql:5: a division by zero");
        repair();
        deployment.outside("V2__x.sql", copy + effect("third"));

        deployment.migrate();

        assertThat(effects()).containsExactly("first", "second", "third");
        assertNothingIsLeft();
    }

    @Test
    void rowsThatCannotBeAreAMistake() {
        failAt(
                effect("first") + "copy effects (what) from stdin;\nsecond\tthird\n\\.\n",
                "Cannot apply FOLDER/V2__x.sql:2: a value is not valid");
        assertThat(deployment.history()).containsExactly("V1__effects.sql", "V2__x.sql failed");
        repair();
        deployment.outside("V2__x.sql", effect("first") + "copy effects (what) from stdin;\nsecond\n\\.\n");

        deployment.migrate();

        assertThat(effects()).containsExactly("first", "second");
        assertNothingIsLeft();
    }

    @Test
    void whoIsInterruptedBeforeTheFirstStatementNeedsNoRepair() {
        deployment.outside("V2__x.sql", effect("first"));
        Migrations interrupted = deployment.migrations().withProgress(event -> {
            if (event instanceof MigrationEvent.Started) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(interrupted::migrate).isInstanceOf(MigrationFailed.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(deployment.history()).containsExactly("V1__effects.sql");

        assertThat(deployment.migrate()).containsExactly("V2__x.sql");
        assertThat(effects()).containsExactly("first");
        assertNothingIsLeft();
    }

    @Test
    void aRepeatableOneIsRunAgainWhenItChanges() {
        deployment.outside("R__x.sql", effect("one") + effect("two"));
        deployment.migrate();
        deployment.outside("R__x.sql", effect("one") + "select 1 / 0;");
        assertThatThrownBy(deployment::migrate).isInstanceOf(MigrationFailed.class);
        repair();
        deployment.outside("R__x.sql", effect("one") + effect("three"));

        assertThat(deployment.migrate()).containsExactly("R__x.sql");

        assertThat(effects()).containsExactly("one", "two", "one", "three");
        assertNothingIsLeft();
    }

    @Test
    void aMixtureIsRefusedBeforeAnythingIsDone() {
        deployment.file(
                "V2__x.sql",
                effect("first") + "-- b\ncreate index concurrently e on effects (what);\n" + effect("third"));

        assertThatThrownBy(deployment::migrate).satisfies(failure -> assertThat(deployment.told(failure))
                .isEqualTo("Cannot apply FOLDER/V2__x.sql:3: this statement cannot run in a transaction, and those"
                        + " before it do: put it into a migration of its own"));
        assertThat(effects()).isEmpty();
        assertThat(deployment.history()).containsExactly("V1__effects.sql");
    }

    @Test
    void itsPlaceIsKeptWhenItGivesUp() throws Exception {
        deployment.outside("V2__x.sql", effect("first") + "\n  alter table effects add a int;");
        try (Connection reader = deployment.inTransaction("select from effects")) {
            assertThatThrownBy(() -> deployment
                            .migrations()
                            .withPatience(Duration.ofSeconds(1))
                            .migrate())
                    .hasMessageContaining("V2__x.sql:3: it waited 1 s for others\n  sqlstate: 55P03\n  blockers: pid ");
            assertThat(deployment.events)
                    .filteredOn(MigrationEvent.GaveWay.class::isInstance)
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(((MigrationEvent.GaveWay) event).blockers())
                            .extracting(Blocker::application)
                            .containsExactly("somebody"));
            reader.rollback();
        }

        assertThat(deployment.migrate()).containsExactly("V2__x.sql");
        assertThat(effects()).containsExactly("first");
        assertNothingIsLeft();
    }
}
