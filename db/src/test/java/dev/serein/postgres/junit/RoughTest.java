package dev.serein.postgres.junit;

import static dev.serein.postgres.junit.InjectionTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Whatever a test does to its database, and whatever role it has, the next one begins as the first did. */
class RoughTest {
    private static void insert(ScratchDatabase database, String name) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into users (email, name) values ('" + name + "@example.com', '" + name + "')");
        }
    }

    private static String names(ScratchDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return ask(connection, "select coalesce(string_agg(name, ' ' order by name), '') from users");
        }
    }

    @PostgresTest(migrations = "migration")
    static class Closing {
        @BeforeAll
        static void before(ScratchDatabase database) throws SQLException {
            insert(database, "before");
        }

        @RepeatedTest(2)
        void closes(ScratchDatabase database) throws SQLException {
            assertThat(names(database)).isEqualTo("before");
            database.close();
        }
    }

    @Test
    void mayCloseItsDatabase() {
        Run.of(Closing.class).passed(2);
    }

    @PostgresTest(migrations = "migration")
    @TestClassOrder(ClassOrderer.OrderAnnotation.class)
    static class Outer {
        @Nested
        @Order(1)
        class First {
            @BeforeAll
            static void before(ScratchDatabase database) throws SQLException {
                insert(database, "first");
                fail("on purpose");
            }

            @Test
            void test() {}
        }

        @Nested
        @Order(2)
        class Second {
            @Test
            void test(ScratchDatabase database) throws SQLException {
                assertThat(names(database)).isEmpty();
            }
        }
    }

    @Test
    void aNestedClassThatCouldNotBeginLeavesNothing() {
        assertThat(Run.of(Outer.class).failures()).containsExactly("on purpose");
    }

    @PostgresTest(migrations = "migration")
    static class OfARoleThatMayNotSetBack {
        @RepeatedTest(2)
        void test(ScratchDatabase database) throws SQLException {
            assertThat(names(database)).isEmpty();
            insert(database, "x");
        }
    }

    @PostgresTest(migrations = "migration")
    static class HeldOfARoleThatMayNotSetBack {
        @Scratch
        static ScratchDatabase database;

        @RepeatedTest(2)
        void test() throws SQLException {
            assertThat(names(database)).isEmpty();
            insert(database, "x");
        }
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void hasANewDatabaseForEachMethodWhereTheRoleIsNotASuperuser() throws SQLException {
        try (ScratchPostgres server = ScratchPostgres.start();
                ScratchDatabase any = server.createDatabase()) {
            try (Connection connection = any.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create role poor login createdb password 'secret'");
            }
            System.setProperty("serein.postgres", any.url().replaceFirst("//[^@]*@", "//poor:secret@"));
            try (ScratchPostgres poor = ScratchPostgres.shared()) {
                assertThat(poor).isNotSameAs(server);
                Run.of(OfARoleThatMayNotSetBack.class).passed(2);
                assertThat(Run.of(HeldOfARoleThatMayNotSetBack.class).failures())
                        .containsExactly(notBack(
                                "HeldOfARoleThatMayNotSetBack",
                                "the role poor is not a superuser",
                                "the static field database"));
            } finally {
                System.clearProperty("serein.postgres");
            }
        }
    }

    @PostgresTest(migrations = "migration")
    static class LeavingATransactionOpen {
        static Connection open;

        @BeforeAll
        static void before(Connection connection) throws SQLException {
            open = connection;
            open.setAutoCommit(false);
            open.createStatement().execute("insert into users (email, name) values ('a@example.com', 'a')");
        }

        @RepeatedTest(2)
        void test() throws SQLException {
            assertThat(ask(open, "select string_agg(name, ' ' order by name) from users"))
                    .isEqualTo("a");
            open.createStatement().execute("insert into users (email, name) values ('b@example.com', 'b')");
        }
    }

    @Test
    void isToldIfATransactionIsLeftOpenBeforeItsMethods() {
        assertThat(Run.of(LeavingATransactionOpen.class).failures())
                .containsExactly(notBack(
                        "LeavingATransactionOpen",
                        "a transaction that was open before has written",
                        "what @BeforeAll was given"));
    }

    private static String notBack(String test, String why, String holder) {
        return "The database of " + test + " cannot be set back after " + test + ".test: " + why
                + "; and there can be no new one, as " + holder
                + " holds it\n  fix: take the database as a parameter of"
                + " the methods instead; or give " + test + ".test one of its own, with @PostgresTest on it, and take"
                + " that as its parameter";
    }
}
