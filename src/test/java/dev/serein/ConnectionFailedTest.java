package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.connection.ConnectionSettings;
import dev.serein.postgres.junit.Scratch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class ConnectionFailedTest {
    @Scratch
    static MigratedDatabase migrated;

    private final ConnectionSettings good = ConnectionSettings.of(migrated.url());

    private static ConnectionFailed failureOf(String url) {
        ConnectionFailed failure = catchThrowableOfType(ConnectionFailed.class, () -> Database.open(url));
        assertThat(failure).isNotNull();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("canary", "postgresql://");
        return failure;
    }

    private String withPassword(String url) {
        return url.replaceFirst("//([^:@]+)(:[^@]*)?@", "//$1:canary@");
    }

    @Test
    void aWrongPassword() {
        assertThat(failureOf(withPassword(migrated.url()))).hasMessage("""
                        Cannot connect to %s as %s: the server refuses the password
                          sqlstate: 28P01
                          fix:      correct user and password""".formatted(good.address(), good.user()));
    }

    @Test
    void aDatabaseThatDoesNotExist() {
        String address = good.address().replace(good.database(), "nowhere");

        assertThat(failureOf(migrated.urlWith("/" + good.database(), "/nowhere")))
                .hasMessage("""
                        Cannot connect to %s as %s: there is no such database
                          sqlstate: 3D000
                          fix:      create it (createdb nowhere), or correct its name""".formatted(address, good.user()));
    }

    @Test
    void aPortWhereNothingListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThat(failureOf("postgresql://ada:canary@127.0.0.1:" + port + "/app"))
                .hasMessage("""
                        Cannot connect to 127.0.0.1:%d/app as ada: nothing answers there
                          sqlstate: 08001
                          fix:      start the server, or correct host and port""".formatted(port));
    }

    @Test
    void aHostThatIsNotKnown() {
        assertThat(failureOf("postgresql://ada:canary@no-such-host.invalid/app"))
                .hasMessage("""
                        Cannot connect to no-such-host.invalid:5432/app as ada: the host name is not known
                          sqlstate: 08001
                          fix:      correct the host""");
    }

    @Test
    void aServerThatAcceptsAndSaysNothing() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = mute.getLocalPort();
            assertThat(failureOf("postgresql://ada:canary@127.0.0.1:" + port + "/app?connect_timeout=1"))
                    .hasMessage("""
                            Cannot connect to 127.0.0.1:%d/app as ada: no answer in time
                              sqlstate: 08001
                              fix:      see that the server is well and that no firewall is in between""".formatted(port));
        }
    }

    @Test
    void aServerThatSpeaksAndNeverComesToAnEnd() throws IOException {
        try (ServerSocket chatty = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> chat(chatty));
            server.setDaemon(true);
            server.start();

            int port = chatty.getLocalPort();
            assertThat(failureOf(
                            "postgresql://ada:canary@127.0.0.1:" + port + "/app?connect_timeout=1&sslmode=disable"))
                    .hasMessageContaining(": no answer in time\n");
        }
    }

    /** Lets the client in, and goes on telling it a setting, each time before it gives up. */
    private static void chat(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            OutputStream out = client.getOutputStream();
            out.write(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 0});
            for (int i = 0; i < 50; i++) {
                out.write(new byte[] {'S', 0, 0, 0, 8, 'a', 0, 'b', 0});
                LockSupport.parkNanos(100_000_000);
            }
        } catch (IOException e) {
            // it has gone
        }
    }

    @Test
    void aServerWithoutTlsIsNotSpokenToWhenTlsIsRequired() {
        assertThat(failureOf(withPassword(migrated.url()) + "?sslmode=require"))
                .hasMessage("""
                        Cannot connect to %s as %s: the server does not offer TLS
                          sqlstate: 08004
                          fix:      turn it on there; or, if nobody else is on that network, say sslmode=disable""".formatted(good.address(), good.user()));
    }

    @Test
    void theStateCanBeAskedFor() {
        assertThat(failureOf(withPassword(migrated.url())).sqlState()).isEqualTo("28P01");
    }
}
