package dev.serein.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class RestartableServerTest {
    private static final RestartableServer SERVER = RestartableServer.create();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + SERVER.url().replaceFirst("//([^:]+):([^@]+)@(.*)", "//$3?user=$1&password=$2"));
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void whatWasCommittedIsThereAfterAStop() throws SQLException {
        SERVER.execute("create table kept (id int)");
        try (Connection connection = connect()) {
            SERVER.stop();
            assertThatThrownBy(() -> ask(connection, "select 1"))
                    .hasMessageContaining("terminating connection due to administrator command");
        }
        assertThatThrownBy(RestartableServerTest::connect).hasMessageContaining("refused");

        SERVER.start();
        assertThat(SERVER.ask("select count(*) from kept")).isEqualTo("0");
    }

    @Test
    void aKilledServerSaysNothing() throws SQLException {
        try (Connection connection = connect()) {
            SERVER.kill();
            assertThatThrownBy(() -> ask(connection, "select 1")).hasFieldOrPropertyWithValue("SQLState", "08006");
        }
        SERVER.start();
        try (Connection connection = connect()) {
            assertThat(ask(connection, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aParameterHoldsAtOnce() throws SQLException {
        try (Connection open = connect()) {
            for (String value : new String[] {"on", "off", "on", "off"}) {
                SERVER.configure("default_transaction_read_only", value);
                try (Connection fresh = connect()) {
                    assertThat(ask(fresh, "show default_transaction_read_only")).isEqualTo(value);
                }
                await().until(() ->
                        ask(open, "show default_transaction_read_only").equals(value));
            }
        }
    }

    @Test
    void theClientAuthenticationHoldsAtOnce() throws SQLException {
        SERVER.writeHba("host all all 127.0.0.1/32 reject");
        assertThatThrownBy(RestartableServerTest::connect).hasMessageContaining("pg_hba.conf rejects connection");
        assertThatThrownBy(() -> SERVER.writeHba("host all all 127.0.0.1/32 nonsense"))
                .hasMessage("The server cannot read its pg_hba.conf: invalid authentication method \"nonsense\"");
        SERVER.writeHba("host all all 127.0.0.1/32 password");
        connect().close();
    }

    @Test
    void countsTheStatementsOfOthers() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(3);
        try (Connection one = connect();
                Connection two = connect();
                Connection idle = connect()) {
            Future<String> first = callers.submit(() -> ask(one, "select pg_sleep(60)"));
            Future<String> second = callers.submit(() -> ask(two, "select pg_sleep(60)"));
            await().until(() -> SERVER.activeStatements() == 2);
            assertThat(SERVER.sessions()).isEqualTo(3);
            SERVER.execute("select pg_terminate_backend(pid) from pg_stat_activity where state = 'active'"
                    + " and pid <> pg_backend_pid()");
            assertThatThrownBy(first::get).hasMessageContaining("terminating connection");
            assertThatThrownBy(second::get).hasMessageContaining("terminating connection");
            await().until(() -> SERVER.activeStatements() == 0);
            assertThat(ask(idle, "select 1")).isEqualTo("1");
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void leavesNothingWhetherItRunsAgainOrNot() {
        for (int restarts = 0; restarts <= 1; restarts++) {
            RestartableServer server = RestartableServer.create();
            Path data = server.dataFolder();
            server.kill();
            if (restarts == 1) {
                server.start();
            }
            server.close();
            assertThat(data.getParent()).doesNotExist();
            assertThat(ProcessHandle.allProcesses()
                            .flatMap(process -> process.info().commandLine().stream())
                            .filter(line -> line.contains(data.toString())))
                    .isEmpty();
        }
    }
}
