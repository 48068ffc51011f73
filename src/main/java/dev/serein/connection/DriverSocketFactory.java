package dev.serein.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets of an {@link Attempt}. The driver makes it, by its name and the attempt's key; hence public. It keeps it for
 * as long as the connection lives, and opens its requests to cancel with it.
 */
public final class DriverSocketFactory extends SocketFactory {
    private final Attempt attempt;

    /**
     * For the driver.
     *
     * @param key of the attempt
     */
    public DriverSocketFactory(String key) {
        this.attempt = Attempt.of(key);
    }

    @Override
    public Socket createSocket() throws IOException {
        return attempt.newSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new UnknownHostException("The attempt decides where to connect");
    }

    @Override
    public Socket createSocket(String host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(String.valueOf(host), port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress localAddress, int localPort)
            throws IOException {
        return createSocket(address, port);
    }
}
