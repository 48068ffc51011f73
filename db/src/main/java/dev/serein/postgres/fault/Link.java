package dev.serein.postgres.fault;

import dev.serein.postgres.fault.Greeting.Language;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, and the one to the server that belongs to it. Of its four threads two read ahead; one forwards
 * requests, and one answers.
 */
final class Link {
    private final Links links;
    private final int number;
    private final Socket client;
    private final Socket server = new Socket();
    private final Bell bell = new Bell();
    private final Line toServer;
    private final Line toClient;
    private final AtomicInteger openDirections = new AtomicInteger(2);
    private volatile boolean encrypted;
    private volatile @Nullable Answers answers;

    Link(Links links, int number, Socket client, CutPoints cuts) {
        this.links = links;
        this.number = number;
        this.client = client;
        this.toServer = new Line(
                this, Direction.TO_SERVER, links.way(Direction.TO_SERVER), bell, server, cuts.of(Direction.TO_SERVER));
        this.toClient = new Line(
                this, Direction.TO_CLIENT, links.way(Direction.TO_CLIENT), bell, client, cuts.of(Direction.TO_CLIENT));
    }

    /** A piece of work of one of its threads. */
    interface Work {
        void run() throws IOException;
    }

    int number() {
        return number;
    }

    void serve() {
        forward(() -> {
            Way requests = links.way(Direction.TO_SERVER);
            bell.await(requests::isOpen);
            server.connect(links.target().address());
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Arrivals fromClient = new Arrivals(client.getInputStream(), requests, bell);
            Arrivals fromServer = new Arrivals(server.getInputStream(), links.way(Direction.TO_CLIENT), bell);
            Listener.start("read-requests", fromClient::readAhead);
            Listener.start("read-answers", fromServer::readAhead);
            converse(fromClient, fromServer);
        });
    }

    private void converse(Arrivals fromClient, Arrivals fromServer) throws IOException {
        Messages messages = links.messages();
        Language language;
        try {
            language = new Greeting(messages, fromClient, fromServer, toServer, toClient).exchange();
        } catch (ConnectionCut cut) {
            // nobody listens yet to the side that does not know
            boolean isClientLeft = toServer.isMuted();
            copy(isClientLeft ? fromClient : fromServer, isClientLeft ? toServer : toClient);
            finishDirection();
            return;
        }
        encrypted = language == Language.ENCRYPTED;
        if (language == Language.MESSAGES) {
            MessageLine requestLine = new MessageLine(toServer, Direction.TO_SERVER, messages.cuts());
            MessageLine answerLine = new MessageLine(toClient, Direction.TO_CLIENT, messages.cuts());
            Answers answered = new Answers(this, fromServer, answerLine, bell);
            answers = answered;
            Listener.start("answers", () -> forward(answered::forward));
            new Requests(this, messages, fromClient, requestLine, answered).forward();
        } else {
            Listener.start("answers", () -> forward(() -> copy(fromServer, toClient)));
            copy(fromClient, toServer);
        }
    }

    private void forward(Work work) {
        try {
            work.run();
            finishDirection();
        } catch (ConnectionCut cut) {
            finishDirection();
        } catch (IOException e) {
            reset();
        } catch (RuntimeException | Error e) {
            reset();
            throw e;
        }
    }

    private static void copy(Arrivals from, Line to) throws IOException {
        byte[] bytes = new byte[16_384];
        int count = from.read(bytes);
        while (count >= 0) {
            to.write(bytes, count);
            count = from.read(bytes);
        }
        to.end();
    }

    private void finishDirection() {
        if (openDirections.decrementAndGet() == 0) {
            links.forget(this);
            bell.end();
            close(client);
            close(server);
        }
    }

    /** The receiver in this direction is not heard any more. */
    void mute(Direction direction) {
        (direction == Direction.TO_SERVER ? toClient : toServer).mute();
    }

    /** The receiver has all that was forwarded, and then the end; the sender sees a reset. */
    void cutTowards(Direction direction) throws IOException {
        boolean isRequest = direction == Direction.TO_SERVER;
        mute(direction);
        (isRequest ? toServer : toClient).finish();
        reset(isRequest ? client : server);
    }

    /** The client sees a reset, and the server nothing. */
    void strand() {
        links.strand(this);
        toClient.mute();
        reset(client);
    }

    /** Lets go of an answer that waits. */
    void release() {
        Answers known = answers;
        if (known != null) {
            known.release();
        }
    }

    boolean isEncrypted() {
        return encrypted;
    }

    /** Both sides see a reset, at once. */
    void reset() {
        links.forget(this);
        bell.end();
        reset(client);
        reset(server);
    }

    void ring() {
        bell.ring();
    }

    boolean isLossy() {
        return toServer.isLossy() || toClient.isLossy();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }
}
