package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.MigrationFailed;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No part of a migration is applied twice, and none is left out, whatever it holds. */
class AppliedOnceTest {
    @TempDir
    Path folder;

    private Deployment deployment;

    @BeforeEach
    void create() {
        deployment = new Deployment(folder);
        deployment.file("V1__t.sql", "create table t (n int);\ncreate table busy (n int);");
        deployment.migrate();
    }

    @AfterEach
    void close() {
        deployment.close();
    }

    private MigrationFailed failure() {
        return catchThrowableOfType(MigrationFailed.class, () -> deployment
                .migrations()
                .withPatience(Duration.ofSeconds(1))
                .migrate());
    }

    @Test
    void aMigrationThatCommitsItselfIsRefused() {
        deployment.file("V2__x.sql", "insert into t values (1);\ncommit;\nalter table busy add column x int;");

        assertThat(deployment.told(failure()))
                .startsWith(
                        "Cannot apply FOLDER/V2__x.sql:2: the migration is a transaction already, which is begun and"
                                + " committed around the file: take this statement out");
        assertThat(deployment.ask("select count(*) from t")).containsExactly("0");
        assertThat(deployment.history()).containsExactly("V1__t.sql");
    }

    @Test
    void savepointsOfItsOwnAreNot() {
        deployment.file(
                "V2__x.sql",
                "savepoint a;\ninsert into t values (1);\nrollback to a;\nrollback work to savepoint a;\n"
                        + "insert into t values (2);");

        deployment.migrate();

        assertThat(deployment.ask("select n from t")).containsExactly("2");
    }

    @Test
    void oneThatLetsGoOfTheLockIsRefused() {
        deployment.file("V2__x.sql", "insert into t values (1);\nselect pg_advisory_unlock_all();");

        assertThat(deployment.told(failure()))
                .startsWith("Cannot apply FOLDER/V2__x.sql:2: this statement would let go of the lock that keeps other"
                        + " migrators away: take it out");
        assertThat(deployment.ask("select count(*) from t")).containsExactly("0");
    }

    @Test
    void whatFailsAtCommitIsNotToldAsApplied() throws Exception {
        deployment.run("create table p (id int primary key); insert into p values (1);"
                + " create table c (p int references p deferrable initially deferred)");
        deployment.file("V2__x.sql", "insert into c values (1);");
        try (Connection holder = deployment.inTransaction("select * from p for update")) {
            assertThat(failure().outcome().applied()).isEmpty();
            holder.rollback();
        }
        deployment.events.clear();

        assertThat(deployment.migrate()).containsExactly("V2__x.sql");
        assertThat(deployment.events.stream().filter(MigrationEvent.Done.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aProcedureThatCommitsIsNotRepeated() throws Exception {
        deployment.run("create procedure p() language plpgsql as $$ begin insert into t values (1); commit;"
                + " alter table busy add column x int; end $$");
        deployment.outside("V2__x.sql", "call p();");
        try (Connection reader = deployment.inTransaction("select * from busy")) {
            assertThatThrownBy(deployment::migrate).isInstanceOf(MigrationFailed.class);
            reader.rollback();
        }

        assertThat(deployment.ask("select count(*) from t")).containsExactly("1");
        assertThat(deployment.history()).containsExactly("V1__t.sql", "V2__x.sql failed");
    }

    @Test
    void aStatementOutsideIsCommittedTogetherWithTheNoteOfIt() {
        deployment.outside("V2__x.sql", "insert into t values (1);\nselect 1 / 0;");

        assertThatThrownBy(deployment::migrate).isInstanceOf(MigrationFailed.class);

        assertThat(deployment.ask("select t.xmin = s.xmin from t, flyway_schema_history_steps s where s.statement = 1"))
                .containsExactly("t");
    }

    @Test
    void anotherHistoryDoesNotBeginInTheMiddle() {
        deployment.file(
                "V2__x.sql", "create index concurrently t_a on t (n);\ncreate index concurrently t_b on t (nope);");
        assertThatThrownBy(deployment::migrate).isInstanceOf(MigrationFailed.class);
        deployment.run("drop table flyway_schema_history, t; create table t (n int)");
        deployment.file(
                "V2__x.sql", "create index concurrently t_a on t (n);\ncreate index concurrently t_b on t (n);");

        deployment.migrations().baseline("1", "again");
        deployment.migrate();

        assertThat(deployment.indexesOf("t")).containsExactly("t_a", "t_b");
    }
}
