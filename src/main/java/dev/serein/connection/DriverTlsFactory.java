package dev.serein.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** TLS of an {@link Attempt}. The driver makes it, by its name and the attempt's key; hence public. */
public final class DriverTlsFactory extends SSLSocketFactory {
    private final TlsHandshake handshake;

    /**
     * For the driver.
     *
     * @param key of the attempt
     */
    public DriverTlsFactory(String key) {
        this.handshake = Attempt.of(key).handshake();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return handshake.over(socket, host, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("The socket is there first, then TLS over it");
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
