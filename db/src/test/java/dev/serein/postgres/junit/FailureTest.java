package dev.serein.postgres.junit;

import static dev.serein.postgres.junit.InjectionTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The database of a failed test is kept. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class FailureTest {
    private static final List<ScratchDatabase> SEEN = new ArrayList<>();
    private static List<String> existing;

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static void insertAndFail(ScratchDatabase database) throws SQLException {
        SEEN.add(database);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(ask(connection, "select count(*) from users")).isEqualTo("1");
            statement.execute("insert into users (email, name) values ('bob@example.com', 'Bob')");
        }
        fail("on purpose");
    }

    @PostgresTest(migrations = "migration")
    static class Failing {
        @BeforeAll
        static void before(Connection connection) throws SQLException {
            connection.createStatement().execute("insert into users (email, name) values ('ada@example.com', 'Ada')");
        }

        @RepeatedTest(2)
        void fails(ScratchDatabase database) throws SQLException {
            insertAndFail(database);
        }
    }

    @Test
    void itsDatabaseIsKeptAndTheNextMethodHasAnother() throws SQLException {
        String said = keeping("always", Failing.class).errors().replaceAll("until:   .*", "until:   UNTIL");
        assertThat(SEEN).doesNotHaveDuplicates().hasSize(2);
        assertThat(SEEN).allMatch(FailureTest::exists);
        assertThat(said).isEqualTo(message("Failing.fails", SEEN.get(0)) + message("Failing.fails", SEEN.get(1)));
    }

    private static String message(String test, ScratchDatabase database) {
        return test + " failed; its database is kept\n  psql:    psql '"
                + database.url().replaceFirst("//postgres:[^@]*@", "//postgres@") + "'\n  until:   UNTIL\n";
    }

    private static boolean exists(ScratchDatabase database) {
        return existing.contains(database.name());
    }

    @Test
    void itsDatabaseGoesWhereNoneIsToBeKept() {
        assertThat(keeping("never", Failing.class).errors()).isEmpty();
        assertThat(SEEN).hasSize(2).noneMatch(FailureTest::exists);
    }

    @PostgresTest(migrations = "migration")
    static class FailingBeforeItsMethods {
        @BeforeAll
        static void before(ScratchDatabase database) throws SQLException {
            SEEN.add(database);
            fail("on purpose");
        }

        @Test
        void test() {}
    }

    @Test
    void theDatabaseOfAClassThatFailedIsKept() {
        String said =
                keeping("always", FailingBeforeItsMethods.class).errors().replaceAll("until:   .*", "until:   UNTIL");
        assertThat(SEEN).hasSize(1).allMatch(FailureTest::exists);
        assertThat(said).isEqualTo(message("FailingBeforeItsMethods", SEEN.get(0)));
    }

    @PostgresTest(migrations = "migration")
    static class Holding {
        @Scratch
        static ScratchDatabase database;

        @BeforeAll
        static void before() throws SQLException {
            try (Connection connection = database.dataSource().getConnection()) {
                connection.createStatement().execute("insert into users (email, name) values ('a@example.com', 'Ada')");
            }
        }

        @RepeatedTest(2)
        void fails() throws SQLException {
            insertAndFail(database);
        }
    }

    @Test
    void whereTheClassHoldsItACopyIsKeptAndTheLastOneItself() {
        String said = keeping("always", Holding.class).errors().replaceAll("until:   .*", "until:   UNTIL");
        assertThat(SEEN).hasSize(2);
        assertThat(SEEN.get(0)).isSameAs(SEEN.get(1));
        assertThat(said.replaceFirst("/serein_[0-9a-z_]+'", "/COPY'"))
                .isEqualTo(message("Holding.fails", SEEN.get(0))
                                .replace("/" + SEEN.get(0).name() + "'", "/COPY'")
                        + message("Holding.fails", SEEN.get(1)));
    }

    @PostgresTest(migrations = "migration")
    static class Aborted {
        @Test
        void isAborted(ScratchDatabase database) {
            SEEN.add(database);
            abort("on purpose");
        }
    }

    @Test
    void anAbortedTestHasNotFailed() {
        assertThat(keeping("always", Aborted.class).errors()).isEmpty();
        assertThat(SEEN).hasSize(1).noneMatch(FailureTest::exists);
    }

    @Test
    void nothingIsKeptOnAServerOfContinuousIntegrationUnlessItIsSaid() {
        Properties always = new Properties();
        always.setProperty("serein.postgres.keep", "always");
        assertThat(KeptDatabase.isWanted(new Properties(), Map.of())).isTrue();
        assertThat(KeptDatabase.isWanted(new Properties(), Map.of("CI", "true")))
                .isFalse();
        assertThat(KeptDatabase.isWanted(always, Map.of("CI", "true"))).isTrue();
    }

    /** On a server that ends with the test, unlike one that is kept for its databases. */
    private static Run keeping(String what, Class<?> test) {
        try (ScratchPostgres own = ScratchPostgres.start();
                ScratchDatabase any = own.createDatabase()) {
            System.setProperty("serein.postgres.keep", what);
            System.setProperty("serein.postgres", any.url());
            try (ScratchPostgres same = ScratchPostgres.shared()) {
                Run run = Run.of(test);
                existing = databases(any);
                assertThat(same.toString()).isEqualTo(own.toString());
                return run;
            } finally {
                System.setProperty("serein.postgres.keep", "never");
                System.clearProperty("serein.postgres");
            }
        }
    }

    private static List<String> databases(ScratchDatabase any) {
        try (Connection connection = any.dataSource().getConnection()) {
            return List.of(ask(connection, "select string_agg(datname, ',') from pg_database")
                    .split(","));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
