package dev.serein.fault;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One of the pooler's connections to the server, lent to a client for a transaction. */
final class PoolerServer {
    private static final int CANCEL_REQUEST = 80877102;

    private final URI address;
    private final Socket socket;
    private final DataInputStream in;
    private final Map<String, String> reported =
            Collections.synchronizedMap(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
    private Message key;
    private volatile PoolerClient client;
    private volatile boolean settles;

    private PoolerServer(URI address) throws IOException {
        this.address = address;
        this.socket = new Socket(address.getHost(), address.getPort());
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        socket.setTcpNoDelay(true);
    }

    static PoolerServer connect(URI address) throws IOException {
        PoolerServer server = new PoolerServer(address);
        server.logIn();
        TransactionPooler.start("server", server::forward);
        return server;
    }

    private void logIn() throws IOException {
        String[] userAndPassword = address.getUserInfo().split(":", 2);
        String database = address.getPath().substring(1);
        send(Message.startup(Map.of("user", userAndPassword[0], "database", database)));
        while (true) {
            Message message = Message.read(in);
            switch (message.type()) {
                case 'R' -> {
                    if (message.number(0) == 3) {
                        send(Message.of('p', userAndPassword[1]));
                    } else if (message.number(0) != 0) {
                        throw new IOException("the server asks for more than a clear password");
                    }
                }
                case 'S' -> report(message);
                case 'K' -> key = message;
                case 'Z' -> {
                    return;
                }
                case 'E' -> throw new IOException(String.join(" ", message.texts(0)));
                default -> {} // a notice
            }
        }
    }

    private void report(Message message) {
        String[] nameAndValue = message.texts(0);
        reported.put(nameAndValue[0], nameAndValue[1]);
    }

    /** The settings that the server reports when they change, as they are now. */
    Map<String, String> reported() {
        return reported;
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    /** From now on what the server says goes to this client. What the server says to {@code first} goes nowhere. */
    void lendTo(PoolerClient to, String first) throws IOException {
        settles = !first.isEmpty();
        client = to;
        if (settles) {
            send(Message.of('Q', first));
        }
    }

    void send(Message message) throws IOException {
        message.writeTo(socket.getOutputStream());
    }

    private void forward() {
        try {
            while (true) {
                Message message = Message.read(in);
                if (message.type() == 'S') {
                    report(message);
                }
                PoolerClient to = client;
                if (settles) {
                    settles = message.type() != 'Z';
                } else if (to != null) {
                    if (message.type() == 'Z' && to.hasDone(message.body()[0] == 'I')) {
                        client = null;
                        to.giveBack(this);
                    }
                    to.tell(message);
                } // else a notice, or a notification that nobody hears
            }
        } catch (IOException e) {
            PoolerClient to = client;
            end();
            if (to != null) {
                to.end();
            }
        }
    }

    /** Asks the server, on a connection of its own, to cancel what runs here. */
    void cancel() throws IOException {
        try (Socket other = new Socket(address.getHost(), address.getPort())) {
            Message.ofNumbers(Message.STARTUP, CANCEL_REQUEST, key.number(0), key.number(1))
                    .writeTo(other.getOutputStream());
            other.getInputStream().read(); // the server hangs up when it is done
        }
    }

    void end() {
        try {
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }
}
