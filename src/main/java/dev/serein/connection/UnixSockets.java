package dev.serein.connection;

import java.io.IOException;
import java.net.Socket;

/** Unix sockets, through a library that the application has to bring. */
final class UnixSockets {
    private UnixSockets() {}

    static Socket open(Host host) throws IOException {
        throw new IOException("Unix sockets are not supported: " + host);
    }
}
