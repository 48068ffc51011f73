package dev.serein.postgres.junit;

import static dev.serein.postgres.junit.InjectionTest.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What one method sees of what another has written. */
class IsolationTest {
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void forget() {
        NAMES.clear();
    }

    static void insertsTheOnlyUser(ScratchDatabase database, Connection connection) throws SQLException {
        NAMES.add(database.name());
        assertThat(ask(connection, "select count(*) from users")).isEqualTo("0");
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into users (email, name) values ('ada@example.com', 'Ada')");
        }
    }

    @PostgresTest(migrations = "migration")
    static class OfTheClass {
        @RepeatedTest(3)
        void one(ScratchDatabase database, Connection connection) throws SQLException {
            insertsTheOnlyUser(database, connection);
        }
    }

    @Test
    void aMethodSeesNothingOfAnother() {
        Run.of(OfTheClass.class).passed(3);
    }

    @PostgresTest(migrations = "migration", isolation = Isolation.METHOD)
    static class OfEachMethod {
        @RepeatedTest(3)
        void one(ScratchDatabase database, Connection connection) throws SQLException {
            insertsTheOnlyUser(database, connection);
        }
    }

    @Test
    void eachMethodHasADatabaseOfItsOwn() {
        Run.of(OfEachMethod.class).passed(3);
        assertThat(NAMES).hasSize(3);
    }

    @PostgresTest(migrations = "migration", isolation = Isolation.NONE)
    static class Shared {
        @RepeatedTest(3)
        void one(ScratchDatabase database, Connection connection) throws SQLException {
            if (NAMES.add(database.name())) {
                assertThat(ask(connection, "select count(*) from users")).isEqualTo("0");
                try (Statement statement = connection.createStatement()) {
                    statement.execute("insert into users (email, name) values ('ada@example.com', 'Ada')");
                }
            }
            assertThat(ask(connection, "select count(*) from users")).isEqualTo("1");
        }
    }

    @Test
    void methodsThatShareADatabaseSeeAll() {
        Run.of(Shared.class).passed(3);
        assertThat(NAMES).hasSize(1);
    }

    @PostgresTest(migrations = "migration")
    static class AtTheSameTime {
        static CountDownLatch all;

        void test(ScratchDatabase database, Connection connection) throws Exception {
            insertsTheOnlyUser(database, connection);
            all.countDown();
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        }

        @Test
        void one(ScratchDatabase database, Connection connection) throws Exception {
            test(database, connection);
        }

        @Test
        void two(ScratchDatabase database, Connection connection) throws Exception {
            test(database, connection);
        }

        @Test
        void three(ScratchDatabase database, Connection connection) throws Exception {
            test(database, connection);
        }
    }

    @Test
    void methodsThatRunAtTheSameTimeHaveOneEach() {
        AtTheSameTime.all = new CountDownLatch(3);
        Run.inParallel(AtTheSameTime.class).passed(3);
        assertThat(NAMES).hasSize(3);
    }
}
