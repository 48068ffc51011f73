package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.serein.fault.FakeServer;
import dev.serein.fault.FakeServer.Asks;
import dev.serein.fault.FakeServer.WhenAskedForTls;
import dev.serein.fault.RestartableServer;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectorTest {
    private static ConnectFailure failureOf(Connector connector) {
        ConnectFailure failure = catchThrowableOfType(ConnectFailure.class, connector::connect);
        return Objects.requireNonNull(failure, "It connected");
    }

    private static ConnectFailure failureOf(String url, Supplier<Credentials> credentials) {
        ConnectionSettings settings = ConnectionSettings.of(url, Map.of("HOME", "/nonexistent"));
        return failureOf(settings.connector(SessionSettings.of(settings), credentials));
    }

    private static void assertPasswordIsWanted(String url) {
        ConnectionSettings settings = ConnectionSettings.of(url, Map.of("HOME", "/nonexistent"));
        ConnectFailure failure = failureOf(settings.connector(SessionSettings.of(settings)));

        assertThat(failure.getMessage())
                .isEqualTo("Cannot connect to " + settings.address()
                        + " as ada: the server asks for a password, and none is said");
        assertThat(failure.fix()).isEqualTo("put it into the URL, PGPASSWORD or ~/.pgpass");
        assertThat(failure.isPermanent()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Asks.class)
    void aPasswordThatIsWantedAndNotSaidIsNamed(Asks asks) {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_NO, asks)) {
            assertPasswordIsWanted("postgresql://ada@127.0.0.1:" + server.port() + "/app?sslmode=disable");
        }
    }

    @Test
    void soItIsWithScram() {
        byte[] scram = "R\0\0\0\u0017\0\0\0\nSCRAM-SHA-256\0\0".getBytes(StandardCharsets.ISO_8859_1);
        try (ScriptedServer server = new ScriptedServer(List.of(() -> scram, () -> scram))) {
            assertPasswordIsWanted(server.url());
            assertPasswordIsWanted(server.url() + "&password=");
        }
    }

    @Test
    void credentialsAreAskedForOnceHoweverManyAttemptsItTakes() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            closed = socket.getLocalPort();
        }
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase()) {
            URI url = URI.create(scratch.url());
            String[] userInfo = url.getUserInfo().split(":", 2);
            AtomicInteger asked = new AtomicInteger();
            ConnectionSettings settings = ConnectionSettings.of(
                    "",
                    Map.of(),
                    Map.of(
                            "host",
                            "127.0.0.1,127.0.0.1",
                            "port",
                            closed + "," + url.getPort(),
                            "dbname",
                            scratch.name(),
                            "user",
                            "nobody"));
            Connector connector = settings.connector(SessionSettings.of(settings), () -> {
                asked.incrementAndGet();
                return new Credentials(userInfo[0], userInfo.length == 1 ? null : userInfo[1]);
            });

            connector.connect().connection().close();

            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void credentialsThatCannotBeHadAreTheReasonAndNobodyIsConnectedTo() {
        IllegalStateException shut = new IllegalStateException("the vault is shut");
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_NO, Asks.MD5)) {
            String url = "postgresql://ada@127.0.0.1:" + server.port() + "/app";

            ConnectFailure thrown = failureOf(url, () -> {
                throw shut;
            });
            ConnectFailure none = failureOf(url, () -> null);

            String text = "Cannot connect to 127.0.0.1:" + server.port() + "/app: the credentials could not be had";
            assertThat(thrown.getMessage()).isEqualTo(text);
            assertThat(thrown.getCause()).isSameAs(shut);
            assertThat(thrown.fix()).isEqualTo("see the cause");
            assertThat(thrown.isPermanent()).isFalse();
            assertThat(none.getMessage()).isEqualTo(text);
            assertThat(none.getCause()).hasMessage("The supplier of credentials gave null");
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void aFailureNamesTheUserThatWasTried() {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_NO, Asks.MD5)) {
            String address = "127.0.0.1:" + server.port() + "/app";

            assertThat(failureOf("postgresql://ada@" + address, () -> new Credentials("grace", "wrong"))
                            .getMessage())
                    .isEqualTo("Cannot connect to " + address + " as grace: the server refuses the password");
        }
    }

    @Test
    void aFailureCanBeSentElsewhere() throws Exception {
        ConnectFailure failure =
                failureOf("postgresql://ada@no-such-host.invalid/app", () -> new Credentials("a", "b"));

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        ConnectFailure read;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            read = (ConnectFailure) in.readObject();
        }

        assertThat(read.summary())
                .isEqualTo("Cannot connect to no-such-host.invalid:5432/app as a: the host name is not known");
        assertThat(read.facts()).isEqualTo(failure.facts());
        assertThat(read.fix()).isEqualTo("correct the host");
    }

    @Test
    void anAttemptThatWasCutIsNotInTime() {
        ConnectionSettings settings = ConnectionSettings.of("user=ada host=127.0.0.1", Map.of());
        Host host = settings.hosts().get(0);
        try (Attempt late = new Attempt(host, null, Tls.of(settings), Tls.Encryption.NONE);
                Attempt early = new Attempt(host, null, Tls.of(settings), Tls.Encryption.NONE)) {
            late.cutAfter(Duration.ZERO);
            early.cutAfter(Duration.ofHours(1));

            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!late.wasCut() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(late.wasCut()).isTrue();
            assertThat(late.isInTime()).isFalse();
            assertThat(early.isInTime()).isTrue();
            assertThat(early.wasCut()).isFalse();
        }
    }

    @Test
    void aMigrationHasNoDeadlineButNoticesAServerThatHasGone() throws Exception {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase()) {
            ConnectionSettings settings =
                    ConnectionSettings.of(scratch.url() + "?options=-c%20statement_timeout%3D5s", Map.of());
            try (Connection connection = settings.migrationDataSource().getConnection()) {
                assertThat(show(connection, "statement_timeout")).isEqualTo("0");
                assertThat(show(connection, "lock_timeout")).isEqualTo("0");
                assertThat(show(connection, "idle_in_transaction_session_timeout"))
                        .isEqualTo("0");
                assertThat(connection.getNetworkTimeout()).isZero();
            }
            Link link = settings.connector(SessionSettings.UNBOUNDED).connect();
            try (Connection connection = link.connection()) {
                assertThat(connection.isValid(1)).isTrue();
                assertThat(link.socket().getKeepAlive()).isTrue();
                assertThat(link.socket().getOption(ExtendedSocketOptions.TCP_KEEPIDLE))
                        .isEqualTo(60);
                assertThat(link.socket().getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL))
                        .isEqualTo(10);
                assertThat(link.socket().getOption(ExtendedSocketOptions.TCP_KEEPCOUNT))
                        .isEqualTo(6);
            }
        }
    }

    @Test
    void aMigrationGivesWayToOthersAndEndsWithItsClient() throws Exception {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase()) {
            ConnectionSettings settings = ConnectionSettings.of(scratch.url(), Map.of());
            Link link = settings.connector(SessionSettings.forMigrations(Duration.ofSeconds(3)))
                    .connect();
            assertThat(show(link.connection(), "lock_timeout")).isEqualTo("3s");
            assertThat(show(link.connection(), "statement_timeout")).isEqualTo("0");
            assertThat(show(link.connection(), "idle_session_timeout")).isEqualTo("0");
            assertThat(show(link.connection(), "tcp_keepalives_idle")).isEqualTo("15");
            assertThat(show(link.connection(), "client_connection_check_interval"))
                    .isEqualTo("1s");

            int process = link.connection().getBackendPID();
            Thread sleeper = new Thread(() -> {
                try (Statement statement = link.connection().createStatement()) {
                    statement.execute("select pg_sleep(600)");
                } catch (SQLException cut) {
                    // as it is meant to be
                }
            });
            sleeper.start();
            try (Connection other = settings.dataSource().getConnection()) {
                String sleeping =
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = " + process;
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> ask(other, sleeping).equals("1"));
                link.socket().close();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> ask(other, sleeping).equals("0"));
            }
            sleeper.join(20_000);
            assertThat(sleeper.isAlive()).isFalse();
        }
    }

    @EnabledOnOs(value = OS.LINUX, disabledReason = "the test ends and starts the server's own process")
    @Test
    void aMigrationGoesOverAUnixSocketToo(@TempDir Path folder) throws Exception {
        try (RestartableServer server = RestartableServer.create()) {
            server.writeHba("local all all password\nhost all all 127.0.0.1/32 password");
            server.stop();
            server.startWithSocketIn(folder);

            ConnectionSettings settings =
                    ConnectionSettings.of(server.url(), Map.of(), Map.of("host", folder.toString()));
            try (Connection connection = settings.migrationDataSource().getConnection()) {
                assertThat(show(connection, "statement_timeout")).isEqualTo("0");
            }
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        return ask(connection, "show " + setting);
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question)) {
            result.next();
            return result.getString(1);
        }
    }
}
