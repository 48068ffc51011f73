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

/** Statements that wait for others without being in anybody's way, and what an interrupted run of them has left. */
@Timeout(60)
class ConcurrentStatementsTest {
    private static final String OTHERS = "insert into t select i, i from generate_series(1, 20) i";

    @TempDir
    Path folder;

    private Deployment deployment;

    @BeforeEach
    void create() {
        deployment = new Deployment(folder);
        deployment.file("V1__t.sql", "create table t (a int, b int)");
        deployment.migrate();
        deployment.events.clear();
    }

    @AfterEach
    void close() {
        deployment.close();
    }

    /** As an interrupted build leaves it. */
    private void leaveInvalid(String name, String columns) {
        deployment.run("insert into t values (1, 1), (1, 1)");
        deployment.fail("create unique index concurrently " + name + " on t (" + columns + ")");
        deployment.run("delete from t");
        assertThat(deployment.indexesOf("t")).hasSize(1).allMatch(index -> index.endsWith("is invalid"));
    }

    private List<String> rebuilt() {
        return deployment.events.stream()
                .filter(MigrationEvent.Rebuilding.class::isInstance)
                .map(event -> ((MigrationEvent.Rebuilding) event).index())
                .toList();
    }

    @Test
    void anInvalidIndexOfTheNameIsBuiltAgain() {
        leaveInvalid("t_a", "a");
        deployment.file("V2__t_a.sql", "create index concurrently t_a on t (a);");

        assertThat(deployment.migrate()).containsExactly("V2__t_a.sql");

        assertThat(deployment.indexesOf("t")).containsExactly("t_a");
        assertThat(deployment.ask("select indisunique from pg_index where indexrelid = 't_a'::regclass"))
                .containsExactly("f");
        assertThat(rebuilt()).containsExactly("public.t_a");
    }

    @Test
    void ifNotExistsDoesNotTakeItForTheIndex() {
        leaveInvalid("\"The Index\"", "a");
        deployment.file("V2__x.sql", "create index concurrently if not exists \"The Index\" on public . t (a)");

        deployment.migrate();

        assertThat(deployment.indexesOf("t")).containsExactly("The Index");
        assertThat(rebuilt()).containsExactly("public.\"The Index\"");
    }

    @Test
    void aValidIndexOfTheNameIsSomebodyElses() {
        deployment.run("create index t_a on t (b)");
        deployment.file("V2__t_a.sql", "create index concurrently t_a on t (a)");

        assertThatThrownBy(deployment::migrate)
                .isInstanceOf(MigrationFailed.class)
                .satisfies(
                        failure -> assertThat(deployment.told(failure))
                                .isEqualTo(
                                        "Cannot apply FOLDER/V2__t_a.sql:1: relation \"t_a\" already exists\n  sqlstate: 42P07"));

        assertThat(deployment.indexesOf("t")).containsExactly("t_a");
        assertThat(deployment.history()).containsExactly("V1__t.sql", "V2__t_a.sql failed");
    }

    @Test
    void itStaysSomebodyElsesTheNextTime() {
        aValidIndexOfTheNameIsSomebodyElses();
        deployment.migrations().repair();

        assertThatThrownBy(deployment::migrate).hasMessageContaining("relation \"t_a\" already exists");
    }

    @Test
    void anIndexWithoutANameIsKnownByWhatItWouldBe() {
        leaveInvalid("", "a");
        deployment.run("insert into t values (1, 1), (1, 1)");
        deployment.fail("create unique index concurrently on t (b)");
        deployment.run("delete from t");
        assertThat(deployment.indexesOf("t")).containsExactly("t_a_idx is invalid", "t_b_idx is invalid");
        deployment.file("V2__x.sql", "create unique index concurrently on t (a)");

        deployment.migrate();

        assertThat(deployment.indexesOf("t")).containsExactly("t_a_idx", "t_b_idx is invalid");
        assertThat(rebuilt()).containsExactly("public.t_a_idx");
    }

    @Test
    void aUniqueIndexThatCannotBeLeavesNothing() {
        deployment.run("insert into t values (1, 1), (1, 1)");
        deployment.file("V2__t_a.sql", "\n-- a\ncreate unique index concurrently t_a on t (a);");

        assertThatThrownBy(deployment::migrate).satisfies(failure -> assertThat(deployment.told(failure))
                .isEqualTo(
                        "Cannot apply FOLDER/V2__t_a.sql:3: could not create unique index \"t_a\"\n  sqlstate: 23505"));

        assertThat(deployment.indexesOf("t")).isEmpty();
        assertThat(deployment.history()).containsExactly("V1__t.sql", "V2__t_a.sql failed");
    }

