package dev.serein.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
public final class ConnectionSettings {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final List<Host> hosts;
    private final String user;
    private final @Nullable String password;
    private final String database;
    private final Map<Parameter, Setting> settings;
    private Path home = Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home")));

    ConnectionSettings(
            List<Host> hosts,
            String user,
            @Nullable String password,
            String database,
            Map<Parameter, Setting> settings) {
        this.hosts = List.copyOf(hosts);
        this.user = user;
        this.password = password;
        this.database = database;
        this.settings = Map.copyOf(settings);
    }

    /**
     * Takes a URL apart. Nothing is looked up, read or connected.
     *
     * @param url the text
     * @return its parts
     * @throws InvalidConnectionSettings if it is malformed, or says something that would not be heeded
     */
    public static ConnectionSettings of(String url) {
        return new UrlReader(url).read();
    }

    /** What was said of a parameter; null when nothing was. */
    @Nullable
    String value(Parameter parameter) {
        Setting said = settings.get(parameter);
        return said == null ? null : said.value();
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
        return hosts.stream().map(Host::toString).collect(Collectors.joining(",")) + "/" + database;
    }

    List<Host> hosts() {
        return hosts;
    }

    /** STUB. The folder that holds {@code .postgresql}: HOME of the environment, else the user's of the system. */
    Path home() {
        return home;
    }

    /** STUB of what the reader offers: of the environment only HOME, the options as they are. */
    static ConnectionSettings of(String url, Map<String, String> environment, Map<String, String> options) {
        ConnectionSettings read = of(url);
        Map<Parameter, Setting> all = new java.util.EnumMap<>(Parameter.class);
        all.putAll(read.settings);
        options.forEach(
                (name, value) -> all.put(Parameter.named(name).orElseThrow(), new Setting(value, "the program")));
        Setting address = all.remove(Parameter.HOSTADDR);
        List<Host> hosts = address == null
                ? read.hosts
                : read.hosts.stream()
                        .map(host -> new Host(host.name(), address.value(), host.port()))
                        .toList();
        ConnectionSettings settings = new ConnectionSettings(hosts, read.user, read.password, read.database, all);
        settings.home = Path.of(environment.getOrDefault("HOME", "/nonexistent"));
        return settings;
    }

    /** How long one address may take, from the first packet to the end of the login. */
    Duration connectTimeout() {
        String said = value(Parameter.CONNECT_TIMEOUT);
        return said == null ? CONNECT_TIMEOUT : Duration.ofSeconds(Long.parseLong(said));
    }

    /** For this host: with several, a file of passwords may hold several. */
    @Nullable
    String password(Host host) {
        return password;
    }

    /**
     * Connections as this URL says, each opened anew: there is no pool behind it. What the URL leaves open is set so
     * that no connection hangs for ever: every statement has 30 s, every wait for a lock 10 s, an idle transaction 60
     * s.
     *
     * @return a data source, thread-safe
     */
    public DataSource dataSource() {
        return new ConnectionSource(connector(SessionSettings.DEFAULTS));
    }

    /**
     * What opens connections as these settings say.
     *
     * @param session the deadlines of every connection
     * @return what connects, thread-safe
     */
    public Connector connector(SessionSettings session) {
        return new Connector(this, session, null);
    }

    /**
     * The same, but as whom to connect is asked before every connection.
     *
     * @param session the deadlines of every connection
     * @param credentials gives user and password, or a token, that hold now
     * @return what connects, thread-safe
     */
    public Connector connector(SessionSettings session, Supplier<Credentials> credentials) {
        return new Connector(this, session, credentials);
    }

    /**
     * As {@link #dataSource()}, but no statement, wait for a lock or transaction has a deadline: for migrations, which
     * take as long as they take.
     *
     * @return a data source, thread-safe
     */
    public DataSource migrationDataSource() {
        return new ConnectionSource(connector(SessionSettings.UNBOUNDED));
    }

    /** {@return the URL without its password and its parameters} */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + address();
    }
}
