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
        String said = keeping("always", Failing.class).errors();
        assertThat(SEEN).doesNotHaveDuplicates().hasSize(2);
        for (ScratchDatabase each : SEEN) {
            try (Connection connection = each.dataSource().getConnection()) {
                assertThat(ask(connection, "select count(*) from users")).isEqualTo("2");
            }
        }
        assertThat(said).isEqualTo(message("Failing.fails", SEEN.get(0)) + message("Failing.fails", SEEN.get(1)));
    }

    private static String message(String test, ScratchDatabase database) {
        return test + " failed; its database is kept\n  psql:    psql '" + database.url()
                + "'\n  until:   the end of this JVM\n";
    }

    @Test
    void itsDatabaseGoesWhereNoneIsToBeKept() {
        assertThat(keeping("never", Failing.class).errors()).isEmpty();
        assertThat(SEEN).hasSize(2).noneMatch(FailureTest::exists);
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
        String said = keeping("always", Holding.class).errors();
        assertThat(SEEN).hasSize(2);
        assertThat(SEEN.get(0)).isSameAs(SEEN.get(1));
        assertThat(said.replaceFirst("/serein_[0-9a-f]+_\\d+'", "/COPY'"))
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

    private static Run keeping(String what, Class<?> test) {
        String before = System.getProperty("serein.postgres.keep");
        System.setProperty("serein.postgres.keep", what);
        try {
            return Run.of(test);
        } finally {
            if (before == null) {
                System.clearProperty("serein.postgres.keep");
            } else {
                System.setProperty("serein.postgres.keep", before);
            }
        }
    }

    private static boolean exists(ScratchDatabase database) {
        try (ScratchDatabase other = ScratchPostgres.shared().createDatabase();
                Connection connection = other.dataSource().getConnection()) {
            return !ask(connection, "select count(*) from pg_database where datname = '" + database.name() + "'")
                    .equals("0");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
