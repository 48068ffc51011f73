package dev.serein.postgres.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** Accepts connections on a port of loopback, or refuses them. Thread-safe. */
final class Listener {
    private static final int BACKLOG = 1_000;

    private final Consumer<Socket> clients;
    private final int port;
    private ServerSocket socket;
    private Thread accepting;

    Listener(Consumer<Socket> clients) {
        this.clients = clients;
        this.socket = bind(0);
        this.port = socket.getLocalPort();
        this.accepting = startAccepting();
    }

    int port() {
        return port;
    }

    private static ServerSocket bind(int wanted) {
        try {
            return new ServerSocket(wanted, BACKLOG, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot listen on " + (wanted == 0 ? "any port" : "port " + wanted) + " of 127.0.0.1: "
                            + e.getMessage() + "\n  fix: see who else listens there, or make another proxy",
                    e);
        }
    }

    private Thread startAccepting() {
        ServerSocket open = socket;
        return start("accept", () -> acceptFrom(open));
    }

    private void acceptFrom(ServerSocket open) {
        while (true) {
            try {
                clients.accept(open.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, "faulty-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    synchronized void refuse() {
        try {
            socket.close();
            accepting.join(); // until it lets go, the port still answers
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void accept() {
        if (socket.isClosed()) {
            socket = bind(port);
            accepting = startAccepting();
        }
    }
}
