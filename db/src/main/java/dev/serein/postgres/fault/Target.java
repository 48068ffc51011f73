package dev.serein.postgres.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server behind a proxy.
 *
 * @param url the database there, if it is known, without a prefix {@code jdbc:}
 */
record Target(
        String host, int port, String prefix, @Nullable URI url) {
    private static final int POSTGRES_PORT = 5432;
    private static final int ANSWER_MILLIS = 5_000;
    private static final String JDBC = "jdbc:";
    private static final Pattern SSL_MODE = Pattern.compile("(?:^|&)sslmode=([^&]*)");
    private static final Pattern OTHER_WAY = Pattern.compile("(?:^|&)(host|hostaddr|port|PGHOST|PGPORT)=");

    static Target of(String host, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("The port of a server is from 1 to 65535, not " + port);
        }
        return new Target(host, port, "", null).checked();
    }

    static Target parse(String url) {
        String prefix = url.startsWith(JDBC) ? JDBC : "";
        URI uri;
        try {
            uri = new URI(url.substring(prefix.length()));
        } catch (URISyntaxException e) {
            throw malformed(); // the exception holds the URL, and with it the password
        }
        String host = uri.getHost();
        if (host == null || !Set.of("postgresql", "postgres").contains(uri.getScheme())) {
            throw malformed();
        }
        if (uri.getRawQuery() != null && OTHER_WAY.matcher(uri.getRawQuery()).find()) {
            throw new IllegalArgumentException("The URL of the server names a host or a port among its parameters,"
                    + " which is another way than through the proxy\n"
                    + "  fix: write them before the name of the database, as in postgresql://host:port/database");
        }
        int port = uri.getPort() < 0 ? POSTGRES_PORT : uri.getPort();
        return new Target(host.replaceAll("[\\[\\]]", ""), port, prefix, uri).checked();
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("The URL of the server is not one of a single host\n"
                + "  fix: write postgresql://user:password@host:port/database, with special characters"
                + " percent-encoded");
    }

    private Target checked() {
        try (Socket socket = new Socket()) {
            socket.connect(address(), ANSWER_MILLIS);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Nothing answers at " + this + ", where the server behind the proxy should be\n"
                            + "  fix: start the server before the proxy",
                    e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    /** The database by way of another port on loopback. */
    String urlBy(int loopbackPort) {
        URI known = Objects.requireNonNullElseGet(url, () -> {
            throw new IllegalStateException("This proxy was made before a host and a port, and knows no URL\n"
                    + "  fix: use FaultyProxy.before(url), or port()");
        });
        StringBuilder text = new StringBuilder(prefix).append(known.getScheme()).append("://");
        if (known.getRawUserInfo() != null) {
            text.append(known.getRawUserInfo()).append('@');
        }
        text.append("127.0.0.1:").append(loopbackPort).append(Objects.requireNonNullElse(known.getRawPath(), ""));
        if (known.getRawQuery() != null) {
            text.append('?').append(known.getRawQuery());
        }
        return text.toString();
    }

    /** What the URL says of TLS, if it does not go without it where the server does not want it. */
    @Nullable
    String insistsOnTls() {
        Matcher said = SSL_MODE.matcher(url == null ? "" : Objects.requireNonNullElse(url.getRawQuery(), ""));
        return said.find() && Set.of("require", "verify-ca", "verify-full").contains(said.group(1))
                ? said.group(1)
                : null;
    }

    /** The server without its credentials. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
