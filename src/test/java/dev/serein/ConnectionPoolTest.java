package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.connection.ConnectionSettings;
import dev.serein.connection.Credentials;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
    private static final Watch WATCH = new Watch(Duration.ofMinutes(1));
    private static ScratchDatabase scratch;

    @BeforeAll
    static void createDatabase() {
        scratch = ScratchPostgres.shared().createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        WATCH.close();
        scratch.close();
    }

    private static HikariDataSource pool(DatabaseOptions options) {
        return ConnectionPool.open(new OptionsReader(options).read(), WATCH);
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void elsewhere(String sql) throws SQLException {
        try (Connection connection = scratch.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void theOptionsReachTheSession() throws Exception {
        DatabaseOptions options = DatabaseOptions.of(scratch.url())
                .withApplicationName("shop")
                .withStatementTimeout(Duration.ofSeconds(7))
                .withLockTimeout(Duration.ofMillis(1500))
                .withIdleInTransactionTimeout(Duration.ofMinutes(3));
        try (HikariDataSource pool = pool(options);
                Connection connection = pool.getConnection()) {
            assertThat(ask(connection, "show application_name")).isEqualTo("shop");
            assertThat(ask(connection, "show statement_timeout")).isEqualTo("7s");
            assertThat(ask(connection, "show lock_timeout")).isEqualTo("1500ms");
            assertThat(ask(connection, "show idle_in_transaction_session_timeout"))
                    .isEqualTo("3min");
            // two seconds more than a statement may run
            assertThat(connection.getNetworkTimeout()).isEqualTo(9000);
            assertThat(pool.getPoolName()).isEqualTo("shop");
        }
    }

    @Test
    void theSocketTimeoutOfAUrlIsTheTimeOfAStatement() throws Exception {
        try (HikariDataSource pool = pool(DatabaseOptions.of(scratch.url() + "?socket_timeout=90"));
                Connection connection = pool.getConnection()) {
            assertThat(ask(connection, "show statement_timeout")).isEqualTo("90s");
            assertThat(connection.getNetworkTimeout()).isEqualTo(92_000);
        }
    }

    @Test
    void behindAPoolerNoDeadlineIsSessionState() throws Exception {
        String ofServer;
        try (Connection connection = scratch.dataSource().getConnection()) {
            ofServer = ask(connection, "select reset_val from pg_settings where name = 'statement_timeout'");
        }
        try (HikariDataSource pool = pool(DatabaseOptions.of(scratch.url()).withPooler(true));
                Connection connection = pool.getConnection()) {
            assertThat(ask(connection, "select setting from pg_settings where name = 'statement_timeout'"))
                    .isEqualTo(ofServer);
        }
    }

    @Test
    void hikariTakesEverySettingAsItIsSaid() {
        DatabaseOptions least = DatabaseOptions.of(scratch.url())
                .withPoolTimeout(Duration.ofMillis(250))
                .withIdleTimeout(Duration.ofSeconds(10))
                .withMaxLifetime(Duration.ofSeconds(30))
                .withPoolMax(2);
        try (HikariDataSource pool = pool(least)) {
            assertThat(pool.getConnectionTimeout()).isEqualTo(250);
            assertThat(pool.getValidationTimeout()).isEqualTo(250);
            assertThat(pool.getIdleTimeout()).isEqualTo(10_000);
            assertThat(pool.getMaxLifetime()).isEqualTo(30_000);
            assertThat(pool.getKeepaliveTime()).isZero();
            assertThat(pool.getMaximumPoolSize()).isEqualTo(2);
            assertThat(pool.getMinimumIdle()).isOne();
        }
        try (HikariDataSource pool = pool(DatabaseOptions.of(scratch.url()))) {
            assertThat(pool.getConnectionTimeout()).isEqualTo(5000);
            assertThat(pool.getValidationTimeout()).isEqualTo(2000);
            assertThat(pool.getIdleTimeout()).isEqualTo(30_000);
            assertThat(pool.getMaxLifetime()).isEqualTo(1_800_000);
            assertThat(pool.getKeepaliveTime()).isEqualTo(120_000);
            assertThat(pool.getMaximumPoolSize()).isEqualTo(10);
        }
    }

    @Test
    void aCallerWaitsAsLongAsIsSaidAndThePoolGrowsNoFurther() throws Exception {
        DatabaseOptions options =
                DatabaseOptions.of(scratch.url() + "?connection_limit=2").withPoolTimeout(Duration.ofMillis(300));
        List<Connection> held = new ArrayList<>();
        try (HikariDataSource pool = pool(options)) {
            held.add(pool.getConnection());
            held.add(pool.getConnection());

            long begun = System.nanoTime();
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
            assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isEqualTo(2);
        }
    }

    @Test
    void theProgramSaysHowLongConnectingMayTakeRoundedUpToASecond() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url =
                    "postgresql://ada@127.0.0.1:" + mute.getLocalPort() + "/app?sslmode=disable&connect_timeout=60";
            DatabaseOptions options = DatabaseOptions.of(url).withConnectTimeout(Duration.ofMillis(1));

            long begun = System.nanoTime();
            assertThatThrownBy(() -> Database.open(options))
                    .isInstanceOf(ConnectionFailed.class)
                    .hasMessageContaining("no answer in time");

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
        }
    }

    @Test
    void anIdleConnectionThatDiesIsReplacedUnseen() throws Exception {
        DatabaseOptions options =
                DatabaseOptions.of(scratch.url()).withPoolMax(1).withApplicationName("dying");
        try (HikariDataSource pool = poolThatLooksAtEveryConnection(options)) {
            String killed;
            try (Connection connection = pool.getConnection()) {
                killed = ask(connection, "select pg_backend_pid()");
            }
            elsewhere("select pg_terminate_backend(" + killed + ", 5000)");

            try (Connection connection = pool.getConnection()) {
                assertThat(ask(connection, "select pg_backend_pid()")).isNotEqualTo(killed);
            }
        }
    }

    /** Hikari trusts a connection that was in use half a second ago; here no test waits for that to pass. */
    private static HikariDataSource poolThatLooksAtEveryConnection(DatabaseOptions options) {
        System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "-1");
        try {
            return pool(options);
        } finally {
            System.clearProperty("com.zaxxer.hikari.aliveBypassWindowMs");
        }
    }

    @Test
    void openingFailsWithTheFirstAttempt() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "postgresql://ada:canary@127.0.0.1:" + port + "/app";
        catchThrowable(() -> Database.open(url)); // loads the classes

        long begun = System.nanoTime();
        assertThatThrownBy(() -> Database.open(url)).isInstanceOf(ConnectionFailed.class);

        // Hikari alone sleeps for a second
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void openingTakesOneConnection() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Credentials own = ownCredentials();
        DatabaseOptions options = DatabaseOptions.of(scratch.url() + "?sslmode=disable")
                .withPoolMax(1)
                .withCredentials(() -> {
                    asked.incrementAndGet();
                    return own;
                });
        try (HikariDataSource pool = pool(options);
                Connection connection = pool.getConnection()) {
            assertThat(ask(connection, "select 1")).isEqualTo("1");
            assertThat(asked).hasValue(1);
        }
    }

    private static Credentials ownCredentials() {
        String[] userInfo = URI.create(scratch.url()).getUserInfo().split(":", 2);
        return new Credentials(userInfo[0], userInfo.length == 1 ? null : userInfo[1]);
    }

    @Test
    void credentialsAreAskedForBeforeEveryConnection() throws Exception {
        String role = scratch.name() + "_rotating";
        elsewhere("create role " + role + " login password 'first'");
        AtomicReference<String> password = new AtomicReference<>("first");
        DatabaseOptions options = DatabaseOptions.of(scratch.url())
                .withPoolMax(3)
                .withPoolTimeout(Duration.ofSeconds(2))
                .withCredentials(() -> new Credentials(role, password.get()));
        try (HikariDataSource pool = pool(options);
                Connection old = pool.getConnection()) {
            assertThat(ask(old, "select current_user")).isEqualTo(role);

            elsewhere("alter role " + role + " password 'second'");
            assertThatThrownBy(pool::getConnection)
                    .hasRootCauseMessage("FATAL: password authentication failed for user \"" + role + "\"");

            password.set("second");
            try (Connection fresh = pool.getConnection()) {
                assertThat(ask(fresh, "select current_user")).isEqualTo(role);
            }
            assertThat(ask(old, "select current_user")).isEqualTo(role);
        } finally {
            elsewhere("drop role " + role);
        }
    }

    @Test
    void credentialsThatCannotBeHadAreAConnectionThatFailed() {
        IllegalStateException failure = new IllegalStateException("the vault is shut");
        DatabaseOptions options = DatabaseOptions.of(scratch.url()).withCredentials(() -> {
            throw failure;
        });

        assertThatThrownBy(() -> Database.open(options))
                .isInstanceOf(ConnectionFailed.class)
                .hasRootCause(failure)
                .hasMessage("""
                        Cannot connect to %s: the credentials could not be had
                          sqlstate: 08001
                          fix:      see the cause""", ConnectionSettings.of(scratch.url()).address());
    }
}
