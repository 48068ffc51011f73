package dev.serein.connection;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/** A connection of the driver's that knows the attempt by which it was made. */
final class LinkedConnection extends PgConnection {
    private final boolean local;
    private final @Nullable SSLSession session;
    private final boolean verified;

    LinkedConnection(HostSpec server, Host host, Properties properties, Attempt attempt) throws SQLException {
        super(new HostSpec[] {server}, properties, "jdbc:postgresql:");
        this.local = host.isLocal();
        this.session = attempt.handshake().session();
        this.verified = attempt.handshake().verifies();
    }

    boolean isLocal() {
        return local;
    }

    Optional<SSLSession> tls() {
        return Optional.ofNullable(session);
    }

    boolean isVerified() {
        return verified;
    }
}
