package dev.serein.connection;

import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** What the driver is told: our defaults first, then what the URL says. */
final class DriverProperties {
    /** The server ends what takes longer. Units are milliseconds. */
    private static final String DEADLINES = String.join(
            " ", "-c statement_timeout=30000", "-c lock_timeout=10000", "-c idle_in_transaction_session_timeout=60000");

    private DriverProperties() {}

    static DataSource dataSource(ConnectionUrl url) {
        PGSimpleDataSource source = source(url, DEADLINES);
        // the last resort when the server is not heard from any more, hence longer than the server's own deadlines
        source.setProperty(PGProperty.SOCKET_TIMEOUT, "40");
        return source;
    }

    /** A migration takes as long as it takes; that the server is still there, TCP asks. */
    static DataSource withoutDeadlines(ConnectionUrl url) {
        return source(url, "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0");
    }

    private static PGSimpleDataSource source(ConnectionUrl url, String deadlines) {
        PGSimpleDataSource source = new Source();
        setDefaults(source);
        url.parameters().forEach((parameter, value) -> source.setProperty(parameter.property(), value));
        String options = url.parameters().get(Parameter.OPTIONS);
        source.setProperty(PGProperty.OPTIONS, options == null ? deadlines : deadlines + " " + options);
        // libpq's time is that of the whole connecting; the driver's connectTimeout alone ends when the socket is open
        source.setProperty(PGProperty.LOGIN_TIMEOUT, source.getProperty(PGProperty.CONNECT_TIMEOUT));
        Tls.of(url).applyTo(source);
        setAddress(source, url);
        return source;
    }

    private static void setDefaults(PGSimpleDataSource source) {
        source.setProperty(PGProperty.APPLICATION_NAME, "serein");
        source.setProperty(PGProperty.CONNECT_TIMEOUT, "5");
        source.setProperty(PGProperty.CANCEL_SIGNAL_TIMEOUT, "2");
        source.setProperty(PGProperty.TCP_KEEP_ALIVE, "true");
        source.setProperty(PGProperty.REWRITE_BATCHED_INSERTS, "true");
        // the detail of an error holds the values of the row
        source.setProperty(PGProperty.LOG_SERVER_ERROR_DETAIL, "false");
        // saves a round trip to servers without Kerberos
        source.setProperty(PGProperty.GSS_ENC_MODE, "disable");
        // older servers are not supported; saves the round trips that are for them
        source.setProperty(PGProperty.ASSUME_MIN_SERVER_VERSION, "14");
    }

    /** User and password as properties, never in a URL: the driver prints its URL when something is wrong with it. */
    private static void setAddress(PGSimpleDataSource source, ConnectionUrl url) {
        List<HostAndPort> hosts = url.hosts();
        source.setServerNames(hosts.stream()
                .map(each -> each.isV6() ? "[" + each.host() + "]" : each.host())
                .toArray(String[]::new));
        source.setPortNumbers(hosts.stream().mapToInt(HostAndPort::port).toArray());
        source.setDatabaseName(url.database());
        source.setUser(url.user());
        source.setPassword(url.password());
    }

    /** Keeps its own time to connect, which a pool would replace by how long its callers wait. */
    private static final class Source extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;

        @Override
        public void setLoginTimeout(int seconds) {
            // see above
        }
    }
}