    @Test
    void aBuildWaitsLongerThanTheLockTimeout() throws Exception {
        deployment.file("V2__t_a.sql", "create index concurrently t_a on t (a)");
        CompletableFuture<List<String>> migrated;
        try (Connection writer = deployment.inTransaction("insert into t values (1, 1)")) {
            migrated = deployment.migrateMeanwhile();
            await().pollDelay(Duration.ofMillis(600)).until(this::waits);
            writer.commit();
        }

        assertThat(migrated.join()).containsExactly("V2__t_a.sql");
        assertThat(deployment.indexesOf("t")).containsExactly("t_a");
        assertThat(rebuilt()).isEmpty();
    }

    private boolean waits() {
        return !deployment
                .ask("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .isEmpty();
    }

    @Test
    void afterAllPatienceABuildGivesUpAndIsGoneOnWith() throws Exception {
        deployment.file("V2__t_a.sql", "create index concurrently t_a on t (a)");
        try (Connection writer = deployment.inTransaction("insert into t values (1, 1)")) {
            assertThatThrownBy(() -> deployment
                            .migrations()
                            .withPatience(Duration.ofSeconds(1))
                            .migrate())
                    .satisfies(failure -> assertThat(deployment.told(failure))
                            .matches("Cannot apply FOLDER/V2__t_a.sql:1: it waited 1 s for others\n"
                                    + "  sqlstate: 55P03\n"
                                    + "  blockers: pid N \\(somebody, \\w+, 127.0.0.1, idle in transaction for N s\\)\n"
                                    + "  fix:      migrate again when those who hold the lock are done, or end them:"
                                    + " select pg_terminate_backend\\(\\d+\\)"));
            assertThat(deployment.history()).containsExactly("V1__t.sql");
            writer.commit();
        }

        assertThat(deployment.migrate()).containsExactly("V2__t_a.sql");
        assertThat(deployment.indexesOf("t")).containsExactly("t_a");
        assertThat(deployment.tables()).containsExactly("flyway_schema_history", "t");
    }

    @Test
    void anotherStatementGivesWay() throws Exception {
        deployment.outside("V2__c.sql", "alter table t add c int");
        CompletableFuture<List<String>> migrated;
        try (Connection reader = deployment.inTransaction("select from t")) {
            migrated = deployment.migrateMeanwhile();
            await().until(() -> deployment.events.stream()
                            .filter(MigrationEvent.GaveWay.class::isInstance)
                            .count()
                    >= 2);
            reader.commit();
        }

        assertThat(migrated.join()).containsExactly("V2__c.sql");
    }

    @Test
    void whatAnInterruptedReindexLeavesIsDropped() {
        deployment.run("create unique index t_a on t (a)");
        leaveInvalidCopies();
        deployment.file("V2__x.sql", "reindex index concurrently t_a");

        deployment.migrate();

        assertThat(deployment.indexesOf("t")).containsExactly("other_ccnew is invalid", "t_a");
        assertThat(rebuilt()).containsExactlyInAnyOrder("public.t_a_ccnew", "public.t_a_ccold1");
    }

    @Test
    void ofATableAllThatIsLeftIsDropped() {
        deployment.run("create unique index t_a on t (a)");
        leaveInvalidCopies();
        deployment.file("V2__x.sql", "reindex (verbose, concurrently) table public.t");

        deployment.migrate();

        assertThat(deployment.indexesOf("t")).containsExactly("t_a");
    }

    private void leaveInvalidCopies() {
        for (String name : List.of("t_a_ccnew", "t_a_ccold1", "other_ccnew")) {
            deployment.run("create index " + name + " on t (a)");
            deployment.run("update pg_index set indisvalid = false where indexrelid = '" + name + "'::regclass");
        }
    }

    @Test
    void anInterruptedDetachmentIsFinished() throws Exception {
        deployment.run("create table p (a int) partition by range (a)");
        deployment.run("create table p1 partition of p for values from (0) to (10)");
        try (Connection reader = deployment.inTransaction("select from p")) {
            try (Connection other = deployment.connect();
                    var statement = other.createStatement()) {
                statement.execute("set lock_timeout = 100");
                assertThatThrownBy(() -> statement.execute("alter table p detach partition p1 concurrently"))
                        .hasMessageContaining("lock timeout");
            }
            reader.commit();
        }
        assertThat(deployment.ask("select inhdetachpending from pg_inherits")).containsExactly("t");
        deployment.file("V2__x.sql", "alter table p detach partition p1 concurrently");

        deployment.migrate();

        assertThat(deployment.ask("select inhdetachpending from pg_inherits")).isEmpty();
    }

    @Test
    void theNextIndexOfAFileIsBuiltThoughTheFirstIsThere() {
        deployment.run(OTHERS);
        deployment.file(
                "V2__x.sql",
                "create index concurrently t_a on t (a);\nset maintenance_work_mem = '8MB';\n"
                        + "create unique index concurrently t_b on t (b);\ndrop index concurrently t_a;\n"
                        + "vacuum t;\nreindex table concurrently t;");

        deployment.migrate();

        assertThat(deployment.indexesOf("t")).containsExactly("t_b");
        assertThat(deployment.tables()).containsExactly("flyway_schema_history", "t");
    }
}
