package dev.serein.connection;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL connection URL, taken apart. Immutable.
 *
 * <p>Read are {@code postgresql://user:password@host:port/database?parameter=value}, the same with {@code postgres://}
 * or {@code jdbc:postgresql://}, and several hosts with commas between them. What is left out is as PostgreSQL's own
 * clients have it: host {@code localhost}, port 5432, the user of the operating system, the database called like the
 * user. In every part {@code %40} and the like stand for a character; {@code +} is a plus.
 *
 * <p>The parameters are {@code sslmode}, {@code sslrootcert} (a file, or {@code system}), {@code channel_binding},
 * {@code gssencmode}, {@code application_name}, {@code connect_timeout} (seconds), {@code options}, {@code user} and
 * {@code password}; those that pgjdbc spells differently may be spelt so too.
 */
public final class ConnectionUrl {
    private final List<HostAndPort> hosts;
    private final String user;
    private final @Nullable String password;
    private final String database;
    private final Map<Parameter, String> parameters;

    ConnectionUrl(
            List<HostAndPort> hosts,
            String user,
            @Nullable String password,
            String database,
            Map<Parameter, String> parameters) {
        this.hosts = List.copyOf(hosts);
        this.user = user;
        this.password = password;
        this.database = database;
        this.parameters = Map.copyOf(parameters);
    }

    /**
     * Takes a URL apart. Nothing is looked up, read or connected.
     *
     * @param url the text
     * @return its parts
     * @throws InvalidConnectionUrl if it is malformed, or says something that would not be heeded
     */
    public static ConnectionUrl parse(String url) {
        return new UrlReader(url).read();
    }

    /**
     * As whom to connect.
     *
     * @return the user's name, decoded
     */
    public String user() {
        return user;
    }

    /**
     * The database to connect to.
     *
     * @return its name, decoded
     */
    public String database() {
        return database;
    }

    /**
     * Where to connect, fit for messages.
     *
     * @return {@code host:port/database}, without user and password
     */
    public String address() {
        return hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(",")) + "/" + database;
    }

    List<HostAndPort> hosts() {
        return hosts;
    }

    @Nullable
    String password() {
        return password;
    }

    Map<Parameter, String> parameters() {
        return parameters;
    }

    /**
     * Connections as this URL says, each opened anew: there is no pool behind it. What the URL leaves open is set so
     * that no connection hangs for ever: every statement has 30 s, every wait for a lock 10 s, an idle transaction 60
     * s.
     *
     * @return a data source, thread-safe
     */
    public DataSource dataSource() {
        return DriverProperties.dataSource(this);
    }

    /**
     * As {@link #dataSource()}, but no statement, wait for a lock or transaction has a deadline: for migrations, which
     * take as long as they take.
     *
     * @return a data source, thread-safe
     */
    public DataSource migrationDataSource() {
        return DriverProperties.withoutDeadlines(this);
    }

    /** {@return the URL without its password and its parameters} */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + address();
    }
}
