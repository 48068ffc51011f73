package dev.serein.connection;

import java.util.Optional;
import javax.net.ssl.SSLSession;

/** What is known of the way to a server: {@code connection.unwrap(ServerLink.class)}, of a connection made here. */
public interface ServerLink {
    /**
     * Whether it certainly does not leave this machine: a Unix socket, or a loopback address.
     *
     * @return whether it does not
     */
    boolean isLocal();

    /**
     * The TLS that the connection was made with.
     *
     * @return its session, which knows the protocol and what the server presented; empty without TLS
     */
    Optional<SSLSession> tls();

    /**
     * Whether the server's certificate had to be signed by somebody whom we trust.
     *
     * @return false without TLS, too
     */
    boolean isVerified();
}
