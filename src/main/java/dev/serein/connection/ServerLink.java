package dev.serein.connection;

import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;
import org.postgresql.jdbc.PgConnection;

/**
 * What is known of the way to a server: {@code connection.unwrap(ServerLink.class)}, of a connection that was borrowed
 * of a {@code Database}. To look at it changes nothing. Immutable.
 */
public final class ServerLink {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?");

    private final PgConnection connection;

    private ServerLink(PgConnection connection) {
        this.connection = connection;
    }

    /**
     * The way that a connection takes.
     *
     * @param connection of the driver
     * @return what is known of it
     */
    public static ServerLink of(PgConnection connection) {
        return new ServerLink(connection);
    }

    private Optional<LinkedConnection> ours() {
        return connection instanceof LinkedConnection linked ? Optional.of(linked) : Optional.empty();
    }

    /**
     * Whether the connection was made by a {@link Connector}, which remembers its TLS; the driver does not tell.
     *
     * @return whether it was
     */
    public boolean isKnown() {
        return ours().isPresent();
    }

    /**
     * Whether it certainly does not leave this machine: a Unix socket, or a loopback address.
     *
     * @return whether it does not
     */
    public boolean isLocal() {
        return ours().map(LinkedConnection::isLocal).orElseGet(() -> LOOPBACK.matcher(
                        connection.getQueryExecutor().getHostSpec().getHost())
                .matches());
    }

    /**
     * The TLS that the connection was made with.
     *
     * @return its session, which knows the protocol and what the server presented; empty without TLS, and where it is
     *     not known
     */
    public Optional<SSLSession> tls() {
        return ours().flatMap(LinkedConnection::tls);
    }

    /**
     * Whether the server's certificate had to be signed by somebody whom we trust.
     *
     * @return false without TLS, too, and where it is not known
     */
    public boolean isVerified() {
        return ours().map(LinkedConnection::isVerified).orElse(false);
    }

    /**
     * The process that answered when the connection was made; behind a pooler, none of the server's.
     *
     * @return its number
     */
    public int process() {
        return connection.getBackendPID();
    }

    /**
     * From which execution on the driver has a statement prepared at the server.
     *
     * @return 0 for never
     */
    public int prepareThreshold() {
        return connection.getPrepareThreshold();
    }

    /** {@return whether it is local, and what is known of its TLS} */
    @Override
    public String toString() {
        String tls = tls().map(SSLSession::getProtocol).orElse(isKnown() ? "no TLS" : "TLS not known");
        return (isLocal() ? "local, " : "remote, ") + tls + (isVerified() ? ", verified" : "");
    }
}
