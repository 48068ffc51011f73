package dev.serein.postgres.fault;

import static dev.serein.postgres.fault.Direction.TO_CLIENT;
import static dev.serein.postgres.fault.Direction.TO_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the bytes, whatever they mean: a client's socket and a server's, with the proxy between them. */
@Timeout(30)
class ByteFaultTest {
    private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    private final FaultyProxy proxy = FaultyProxy.before("127.0.0.1", door.getLocalPort());
    private Socket client;
    private Socket server;

    ByteFaultTest() throws IOException {}

    @BeforeEach
    void letInTheProbe() throws IOException {
        door.accept().close();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        client.close();
        server.close();
        door.close();
    }

    private void connect() throws IOException {
        client = new Socket("127.0.0.1", proxy.port());
        client.setSoTimeout(10_000);
        server = door.accept();
        server.setSoTimeout(10_000);
        send(client, 1, 0); // the first byte says that this is not PostgreSQL's protocol
        receive(server, 1);
    }

    /** So many bytes, which are numbered. */
    private static byte[] numbered(int count, int from) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (from + i + 'A');
        }
        return bytes;
    }

    private static void send(Socket from, int count, int first) throws IOException {
        from.getOutputStream().write(numbered(count, first));
    }

    private static void receive(Socket to, int count) throws IOException {
        assertThat(to.getInputStream().readNBytes(count)).hasSize(count);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(100);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(10_000);
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessage("Connection reset");
    }

    private static byte[] all(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(all);
        return all.toByteArray();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void theServerHasExactlySoManyBytesAndTheClientAReset() throws IOException {
        for (int bytes : new int[] {1, 2, 99, 16_384, 16_385, 1_000_000}) {
            proxy.cutNextAfter(bytes, TO_SERVER);
            client = new Socket("127.0.0.1", proxy.port());
            client.setSoTimeout(10_000);
            server = door.accept();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    send(client, bytes + 100_000, 0);
                } catch (IOException cut) {
                    // it has more to say than may arrive
                }
            });

            assertThat(all(server)).isEqualTo(numbered(bytes, 0));
            sending.join();
            assertReset(client);
            server.close();
        }
        assertThat(proxy.accepted()).isEqualTo(6);
    }

    @Test
    void theClientHasExactlySoManyBytesAndTheServerAResetOnEachConnection() throws IOException {
        proxy.cutAfter(70_000, TO_CLIENT);
        for (int i = 0; i < 3; i++) {
            connect();
            send(server, 69_999, 0);
            receive(client, 69_999);
            send(server, 2, 69_999);

            assertThat(all(client)).isEqualTo(numbered(1, 69_999));
            assertReset(server);
            client.close();
        }
    }

    @Test
    void theByteAfterWhichItIsCutNeedNotBeFollowed() throws IOException {
        proxy.cutNextAfter(5, TO_SERVER);
        connect();
        send(client, 4, 1);

        assertThat(all(server)).hasSize(4);
        assertReset(client);

        connect(); // the next one is as any other
        send(client, 50, 1);
        receive(server, 50);
    }

    @Test
    void whatIsSaidInAnswerToTheLastByteDoesNotArrive() throws IOException {
        proxy.cutAfter(1, TO_CLIENT);
        for (int i = 0; i < 200; i++) {
            connect();
            send(server, 1, 0);
            receive(client, 1);
            try {
                send(client, 1, 0);
            } catch (IOException cut) {
                // as it should be
            }
            assertReset(server);
            client.close();
        }
    }

    @Test
    void aHoleForAnswersLetsRequestsThrough() throws IOException {
        connect();
        proxy.blackHole(TO_CLIENT);
        send(client, 10, 0);
        receive(server, 10);
        send(server, 10, 0);
        assertSilent(client);

        proxy.heal();
        receive(client, 10);
    }

    @Test
    void aHoleForRequestsLetsAnswersThrough() throws IOException {
        connect();
        proxy.blackHole(TO_SERVER);
        send(server, 10, 0);
        receive(client, 10);
        send(client, 10, 0);
        client.shutdownOutput();
        assertSilent(server);

        proxy.heal();
        assertThat(all(server)).hasSize(10);
    }

    @Test
    void whatIsDroppedIsGoneAndItsSenderDoesNotWait() throws IOException {
        connect();
        proxy.drop(TO_CLIENT);
        send(server, 50_000_000, 0);
        assertSilent(client);
        send(client, 10, 0);
        receive(server, 10);

        proxy.heal(); // a stream with a gap is none
        assertReset(client);
        assertReset(server);
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void aConnectionThatHasLostNothingOutlivesTheDrop() throws IOException {
        connect();
        proxy.drop();
        proxy.heal();
        send(client, 10, 0);
        receive(server, 10);
    }

    @Test
    void aHeldSenderHasToWaitInTheEnd() throws Exception {
        connect();
        proxy.blackHole();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                send(client, 50_000_000, 1);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertSilent(server);
        assertThat(sending).isNotDone();
        proxy.heal();
        assertThat(server.getInputStream().readNBytes(50_000_000)).isEqualTo(numbered(50_000_000, 1));
        sending.get();
    }

    @Test
    void aDelayIsOfEachWayAndKeepsTheOrder() throws IOException {
        connect();
        proxy.delay(Duration.ofMillis(150), TO_SERVER);
        long start = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            send(client, 100, i * 100);
        }
        assertThat(server.getInputStream().readNBytes(1_000)).isEqualTo(numbered(1_000, 0));
        assertThat(since(start)).isBetween(Duration.ofMillis(150), Duration.ofMillis(1_000)); // not ten times

        start = System.nanoTime();
        send(server, 1, 0);
        receive(client, 1);
        assertThat(since(start)).isLessThan(Duration.ofMillis(150));

        proxy.delay(Duration.ofMillis(150));
        start = System.nanoTime();
        send(client, 1, 0);
        receive(server, 1);
        send(server, 1, 0);
        receive(client, 1);
        assertThat(since(start)).isBetween(Duration.ofMillis(300), Duration.ofMillis(2_000));
    }

    @Test
    void aDelayCostsNoThroughput() throws IOException {
        connect();
        proxy.delay(Duration.ofMillis(100));
        long start = System.nanoTime();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                OutputStream out = client.getOutputStream();
                for (int i = 0; i < 200; i++) {
                    out.write(numbered(10_000, 0)); // one after the other they would take 20 s
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        receive(server, 2_000_000);
        sending.join();
        assertThat(since(start)).isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));
    }

    @Test
    void aDelayThatEndsLetsGoOfWhatIsOnItsWay() throws IOException {
        connect();
        proxy.delay(Duration.ofHours(1));
        send(client, 10, 0);
        assertSilent(server);
        proxy.delay(Duration.ZERO);
        receive(server, 10);
    }

    @Test
    void aThrottleLetsSoManyBytesThroughInASecond() throws IOException {
        connect();
        proxy.throttle(100_000, TO_CLIENT);
        long start = System.nanoTime();
        send(server, 50_000, 0);
        assertThat(client.getInputStream().readNBytes(50_000)).isEqualTo(numbered(50_000, 0));
        assertThat(since(start)).isBetween(Duration.ofMillis(490), Duration.ofMillis(2_500));

        start = System.nanoTime();
        send(client, 50_000, 0);
        receive(server, 50_000);
        assertThat(since(start)).isLessThan(Duration.ofMillis(490));
    }

    @Test
    void aThrottleThatEndsIsFeltAtOnce() throws IOException {
        connect();
        proxy.throttle(1);
        send(client, 1_000_000, 0);
        receive(server, 1);
        proxy.heal();
        receive(server, 999_999);
    }

    @Test
    void aCutEndsWhatIsDelayedThrottledOrHeld() throws IOException {
        connect();
        proxy.delay(Duration.ofHours(1));
        send(client, 10, 0);
        proxy.cut();
        assertReset(server);
        proxy.heal();

        connect();
        proxy.throttle(1);
        send(client, 10, 0);
        proxy.cut();
        assertThatThrownBy(() -> server.getInputStream().readNBytes(10)).isInstanceOf(SocketException.class);
    }

    @Test
    void cutOneEndsTheOneThatIsOpenLongest() throws IOException {
        assertThat(proxy.cutOne()).isFalse();
        connect();
        Socket oldest = client;
        Socket itsServer = server;
        connect();
        assertThat(proxy.cutOne()).isTrue();
        assertReset(oldest);
        assertReset(itsServer);
        send(client, 10, 0);
        receive(server, 10);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void sameFaultsSameBytes() throws IOException {
        byte[][] first = script();
        assertThat(script()).isDeepEqualTo(first);
        assertThat(Arrays.stream(first).mapToInt(each -> each.length)).containsExactly(4, 1_000, 25_000);
    }

    private byte[][] script() throws IOException {
        proxy.cutAfter(25_000, TO_SERVER);
        proxy.cutNextAfter(4, TO_SERVER);
        byte[][] arrived = new byte[3][];
        for (int i = 0; i < 3; i++) {
            if (i == 1) {
                proxy.cutNextAfter(1_000, TO_SERVER);
            }
            try (Socket sender = new Socket("127.0.0.1", proxy.port());
                    Socket receiver = door.accept()) {
                send(sender, 30_000, i);
                InputStream in = receiver.getInputStream();
                arrived[i] = in.readAllBytes();
                client = sender;
                server = receiver;
            }
        }
        return arrived;
    }
}
