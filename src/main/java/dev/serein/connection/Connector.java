package dev.serein.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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

    /** Where nobody says how long connecting may take. */
    private static final Duration OF_MIGRATIONS = Duration.ofSeconds(30);

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
        Credentials as = credentials == null ? null : ask(credentials);
        List<ConnectFailure> failures = new ArrayList<>();
        for (TargetSession target : TargetSession.passes(settings)) {
            Wanted wanted = new Wanted(target, as);
            for (Host host : inOrder(settings.hosts())) {
                try {
                    return connect(host, wanted);
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

    /** @param as null where the settings say it, for each host */
    private record Wanted(TargetSession target, @Nullable Credentials as) {}

    private Credentials ask(Supplier<Credentials> supplier) throws ConnectFailure {
        try {
            return Objects.requireNonNull(supplier.get(), "The supplier of credentials gave null");
        } catch (Exception e) { // some languages throw checked ones, too
            Explanation explanation =
                    new Explanation("the credentials could not be had", "see the cause", Explanation.Then.WAIT);
            throw new ConnectFailure("Cannot connect to " + settings.address(), "08001", explanation, e);
        }
    }

    private Link connect(Host host, Wanted wanted) throws ConnectFailure {
        List<ConnectFailure> failures = new ArrayList<>();
        for (@Nullable InetAddress address : addresses(host, wanted)) {
            try {
                return connect(host, address, wanted);
            } catch (ConnectFailure e) {
                note(e, failures);
            }
        }
        throw last(failures);
    }

    /** The time is for the address, in both ways. */
    private Link connect(Host host, @Nullable InetAddress address, Wanted wanted) throws ConnectFailure {
        long begun = System.nanoTime();
        List<Tls.Encryption> order = tls.order(host);
        try {
            return connect(host, address, order.get(0), wanted, begun);
        } catch (ConnectFailure first) {
            if (order.size() == 1 || !first.leavesTheOtherEncryption()) {
                throw first;
            }
            try {
                return connect(host, address, order.get(1), wanted, begun);
            } catch (ConnectFailure second) {
                boolean tlsFirst = order.get(0) == Tls.Encryption.TLS;
                throw ofBoth(host, wanted, first, second, tlsFirst);
            }
        }
    }

    private ConnectFailure ofBoth(
            Host host, Wanted wanted, ConnectFailure first, ConnectFailure second, boolean tlsFirst) {
        ConnectFailure tls = tlsFirst ? first : second;
        ConnectFailure clear = tlsFirst ? second : first;
        ConnectFailure told = TlsFallback.toTell(tls, clear);
        ConnectFailure both = failure(
                host,
                wanted,
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

    /** Where a pooler refuses what it is told, the same once more without that. */
    private Link connect(Host host, @Nullable InetAddress address, Tls.Encryption encryption, Wanted wanted, long begun)
            throws ConnectFailure {
        try {
            return attempt(host, address, encryption, wanted, begun);
        } catch (ConnectFailure e) {
            if (start.isRefusedByPooler(e.getCause())) {
                return attempt(host, address, encryption, wanted, begun);
            }
            throw e;
        }
    }

    private Link attempt(Host host, @Nullable InetAddress address, Tls.Encryption encryption, Wanted wanted, long begun)
            throws ConnectFailure {
        try (Attempt attempt = new Attempt(host, address, tls, encryption)) {
            attempt.cutAfter(patience().minusNanos(System.nanoTime() - begun));
            PgConnection connection = null;
            try {
                connection = new LinkedConnection(
                        new HostSpec(host.isSocket() ? LOCAL : host.name(), host.port()),
                        host,
                        DriverProperties.of(settings, attempt, credentials(host, wanted), start),
                        attempt);
                attempt.handshake().check();
                wanted.target().check(connection);
                applyKeepAlive(attempt);
                Link link = start.begin(connection, attempt.socket());
                if (!attempt.isInTime()) {
                    throw new SQLException("The connection was cut just when it was made", "08001");
                }
                return link;
            } catch (SQLException e) {
                close(connection);
                Explanation explanation = Diagnosis.of(settings, e, attempt);
                throw failure(
                        host,
                        wanted,
                        e,
                        explanation,
                        connection == null && TlsFallback.isWorthTrying(settings, e, explanation));
            }
        }
    }

    /** A release that fails because the server is busy for a moment is worse than one that waits. */
    private Duration patience() {
        return session.ofMigrations() && settings.value(Parameter.CONNECT_TIMEOUT) == null
                ? OF_MIGRATIONS
                : settings.connectTimeout();
    }

    private void applyKeepAlive(Attempt attempt) throws SQLException {
        try {
            if (!attempt.isToSocket()) {
                KeepAlive.of(settings, session).applyTo(attempt.socket());
            }
        } catch (IOException e) {
            throw new SQLException("Cannot set keepalives_idle, keepalives_interval, keepalives_count", e);
        }
    }

    private Credentials credentials(Host host, Wanted wanted) {
        Credentials as = wanted.as();
        return as == null ? new Credentials(settings.user(), settings.password(host)) : as;
    }

    private ConnectFailure failure(
            Host host, Wanted wanted, Throwable cause, Explanation explanation, boolean ofEncryption) {
        String user = credentials(host, wanted).user();
        String summary = "Cannot connect to " + host + "/" + settings.database() + " as " + user;
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
    private List<@Nullable InetAddress> addresses(Host host, Wanted wanted) throws ConnectFailure {
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
            throw failure(host, wanted, e, Diagnosis.ofName(), false);
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
