package dev.serein.postgres.junit;

import static dev.serein.postgres.junit.InjectionTest.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.Standby;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a method has done to the server of its class is no concern of the next one, nor of the end of the class. */
@DisabledOnOs(OS.WINDOWS)
class OwnServerTest {
    private static ScratchPostgres seen;

    @AfterEach
    void itEndedWithItsClass() {
        assertThat(seen.process().isRunning()).isFalse();
        assertThat(seen.process().dataFolder()).doesNotExist();
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    abstract static class Faults {
        private static void isEmptyBefore(Connection connection, ScratchPostgres server) throws SQLException {
            assertThat(ask(connection, "select count(*) from users")).isEqualTo("0");
            connection.createStatement().execute("insert into users (email, name) values ('ada@example.com', 'Ada')");
            seen = server;
        }

        @Test
        void a_kill(Connection connection, ScratchPostgres server) throws SQLException {
            isEmptyBefore(connection, server);
            server.process().kill();
        }

        @Test
        void b_stop(Connection connection, ScratchPostgres server) throws SQLException {
            isEmptyBefore(connection, server);
            server.process().stop();
        }

        @Test
        void c_pause(Connection connection, ScratchPostgres server) throws SQLException {
            isEmptyBefore(connection, server);
            server.process().pause();
        }

        @Test
        void d_killAgain(Connection connection, ScratchPostgres server) throws SQLException {
            isEmptyBefore(connection, server);
            server.process().kill();
        }
    }

    @PostgresTest(migrations = "migration", ownServer = true)
    static class OfTheClass extends Faults {}

    @Test
    void theDatabaseOfTheClassIsSetBackThough() {
        Run.of(OfTheClass.class).passed(4);
    }

    @PostgresTest(migrations = "migration", ownServer = true, isolation = Isolation.METHOD)
    static class OfEachMethod extends Faults {}

    @Test
    void eachMethodHasADatabaseThough() {
        Run.of(OfEachMethod.class).passed(4);
    }

    static class OfOneMethod {
        @Test
        @PostgresTest(migrations = "migration", ownServer = true)
        void paused(ScratchPostgres server) {
            seen = server;
            server.process().pause();
        }
    }

    @Test
    void theServerOfOneMethodEndsThough() {
        Run.of(OfOneMethod.class).passed(1);
    }

    @PostgresTest(migrations = "migration", standby = true)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class AfterFailover {
        @Test
        void a_failover(ScratchPostgres server, @Replica Connection replica, Standby standby) throws SQLException {
            seen = server;
            server.process().kill();
            standby.promote();
            replica.createStatement().execute("insert into users (email, name) values ('ada@example.com', 'Ada')");
        }

        @Test
        void b_next(Connection connection, @Replica Connection replica) throws SQLException {
            assertThat(ask(connection, "select count(*) from users")).isEqualTo("0");
            assertThat(ask(replica, "select count(*) from users")).isEqualTo("0");
        }

        @Test
        void c_failover(ScratchPostgres server, Standby standby) {
            server.process().kill();
            standby.promote();
        }
    }

    @Test
    void afterAFailoverThereIsAPairAgain() {
        Run.of(AfterFailover.class).passed(3);
    }
}
