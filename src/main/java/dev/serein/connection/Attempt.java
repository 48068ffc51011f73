package dev.serein.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One try to connect to one address of one host. The driver makes its socket factories by the names of their classes,
 * and passes them a string at most: the key under which they find the attempt.
 */
final class Attempt implements AutoCloseable {
    private static final Map<String, Attempt> RUNNING = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong();

    private final String key = Long.toString(NEXT.incrementAndGet());
    private final Host host;
    private final @Nullable InetAddress address;
    private final Tls tls;
    private final Tls.Encryption encryption;
    private final TlsHandshake handshake;
    private final CompletableFuture<Void> late = new CompletableFuture<>();
    private volatile @Nullable Socket current;

    /** @param address where the host is; null for a Unix socket */
    Attempt(Host host, @Nullable InetAddress address, Tls tls, Tls.Encryption encryption) {
        this.host = host;
        this.address = address;
        this.tls = tls;
        this.encryption = encryption;
        this.handshake = tls.begin(host);
        RUNNING.put(key, this);
    }

    static Attempt of(String key) {
        return Objects.requireNonNull(RUNNING.get(key), "The attempt is over");
    }

    String key() {
        return key;
    }

    TlsHandshake handshake() {
        return handshake;
    }

    /** For the driver. What the server presents, the handshake looks at. */
    String sslMode() {
        return encryption == Tls.Encryption.NONE ? "disable" : "require";
    }

    /** For the driver: what the server may ask for as proof of who we are; null for anything. */
    @Nullable
    String allowedAuthentication() {
        return tls.allowedAuthentication(host, encryption);
    }

    boolean isEncrypted() {
        return encryption == Tls.Encryption.TLS;
    }

    boolean isToSocket() {
        return host.isSocket();
    }

    Socket newSocket() throws IOException {
        Socket socket =
                address == null ? UnixSockets.open(host) : new SocketTo(new InetSocketAddress(address, host.port()));
        if (RUNNING.containsKey(key)) {
            current = socket;
        }
        if (wasCut()) {
            socket.close();
        }
        if (address == null) {
            UnixSockets.connect(socket);
        }
        return socket;
    }

    /** The socket of the connection itself; those made after the attempt are of requests to cancel. */
    Socket socket() {
        return Objects.requireNonNull(current, "The driver did not ask for a socket");
    }

    /** Has the attempt cut if it takes longer. */
    void cutAfter(Duration patience) {
        late.thenRun(this::cut);
        late.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it was not cut so far; then it never will be. */
    boolean isInTime() {
        return late.cancel(false);
    }

    /** Ends the attempt from another thread. */
    private void cut() {
        Socket socket = current;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // then nobody can read from it either
            }
        }
    }

    /** Or is about to be. */
    boolean wasCut() {
        return late.isDone() && !late.isCancelled();
    }

    /** From here on the driver does not look for it any more. */
    @Override
    public void close() {
        late.cancel(false);
        RUNNING.remove(key);
    }

    /** Connects where it was told to, whatever the driver makes of the host's name. */
    private static final class SocketTo extends Socket {
        private final InetSocketAddress target;

        SocketTo(InetSocketAddress target) {
            this.target = target;
        }

        @Override
        public void connect(@Nullable SocketAddress endpoint, int timeoutMillis) throws IOException {
            super.connect(target, timeoutMillis);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new LastWords(super.getOutputStream(), getInputStream());
        }
    }
}
