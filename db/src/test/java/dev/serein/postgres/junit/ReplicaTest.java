package dev.serein.postgres.junit;

import static dev.serein.postgres.junit.InjectionTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.Standby;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class ReplicaTest {
    @PostgresTest(migrations = "migration", standby = true)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class WithStandby {
        private static final String COUNT = "select count(*) from users";

        @Replica
        private ScratchDatabase field;

        private static void insert(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("insert into users (email, name) values ('ada@example.com', 'Ada')");
            }
        }

        @Test
        void a_readsAtTheReplica(
                ScratchDatabase database, Connection primary, @Replica Connection replica, Standby standby)
                throws SQLException {
            insert(primary);
            standby.awaitReplay();
            assertThat(ask(replica, COUNT)).isEqualTo("1");
            assertThatThrownBy(() -> insert(replica)).hasFieldOrPropertyWithValue("SQLState", "25006");
            assertThat(field.url()).isEqualTo(standby.url(database));
            assertThat(field.standby()).contains(standby);
            standby.pauseReplay();
        }

        @Test
        void b_beginsAtTheStateOfThePrimary(@Replica Connection replica) throws SQLException {
            assertThat(ask(replica, COUNT)).isEqualTo("0");
        }

        @RepeatedTest(2)
        void c_mayPromote(ScratchPostgres server, @Replica Connection replica, Standby standby) throws SQLException {
            standby.promote();
            insert(replica);
            assertThat(server.process().isRunning()).isTrue();
        }

        @Test
        void d_mayStop(Standby standby) {
            standby.process().kill();
        }

        @Test
        void e_andTheNextHasOneThatRuns(@Replica Connection replica) throws SQLException {
            assertThat(ask(replica, COUNT)).isEqualTo("0");
        }
    }

    @Test
    void givesTheSameDatabaseByWayOfAStandby() {
        Run.of(WithStandby.class).passed(6);
    }

    @PostgresTest(migrations = "migration")
    static class WithoutStandby {
        @Test
        void one(@Replica ScratchDatabase replica) {
            throw new AssertionError(replica);
        }

        @Test
        void two(Standby standby) {
            throw new AssertionError(standby);
        }
    }

    @Test
    void saysHowToAskForAStandby() {
        assertThat(Run.of(WithoutStandby.class).failures())
                .hasSize(2)
                .allMatch(message -> message.endsWith("The server of WithoutStandby has no standby\n"
                        + "  fix: ask for one: @PostgresTest(standby = true)"));
    }
}
