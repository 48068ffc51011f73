package dev.serein.postgres.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultyProxyTest {
    /** Says back what it hears. */
    private final ServerSocket echo = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));

    private final ConcurrentLinkedQueue<String> ends = new ConcurrentLinkedQueue<>();
    private final FaultyProxy proxy = FaultyProxy.before("127.0.0.1", echo.getLocalPort());

    FaultyProxyTest() throws IOException {
        Thread accepting = new Thread(() -> {
            try {
                while (true) {
                    Socket socket = echo.accept();
                    new Thread(() -> echo(socket)).start();
                }
            } catch (IOException closed) {
                // the end of the test
            }
        });
        accepting.start();
    }

    private void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
            ends.add("end");
        } catch (IOException e) {
            ends.add("reset");
        }
    }

    @BeforeEach
    void forgetTheProbe() { // the proxy has looked whether somebody answers
        await().until(() -> ends.size() == 1);
        ends.clear();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hear(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(100);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(10_000);
    }

    @Test
    void forwardsAndTellsTheEnd() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "hello");
            assertThat(hear(socket, 5)).isEqualTo("hello");
            assertThat(proxy.connections()).isEqualTo(1);
            socket.shutdownOutput();
            assertThat(hear(socket, 1)).isEmpty();
        }
        await().until(() -> proxy.connections() == 0);
        assertThat(proxy.accepted()).isEqualTo(1);
        assertThat(ends).containsExactly("end");
    }

    @Test
    void aBlackHoleHoldsBackUntilItIsHealed() throws IOException {
        try (Socket before = connect()) {
            say(before, "1");
            assertThat(hear(before, 1)).isEqualTo("1");

            proxy.blackHole();
            say(before, "2");
            assertSilent(before);
            try (Socket during = connect()) {
                say(during, "3");
                assertSilent(during);

                proxy.heal();
                assertThat(hear(during, 1)).isEqualTo("3");
            }
            assertThat(hear(before, 1)).isEqualTo("2");
        }
    }

    @Test
    void theServerDoesNotHearOfAnEndInTheBlackHole() throws IOException {
        Socket socket = connect();
        say(socket, "1");
        assertThat(hear(socket, 1)).isEqualTo("1");
        proxy.blackHole();
        socket.close();
        try (Socket other = connect()) {
            assertSilent(other);
            assertThat(ends).isEmpty();
            proxy.heal();
            await().until(() -> !ends.isEmpty());
        }
    }

    @Test
    void cutsBothSidesWithAResetInTheBlackHoleToo() throws IOException {
        try (Socket one = connect();
                Socket two = connect()) {
            say(one, "1");
            assertThat(hear(one, 1)).isEqualTo("1");
            say(two, "2");
            assertThat(hear(two, 1)).isEqualTo("2");
            proxy.blackHole();
            say(two, "3");
            proxy.cut();

            assertThatThrownBy(() -> one.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> two.getInputStream().read()).isInstanceOf(SocketException.class);
            await().until(() -> ends.size() == 2);
            assertThat(ends).containsOnly("reset");
            assertThat(proxy.connections()).isZero();
        }
    }

    @Test
    void refusesAndAcceptsOnTheSamePort() throws IOException {
        try (Socket open = connect()) {
            await().until(() -> proxy.accepted() == 1);
            for (int i = 0; i < 20; i++) {
                proxy.refuse();
                assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
                proxy.accept();
                connect().close();
            }
            say(open, "still here");
            assertThat(hear(open, 10)).isEqualTo("still here");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
