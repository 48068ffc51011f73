package dev.serein.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/**
 * Opens connections: host after host, address after address, with or without TLS as the settings allow, until one is
 * what was asked for. As libpq has it, every address has its own time to answer, and a server that answers with a
 * refusal ends the search.
 */
public final class Connector {
    /** What the driver is told of a Unix socket: it would look up the name of the file. */
    private static final String LOCAL = "localhost";

    private final ConnectionSettings settings;
    private final SessionSettings session;
    private final @Nullable Supplier<Credentials> credentials;
    private final Tls tls;
    private final SessionStart start;

    Connector(ConnectionSettings settings, SessionSettings session, @Nullable Supplier<Credentials> credentials) {
        this.settings = settings;
        this.session = session;
        this.credentials = credentials;
        this.tls = Tls.of(settings);
        this.start = new SessionStart(settings, session);
    }

    /**
     * Opens a connection.
     *
     * @return the connection, which the caller closes
     * @throws ConnectFailure if there is none to be had
     */
    public Link connect() throws ConnectFailure {
        List<ConnectFailure> failures = new ArrayList<>();
        for (TargetSession target : TargetSession.passes(settings)) {
            for (Host host : inOrder(settings.hosts())) {
                try {
                    return connect(host, target);
                } catch (ConnectFailure e) {
                    note(e, failures);
                }
            }
        }
        throw last(failures);
    }

    /**
     * The same, as JDBC has it, for a library.
     *
     * @return a data source, thread-safe; there is no pool behind it
     */
    public DataSource dataSource() {
        return new ConnectionSource(this, null, link -> {});
    }

    /**
     * The same, for a pool.
     *
     * @param first what the first call gets: a pool that cannot connect is slow to say so
     * @param opened is told of every connection before it is used
     * @return a data source, thread-safe
     */
    public DataSource dataSource(Link first, Consumer<Link> opened) {
        return new ConnectionSource(this, first, opened);
    }

    private Link connect(Host host, TargetSession target) throws ConnectFailure {
        List<ConnectFailure> failures = new ArrayList<>();
        for (@Nullable InetAddress address : addresses(host)) {
            try {
                return connect(host, address, target);
            } catch (ConnectFailure e) {
                note(e, failures);
            }
        }
        throw last(failures);
    }

    /** The time is for the address, in both ways. */
    private Link connect(Host host, @Nullable InetAddress address, TargetSession target) throws ConnectFailure {
        long begun = System.nanoTime();
        List<Tls.Encryption> order = tls.order(host);
        try {
            return connect(host, address, order.get(0), target, settings.connectTimeout());
        } catch (ConnectFailure first) {
            if (order.size() == 1 || !first.leavesTheOtherEncryption()) {
                throw first;
            }
            try {
                Duration left = settings.connectTimeout().minusNanos(System.nanoTime() - begun);
                return connect(host, address, order.get(1), target, left);
            } catch (ConnectFailure second) {
                throw ofBoth(host, first, second, order.get(0));
            }
        }
    }

    private ConnectFailure ofBoth(
            Host host, ConnectFailure first, ConnectFailure second, Tls.Encryption encryptionOfFirst) {
        boolean tlsFirst = encryptionOfFirst == Tls.Encryption.TLS;
        ConnectFailure tls = tlsFirst ? first : second;
        ConnectFailure clear = tlsFirst ? second : first;
        ConnectFailure told = TlsFallback.toTell(tls, clear);
        ConnectFailure both = failure(
                host,
                told.getCause() == null ? told : told.getCause(),
                TlsFallback.ofBoth(tls, clear, second.leavesTheNextHost()),
                false);
        both.addSuppressed(told == tls ? clear : tls);
        return both;
    }

    private static void note(ConnectFailure failure, List<ConnectFailure> failures) throws ConnectFailure {
        if (!failure.leavesTheNextHost()) {
            throw failure;
        }
        failures.add(failure);
    }

    /** The last one, and the others with it. */
    private static ConnectFailure last(List<ConnectFailure> failures) {
        ConnectFailure last = failures.get(failures.size() - 1);
        failures.subList(0, failures.size() - 1).forEach(last::addSuppressed);
        return last;
    }

    private Link connect(
            Host host, @Nullable InetAddress address, Tls.Encryption encryption, TargetSession target, Duration allowed)
            throws ConnectFailure {
        try (Attempt attempt = new Attempt(host, address, tls, encryption)) {
            Future<?> patience = attempt.cutAfter(allowed);
            PgConnection connection = null;
            try {
                connection = new PgConnection(
                        new HostSpec[] {new HostSpec(host.isSocket() ? LOCAL : host.name(), host.port())},
                        DriverProperties.of(settings, attempt, credentials(host), start.options()),
                        "jdbc:postgresql:");
                attempt.handshake().check();
                target.check(connection);
                applyKeepAlive(attempt.socket());
                return start.begin(connection, attempt.socket());
            } catch (SQLException e) {
                close(connection);
                if (start.isRefusedByPooler(e)) {
                    return connect(host, address, encryption, target, allowed);
                }
                Explanation explanation = Diagnosis.of(settings, e, attempt);
                throw failure(
                        host,
                        e,
                        explanation,
                        connection == null && TlsFallback.isWorthTrying(settings, e, explanation));
            } finally {
                patience.cancel(false);
            }
        }
    }

    private void applyKeepAlive(Socket socket) throws SQLException {
        try {
            settings.keepAlive().applyTo(socket);
        } catch (IOException e) {
            throw new SQLException("Cannot set keepalives_idle, keepalives_interval, keepalives_count", e);
        }
    }

    private Credentials credentials(Host host) {
        return credentials == null ? new Credentials(settings.user(), settings.password(host)) : credentials.get();
    }

    private ConnectFailure failure(Host host, Throwable cause, Explanation explanation, boolean ofEncryption) {
        String summary = "Cannot connect to " + host + "/" + settings.database() + " as " + settings.user();
        return new ConnectFailure(
                summary,
                cause instanceof SQLException sql ? sql.getSQLState() : "08001",
                explanation,
                cause,
                ofEncryption);
    }

    private List<Host> inOrder(List<Host> hosts) {
        if (!"random".equals(settings.value(Parameter.LOAD_BALANCE_HOSTS))) {
            return hosts;
        }
        List<Host> shuffled = new ArrayList<>(hosts);
        Collections.shuffle(shuffled);
        return shuffled;
    }

    /** All that the host's name stands for; one null for a Unix socket. */
    private List<@Nullable InetAddress> addresses(Host host) throws ConnectFailure {
        if (host.isSocket()) {
            return Collections.singletonList(null);
        }
        try {
            String where = host.address() == null ? host.name() : host.address();
            List<@Nullable InetAddress> all = new ArrayList<>(Arrays.asList(InetAddress.getAllByName(where)));
            if ("random".equals(settings.value(Parameter.LOAD_BALANCE_HOSTS))) {
                Collections.shuffle(all);
            }
            return all;
        } catch (UnknownHostException e) {
            throw failure(host, e, Diagnosis.ofName(), false);
        }
    }

    private static void close(@Nullable PgConnection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // it is being given up for another reason
            }
        }
    }

    /** {@return where it connects} */
    @Override
    public String toString() {
        return settings.toString();
    }
}
