package dev.serein.fault;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** A client of the pooler. */
final class PoolerClient {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;
    private static final int FIRST_PID = 1_000_000_000;
    private static final List<String> FOLLOW =
            List.of("client_encoding", "DateStyle", "TimeZone", "standard_conforming_strings", "application_name");

    private final TransactionPooler pooler;
    private final Socket socket;
    private final int pid;
    private final int key = ThreadLocalRandom.current().nextInt();
    private final Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private PoolerServer server;
    private int answersDue;
    private boolean midway;

    PoolerClient(TransactionPooler pooler, Socket socket, int number) {
        this.pooler = pooler;
        this.socket = socket;
        this.pid = FIRST_PID + number;
    }

    int pid() {
        return pid;
    }

    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            if (logIn(in)) {
                for (Message message = Message.read(in); message.type() != 'X'; message = Message.read(in)) {
                    serverFor(message).send(message);
                }
            }
        } catch (IOException e) {
            // it has gone
        } finally {
            pooler.forget(this);
            leave();
        }
    }

    private boolean logIn(DataInputStream in) throws IOException {
        Message first = Message.readFirst(in);
        while (first.number(0) == SSL_REQUEST || first.number(0) == GSS_REQUEST) {
            socket.getOutputStream().write('N');
            first = Message.readFirst(in);
        }
        if (first.number(0) == CANCEL_REQUEST) {
            pooler.cancel(first.number(1), first.number(2));
            return false;
        }
        FOLLOW.forEach(name -> settings.put(name, pooler.welcome().get(name)));
        String[] namesAndValues = first.texts(4);
        for (int i = 0; !namesAndValues[i].isEmpty(); i += 2) {
            String name = namesAndValues[i];
            if (FOLLOW.stream().anyMatch(name::equalsIgnoreCase)) {
                settings.put(name, namesAndValues[i + 1]);
            } else if (!List.of("user", "database").contains(name) && !pooler.ignores(name)) {
                tell(Message.fatal("08P01", "unsupported startup parameter: " + name));
                return false;
            }
        }
        tell(Message.ofNumbers('R', 0));
        Map<String, String> welcome = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        welcome.putAll(pooler.welcome());
        welcome.putAll(settings);
        for (Map.Entry<String, String> reported : welcome.entrySet()) {
            tell(Message.of('S', reported.getKey(), reported.getValue()));
        }
        tell(Message.ofNumbers('K', pid, key));
        tell(new Message('Z', new byte[] {'I'}));
        return true;
    }

    /** The one it has, or the next free one. */
    private PoolerServer serverFor(Message message) throws IOException {
        synchronized (this) {
            switch (message.type()) {
                case 'Q', 'S', 'F' -> {
                    answersDue++;
                    midway = false;
                }
                case 'd', 'c', 'f' -> {} // of a COPY, which is answered once
                default -> midway = true;
            }
            if (server != null) {
                return server;
            }
        }
        PoolerServer next = pooler.take(); // others may have to wait for it; this client has nothing to hear meanwhile
        synchronized (this) {
            server = next;
        }
        next.lendTo(this, settingsFor(next));
        return next;
    }

    /** As PgBouncer, which knows these and no others. */
    private String settingsFor(PoolerServer next) {
        StringBuilder sql = new StringBuilder();
        for (String name : FOLLOW) {
            String mine = settings.get(name);
            if (!mine.equals(next.reported().get(name))) {
                sql.append("set ").append(name).append(" = '");
                sql.append(mine.replace("'", "''")).append("';");
            }
        }
        return sql.toString();
    }

    /** Notes that something sent was answered. Whether nothing more is under way, and no transaction is open. */
    synchronized boolean hasDone(boolean idle) {
        answersDue--;
        return idle && answersDue == 0 && !midway;
    }

    void giveBack(PoolerServer from) {
        synchronized (this) {
            if (server != from) {
                return; // it has gone just now
            }
            server = null;
            FOLLOW.forEach(name -> settings.put(name, from.reported().get(name)));
        }
        pooler.giveBack(from);
    }

    void tell(Message message) throws IOException {
        message.writeTo(socket.getOutputStream());
    }

    void cancel(int with) throws IOException {
        PoolerServer running;
        synchronized (this) {
            running = server;
        }
        if (running != null && with == key) {
            running.cancel();
        }
    }

    private void leave() {
        PoolerServer held;
        synchronized (this) {
            held = server;
            server = null;
        }
        if (held != null) {
            held.end();
            pooler.giveBack(held);
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
