package dev.serein.connection;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Answers the first packet of each client with bytes that a test has made up, and then says no more. On 127.0.0.1,
 * without TLS. Thread-safe; its threads are daemons.
 */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Queue<Supplier<byte[]>> answers;
    private final List<String> startups = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** @param answers for one client after the other; those who come later hear nothing */
    ScriptedServer(List<Supplier<byte[]>> answers) {
        this.answers = new ConcurrentLinkedQueue<>(answers);
        try {
            this.listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "postgresql://ada@127.0.0.1:" + listener.getLocalPort() + "/app?sslmode=disable";
    }

    /** What the clients said of themselves. */
    List<String> startups() {
        return startups;
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            startups.add(new String(in.readNBytes(in.readInt() - 4), StandardCharsets.UTF_8));
            Supplier<byte[]> answer = answers.poll();
            if (answer != null) {
                socket.getOutputStream().write(answer.get());
            }
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the client has gone
        }
    }

    static byte[] refusal(String state, String message) {
        String fields = "SFATAL\0VFATAL\0C" + state + "\0M" + message + "\0\0";
        return ("E\0\0\0" + (char) (4 + fields.length()) + fields).getBytes(StandardCharsets.ISO_8859_1);
    }

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
}
