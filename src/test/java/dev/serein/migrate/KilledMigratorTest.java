package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A migrator is killed with SIGKILL in the middle of what it does; the next one completes it. */
@Timeout(120)
class KilledMigratorTest {
    private static final String SLEEP =
            "select pg_sleep(60) where not exists (select from effects where what = 'go on');";
    private static final String SLEEPING = "query like '%pg_sleep%' and state = 'active'";

    @TempDir
    Path folder;

    private Deployment deployment;

    @BeforeEach
    void create() {
        deployment = new Deployment(folder);
        deployment.file(
                "V1__t.sql",
                "create table t (a int, b int); insert into t select i, i from generate_series(1, 100) i;"
                        + " create table u (a int, b int); create table effects (what text);");
        deployment.migrate();
    }

    @AfterEach
    void close() {
        deployment.close();
    }

    /** Kills a migrator when the server does this, and waits until no session of it is left. */
    private void killWhile(String doing) throws Exception {
        MigratorProcess migrator = MigratorProcess.start(deployment.url(), folder);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> !sessions(doing).isEmpty());
        } finally {
            migrator.kill();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> sessions("true").isEmpty());
    }

    private List<String> sessions(String condition) {
        return deployment.ask("select pid from pg_stat_activity where datname = current_database()"
                + " and application_name = 'migrator' and " + condition);
    }

    private void assertComplete(String... applied) {
        assertThat(deployment.migrate()).containsExactly(applied);
        assertThat(deployment.tables()).containsExactly("effects", "flyway_schema_history", "t", "u");
        assertThat(deployment.history()).noneMatch(entry -> entry.endsWith("failed"));
        assertThat(deployment.ask("select indexrelid::regclass from pg_index where not indisvalid"))
                .isEmpty();
        assertThat(deployment.migrate()).isEmpty();
    }

    @Test
    void inATransactionalMigration() throws Exception {
        deployment.file("V2__x.sql", "insert into effects values ('V2'); " + SLEEP + " create table made (a int);");

        killWhile(SLEEPING);
        assertThat(deployment.ask("select what from effects")).isEmpty();
        deployment.run("insert into effects values ('go on')");

        assertThat(deployment.migrate()).containsExactly("V2__x.sql");
        assertThat(deployment.ask("select what from effects")).containsExactly("go on", "V2");
        assertThat(deployment.tables()).containsExactly("effects", "flyway_schema_history", "made", "t", "u");
    }

    @Test
    void inAConcurrentIndexBuild() throws Exception {
        deployment.file(
                "V2__x.sql",
                "create index concurrently t_a on t (a);\ncreate unique index concurrently u_a on u (a);\n"
                        + "create index concurrently t_b on t (b);");

        killWhileItBuildsOnU();
        String first = oidOf("t_a");
        assertThat(deployment.indexesOf("u")).containsExactly("u_a is invalid");
        assertThat(deployment.ask("select statement || state from flyway_schema_history_steps order by 1"))
                .containsExactly("0BEGUN", "1DONE", "2BEGUN");

        assertComplete("V2__x.sql");
        assertThat(deployment.indexesOf("t")).containsExactly("t_a", "t_b");
        assertThat(deployment.indexesOf("u")).containsExactly("u_a");
        assertThat(oidOf("t_a")).isEqualTo(first);
    }

    @Test
    void inTheBuildOfAnIndexWithoutAName() throws Exception {
        deployment.file("V2__x.sql", "create index concurrently on only public.u using btree (lower(b::text), a)");

        killWhileItBuildsOnU();
        assertThat(deployment.indexesOf("u")).containsExactly("u_lower_a_idx is invalid");

        assertComplete("V2__x.sql");
        assertThat(deployment.indexesOf("u")).containsExactly("u_lower_a_idx");
    }

    @Test
    void behindAStatementThatItHasNotWrittenDown() throws Exception {
        deployment.file(
                "V2__x.sql",
                "create index concurrently t_a on t (a);\ncreate index concurrently on t (b);\n"
                        + "drop index concurrently t_c;\ncreate unique index concurrently u_a on u (a);");
        deployment.run("create index t_c on t (b)");
        killWhileItBuildsOnU();
        List<String> before = List.of(oidOf("t_a"), oidOf("t_b_idx"));

        deployment.run("update flyway_schema_history_steps set state = 'BEGUN'");

        assertComplete("V2__x.sql");
        assertThat(List.of(oidOf("t_a"), oidOf("t_b_idx"))).isEqualTo(before);
        assertThat(deployment.indexesOf("t")).containsExactly("t_a", "t_b_idx");
        assertThat(deployment.indexesOf("u")).containsExactly("u_a");
    }

    private String oidOf(String index) {
        return deployment.ask("select '" + index + "'::regclass::oid").get(0);
    }

    /** Which waits for somebody who writes to that table. */
    private void killWhileItBuildsOnU() throws Exception {
        try (Connection writer = deployment.inTransaction("insert into u values (-1, -1)")) {
            killWhile("wait_event_type = 'Lock'");
            writer.rollback();
        }
    }

    @Test
    void betweenStatementsOfOneFile() throws Exception {
        deployment.outside(
                "V2__x.sql",
                "set search_path = public;\ninsert into effects values ('first');\n"
                        + "insert into effects values ('second');\n"
                        + SLEEP + "\n"
                        + "insert into effects values ('third');");

        killWhile(SLEEPING);
        assertThat(deployment.ask("select statement || state from flyway_schema_history_steps order by 1"))
                .containsExactly("0BEGUN", "1DONE", "2DONE", "3DONE", "4BEGUN");
        deployment.run("insert into effects values ('go on')");

        assertComplete("V2__x.sql");
        assertThat(deployment.ask("select what from effects")).containsExactly("first", "second", "go on", "third");
    }

    @Test
    void betweenMigrations() throws Exception {
        deployment.outside("V2__x.sql", "insert into effects values ('V2');");
        deployment.file("V3__y.sql", SLEEP + " insert into effects values ('V3')");

        killWhile(SLEEPING);
        deployment.run("insert into effects values ('go on')");

        assertComplete("V3__y.sql");
        assertThat(deployment.ask("select what from effects")).containsExactly("V2", "go on", "V3");
    }

    @Test
    void whileItWaitsForItsTurn() throws Exception {
        deployment.file("V2__x.sql", "insert into effects values ('V2')");
        long key = 77_431_708_279_161L + "\"public\".\"flyway_schema_history\"".hashCode(); // Flyway's
        try (Connection holder = deployment.inTransaction("select pg_advisory_lock(" + key + ")")) {
            killWhile("query like '%advisory%'");
            holder.rollback();
        }

        assertComplete("V2__x.sql");
    }
}
