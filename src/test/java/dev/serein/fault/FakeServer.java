package dev.serein.fault;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody between us and the server who wants the password: speaks just enough of PostgreSQL's protocol to ask for it,
 * and keeps every byte that it is sent. Whoever does send a password is told that it is wrong. Any number of
 * connections, on 127.0.0.1. Thread-safe; its threads are daemons.
 */
public final class FakeServer implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final byte[] SALT = {1, 2, 3, 4};

    private final ServerSocket listener;
    private final WhenAskedForTls whenAskedForTls;
    private final Asks asks;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger startups = new AtomicInteger();
    private final AtomicInteger passwordMessages = new AtomicInteger();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream(); // locks itself

    /** What it answers to a client that wants TLS. To one that wants GSSAPI it always says no. */
    public enum WhenAskedForTls {
        /** "N": there is none. */
        SAYS_NO,
        /** "S": come, and then not a byte. */
        SAYS_YES_AND_NOTHING_MORE
    }

    /** What it wants of a client that speaks without encryption. */
    public enum Asks {
        /** The password as it is. */
        CLEARTEXT,
        /** A hash of it, from which it can be guessed. */
        MD5
    }

    private FakeServer(WhenAskedForTls whenAskedForTls, Asks asks) throws IOException {
        this.whenAskedForTls = whenAskedForTls;
        this.asks = asks;
        this.listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    /** A server that listens. */
    public static FakeServer start(WhenAskedForTls whenAskedForTls, Asks asks) {
        try {
            return new FakeServer(whenAskedForTls, asks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "fake-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The connections it ever got. */
    public int accepted() {
        return accepted.get();
    }

    /** How many clients went on without encryption, so that they were asked for the password. */
    public int startups() {
        return startups.get();
    }

    /** How many answers it got. */
    public int passwordMessages() {
        return passwordMessages.get();
    }

    /** All bytes it ever got. */
    public byte[] received() {
        return received.toByteArray();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                accepted.incrementAndGet();
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new Recorded(socket.getInputStream()));
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            if (!startup(in, out)) {
                in.transferTo(DataOutputStream.nullOutputStream()); // listens to the end
                return;
            }
            startups.incrementAndGet();
            ask(out);
            if (in.readByte() == 'p') {
                in.skipNBytes(in.readInt() - 4L);
                passwordMessages.incrementAndGet();
                refuse(out);
            }
        } catch (IOException e) {
            // the client has gone
        } finally {
            open.remove(socket);
        }
    }

    /** Whether the client introduced itself in clear. */
    private boolean startup(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int length = in.readInt();
            if (length < 8 || length > 10_000) {
                return false; // TLS without asking
            }
            int code = in.readInt();
            in.skipNBytes(length - 8L);
            if (code == SSL_REQUEST && whenAskedForTls == WhenAskedForTls.SAYS_YES_AND_NOTHING_MORE) {
                out.writeByte('S');
                return false;
            }
            if (code != SSL_REQUEST && code != GSS_REQUEST) {
                return true;
            }
            out.writeByte('N');
        }
    }

    private void ask(DataOutputStream out) throws IOException {
        out.writeByte('R');
        if (asks == Asks.CLEARTEXT) {
            out.writeInt(8);
            out.writeInt(3);
        } else {
            out.writeInt(12);
            out.writeInt(5);
            out.write(SALT);
        }
    }

    private static void refuse(DataOutputStream out) throws IOException {
        byte[] fields = "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0".getBytes(StandardCharsets.UTF_8);
        out.writeByte('E');
        out.writeInt(4 + fields.length);
        out.write(fields);
    }

    /** Stops listening and ends all connections. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what is read. */
    private final class Recorded extends FilterInputStream {
        Recorded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            received.write(bytes, offset, Math.max(count, 0));
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            if (readNBytes((int) count).length < count) {
                throw new EOFException();
            }
            return count;
        }
    }
}
