package dev.serein.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The port of an embedded server. One is chosen at random, below those that systems give to outgoing connections: no
 * connection takes it before the server has it, or while the server is stopped. Another server may: then another port
 * is tried.
 */
final class Port {
    private static final int FIRST = 20_000;
    private static final int END = 30_000;
    private static final int MOST_LOOKS = 1_000;

    private Port() {}

    static int choose() throws IOException {
        InetAddress host = InetAddress.getByName(EmbeddedServer.HOST);
        for (int look = 0; look < MOST_LOOKS; look++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(host, port)) {
                return port;
            }
        }
        try (ServerSocket any = new ServerSocket(0, 1, host)) {
            return any.getLocalPort();
        }
    }

    private static boolean isFree(InetAddress host, int port) {
        try (ServerSocket free = new ServerSocket(port, 1, host)) {
            return free.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** One that was asked for. */
    static int parse(String asked) {
        if (!asked.matches("[1-9][0-9]{0,4}") || Integer.parseInt(asked) > 65_535) {
            throw new ScratchPostgresException("\"" + asked + "\" is not a port", "name one from 1 to 65535");
        }
        return Integer.parseInt(asked);
    }
}
