package dev.serein.fault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A client's connection through a {@link WireProxy}, and the one to the server that belongs to it. */
final class WireLink {
    private static final Set<Integer> ENCRYPTION_REQUESTS = Set.of(80877103, 80877104);
    private static final int CANCEL_REQUEST = 80877102;

    private final WireProxy proxy;
    private final int number;
    private final Socket client;
    private final Socket server;
    private final PreparedTexts texts = new PreparedTexts();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Fate answer = Fate.PASS;
    private volatile boolean inTransaction;
    private volatile boolean stranded;

    WireLink(WireProxy proxy, int number, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.number = number;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void serve() {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            OutputStream out = new BufferedOutputStream(server.getOutputStream());
            Message first = Message.readFirst(in);
            while (ENCRYPTION_REQUESTS.contains(first.number(0))) {
                client.getOutputStream().write('N');
                first = Message.readFirst(in);
            }
            send(List.of(first), out);
            if (first.number(0) == CANCEL_REQUEST) {
                server.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            proxy.run("answers", this::answers);
            requests(in, out);
        } catch (IOException e) {
            // one of them has gone
        } finally {
            end();
        }
    }

    private void requests(DataInputStream in, OutputStream out) throws IOException {
        List<Message> sent = new ArrayList<>();
        List<String> executed = new ArrayList<>();
        StringBuilder types = new StringBuilder();
        while (!stranded) {
            Message message = Message.read(in);
            sent.add(message);
            types.append(message.type());
            String text = texts.executedBy(message);
            if (text != null) {
                executed.add(text);
            }
            // the driver sends BEGIN, and does not wait for the answer
            if ("PBDEC".indexOf(message.type()) < 0 && in.available() == 0) {
                judge(new RoundTrip(number, types.toString(), List.copyOf(executed), inTransaction), sent, out);
                sent.clear();
                executed.clear();
                types.setLength(0);
            }
        }
    }

    private void judge(RoundTrip trip, List<Message> sent, OutputStream out) throws IOException {
        Fate fate = proxy.fateOf(trip);
        switch (fate) {
            case PASS -> send(sent, out);
            case EAT -> reset();
            case STRAND -> strand();
            case RESET -> {
                send(sent, out);
                reset();
            }
            case EAT_ANSWER, HALVE_ANSWER, HOLD_ANSWER -> {
                answer = fate;
                send(sent, out);
            }
        }
    }

    private static void send(List<Message> messages, OutputStream out) throws IOException {
        for (Message message : messages) {
            message.writeTo(out);
        }
        out.flush();
    }

    private void answers() {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
            OutputStream out = new BufferedOutputStream(client.getOutputStream());
            while (true) {
                if (in.available() == 0) {
                    out.flush();
                }
                Message message = Message.read(in);
                if (message.type() == 'Z') {
                    inTransaction = message.body()[0] != 'I';
                }
                if (passes(message)) {
                    message.writeTo(out);
                } else if (message.type() == 'Z') {
                    out.flush();
                    break;
                }
            }
            if (answer == Fate.EAT_ANSWER) {
                reset();
            }
        } catch (IOException e) {
            // one of them has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!stranded) {
                end();
            }
        }
    }

    private boolean passes(Message message) throws InterruptedException {
        return switch (answer) {
            case EAT_ANSWER -> false;
            case HALVE_ANSWER -> message.type() != 'Z';
            case HOLD_ANSWER -> {
                released.await();
                answer = Fate.PASS;
                yield true;
            }
            default -> true;
        };
    }

    /** Lets go of an answer that waits. */
    void release() {
        released.countDown();
    }

    private void strand() {
        stranded = true;
        reset(client);
        proxy.forget(this);
        proxy.keep(server);
    }

    /** Both sides see a reset. */
    void reset() {
        reset(client);
        reset(server);
        end();
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }

    private void end() {
        released.countDown();
        proxy.forget(this);
        try {
            client.close();
            if (!stranded) {
                server.close();
            }
        } catch (IOException e) {
            // closed already
        }
    }
}
