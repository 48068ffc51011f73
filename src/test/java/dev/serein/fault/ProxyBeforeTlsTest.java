package dev.serein.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.connection.Certificates;
import dev.serein.connection.Certificates.Issued;
import dev.serein.postgres.fault.Direction;
import dev.serein.postgres.fault.Fate;
import dev.serein.postgres.fault.FaultyProxy;
import dev.serein.postgres.fault.Messages;
import dev.serein.postgres.fault.RoundTrip;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A proxy that loses bytes which it cannot read. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the test has a server of its own, whose configuration it changes")
class ProxyBeforeTlsTest {
    private static RestartableServer server;

    private final FaultyProxy proxy = FaultyProxy.before(server.url());

    @BeforeAll
    static void start() {
        server = RestartableServer.create();
        Issued issued = Certificates.server();
        server.turnTlsOn(issued.certificate(), issued.key());
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Connection connect(String mode) throws SQLException {
        URI url = URI.create(proxy.url());
        String[] user = url.getUserInfo().split(":");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + url.getPort() + url.getPath() + "?socketTimeout=20&sslmode=" + mode
                        + "&sslrootcert=" + Certificates.authority(),
                user[0],
                user[1]);
    }

    private static boolean isEncrypted(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    @Test
    void whatIsEncryptedArrivesAndIsCutAndDelayed() throws SQLException {
        try (Connection connection = connect("verify-full")) {
            assertThat(isEncrypted(connection)).isTrue();
            proxy.delay(Duration.ofMillis(100));
            long start = System.nanoTime();
            assertThat(isEncrypted(connection)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
            proxy.heal();
            proxy.cut();
            assertThatThrownBy(() -> isEncrypted(connection)).hasFieldOrPropertyWithValue("SQLState", "08006");
        }
    }

    @Test
    void aHandshakeIsCutAtAnyByte() throws SQLException {
        for (int bytes : new int[] {1, 8, 9, 300}) {
            for (Direction direction : Direction.values()) {
                proxy.cutNextAfter(bytes, direction);
                assertThatThrownBy(() -> connect("require")).isInstanceOf(SQLException.class);
            }
        }
        connect("require").close();
    }

    @Test
    void whoeverReadsAlongOffersNoTls() throws SQLException {
        Messages messages = proxy.messages();
        try (Connection connection = connect("prefer")) {
            assertThat(messages.during(() -> assertThat(isEncrypted(connection)).isFalse()))
                    .extracting(RoundTrip::statements)
                    .containsExactly(List.of("select ssl from pg_stat_ssl where pid = pg_backend_pid()"));
            messages.once(RoundTrip::executes, Fate.EAT);
            assertThatThrownBy(() -> isEncrypted(connection)).hasFieldOrPropertyWithValue("SQLState", "08006");
        }
        assertThatThrownBy(() -> connect("require")).hasMessage("The server does not support SSL.");
    }

    @Test
    void whatIsEncryptedAlreadyCannotBeRead() throws SQLException {
        try (Connection connection = connect("prefer")) {
            assertThat(isEncrypted(connection)).isTrue();
            assertThatThrownBy(proxy::messages)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("Messages can be read in clear text only, but a connection through the proxy is"
                            + " encrypted\n"
                            + "  fix: connect with sslmode=disable, after the first call of messages(); or use the"
                            + " faults that go through TLS: cut, cutAfter, blackHole, drop, delay, throttle");
        }
    }
}
