package dev.serein.postgres.junit;

import static dev.serein.postgres.junit.InjectionTest.ask;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scripts that run before a method, and those that are part of the template. */
class ScriptsTest {
    private static final String USERS = "select string_agg(name, ', ' order by name) from users";

    @PostgresTest(migrations = "migration")
    @Sql("ada.sql")
    static class Before {
        @BeforeEach
        void before(Connection connection) throws SQLException {
            assertThat(ask(connection, USERS)).startsWith("Ada");
        }

        @Test
        @Sql("classpath:scripts/bob.sql")
        void one(Connection connection) throws SQLException {
            assertThat(ask(connection, USERS)).isEqualTo("Ada, Bob");
        }

        @Test
        void two(Connection connection) throws SQLException {
            assertThat(ask(connection, USERS)).isEqualTo("Ada");
        }

        @Test
        @Sql("src/test/resources/scripts/bob.sql")
        void three(Connection connection) throws SQLException {
            assertThat(ask(connection, USERS)).isEqualTo("Ada, Bob");
        }
    }

    @Test
    void runBeforeEachMethodThoseOfTheClassFirst() {
        Run.of(Before.class).passed(3);
    }

    @PostgresTest(
            migrations = "migration",
            scripts = {"ada.sql", "classpath:scripts/bob.sql"})
    static class OfTheTemplate {
        @Test
        void one(Connection connection) throws SQLException {
            assertThat(ask(connection, USERS)).isEqualTo("Ada, Bob");
        }
    }

    @Test
    void areCopiedWithTheTemplate() {
        Run.of(OfTheTemplate.class).passed(1);
    }

    @PostgresTest(migrations = "migration")
    static class Wrong {
        @Test
        @Sql("classpath:scripts/wrong.sql")
        void fails() {}

        @Test
        @Sql("classpath:scripts/psql.sql")
        void isNotSql() {}

        @Test
        @Sql("classpath:scripts/copy.sql")
        void copies() {}

        @Test
        @Sql("nothing.sql")
        void isNotThere() {}

        @Test
        @Sql("classpath:nothing.sql")
        void isNotOnTheClassPath() {}
    }

    @Test
    void saysWhereAScriptFails() {
        assertThat(Run.of(Wrong.class).failures())
                .containsExactlyInAnyOrder(
                        "Cannot run target/test-classes/scripts/wrong.sql:4:3: column \"nick_name\" of relation \"users\""
                                + " does not exist",
                        "Cannot run target/test-classes/scripts/psql.sql:2: psql's own commands are not SQL"
                                + "\n  fix: write SQL, or run the script with psql",
                        "Cannot run target/test-classes/scripts/copy.sql:2: rows to be copied cannot follow in a script"
                                + "\n  fix: write insert into ... values",
                        "There is no script nothing.sql, neither beside " + Wrong.class.getName() + " nor in "
                                + java.nio.file.Path.of("").toAbsolutePath()
                                + "\n  fix: write it, or name another; classpath: before the name looks in the whole"
                                + " class path",
                        "There is no script nothing.sql on the class path\n  fix: write it, or name another");
    }
}
