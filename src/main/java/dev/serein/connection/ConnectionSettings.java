package dev.serein.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to connect, as PostgreSQL's own clients would have it. Immutable.
 *
 * <p>Read are {@code postgresql://user:password@host:port/database?parameter=value}, the same with {@code postgres://}
 * or {@code jdbc:postgresql://}, and lists of {@code key=value}; several hosts have commas between them. What the text
 * leaves open is looked for in a service file, in the {@code PG*} variables, in the password file; then it is host
 * {@code localhost}, port 5432, the user of the operating system, the database called like the user. In every part of a
 * URL {@code %40} and the like stand for a character; {@code +} is a plus.
 *
 * <p>Every parameter of libpq is heeded or refused by name. Those that other stacks put into the same URL are
 * understood: {@code schema}, {@code connection_limit}, {@code pool_timeout}, {@code pgbouncer},
 * {@code statement_cache_size}, {@code socket_timeout}, {@code sslaccept}, {@code ssl}; in a {@code jdbc:} URL the
 * names of the driver.
 */
public final class ConnectionSettings {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final List<Host> hosts;
    private final String user;
    private final String database;
    private final Map<Host, Setting> passwords;
    private final Map<Parameter, Setting> settings;
    private final Path home;

    /** @param passwords those that a file has for a host; what is said of the password itself wins */
    ConnectionSettings(
            List<Host> hosts,
            String user,
            String database,
            Map<Host, Setting> passwords,
            Map<Parameter, Setting> settings,
            Path home) {
        this.hosts = List.copyOf(hosts);
        this.user = user;
        this.database = database;
        this.passwords = Map.copyOf(passwords);
        this.settings = Map.copyOf(settings);
        this.home = home;
    }

    /**
     * Reads a URL or a list of {@code key=value}. What it leaves open this process's environment may say. Files that
     * are named are read; nothing is connected or looked up.
     *
     * @param text the URL or the list; empty leaves all to the environment
     * @return what it says
     * @throws InvalidConnectionSettings if it is malformed, or says something that would not be heeded
     */
    public static ConnectionSettings of(@Nullable String text) {
        if (text == null) {
            throw InvalidConnectionSettings.nothingSaid();
        }
        return of(text, System.getenv());
    }

    /**
     * The same, with another environment.
     *
     * @param text the URL or the list; empty leaves all to the environment
     * @param environment the variables, {@code HOME} among them
     * @return what they say
     * @throws InvalidConnectionSettings if it is malformed, or says something that would not be heeded
     */
    public static ConnectionSettings of(String text, Map<String, String> environment) {
        return of(text, environment, Map.of());
    }

    /**
     * The same, and what the program says itself wins over all else.
     *
     * @param text the URL or the list; empty leaves all to the environment
     * @param environment the variables, {@code HOME} among them
     * @param options parameters by their names in libpq
     * @return what they say
     * @throws InvalidConnectionSettings if it is malformed, or says something that would not be heeded
     */
    public static ConnectionSettings of(String text, Map<String, String> environment, Map<String, String> options) {
        return new SettingsReader(environment).read(text, null, options);
    }

    /**
     * Reads {@code DATABASE_URL}; without it, the {@code PG*} variables, if one of them names a database.
     *
     * @param environment the variables
     * @return what they say
     * @throws InvalidConnectionSettings if nothing is said, or something that would not be heeded
     */
    public static ConnectionSettings fromEnvironment(Map<String, String> environment) {
        return fromEnvironment(environment, Map.of());
    }

    /**
     * The same, and what the program says itself wins over all else.
     *
     * @param environment the variables
     * @param options parameters by their names in libpq
     * @return what they say
     * @throws InvalidConnectionSettings if nothing is said, or something that would not be heeded
     */
    public static ConnectionSettings fromEnvironment(Map<String, String> environment, Map<String, String> options) {
        return fromEnvironment("DATABASE_URL", environment, options);
    }

    /**
     * The same, of another variable.
     *
     * @param variable that has the URL
     * @param environment the variables
     * @param options parameters by their names in libpq
     * @return what they say
     * @throws InvalidConnectionSettings if nothing is said, or something that would not be heeded
     */
    public static ConnectionSettings fromEnvironment(
            String variable, Map<String, String> environment, Map<String, String> options) {
        String url = environment.get(variable);
        if (url != null && !url.isBlank()) {
            return new SettingsReader(environment).read(url, variable, options);
        }
        if (!Variables.nameADatabase(environment)) {
            throw InvalidConnectionSettings.nothingSaid();
        }
        return new SettingsReader(environment).read("", variable, options);
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

    /** The folder of the user, in which libpq keeps certificates under {@code .postgresql}. */
    Path home() {
        return home;
    }

    /** How long one address may take, from the first packet to the end of the login. */
    Duration connectTimeout() {
        String said = value(Parameter.CONNECT_TIMEOUT);
        return said == null ? CONNECT_TIMEOUT : Duration.ofSeconds(Long.parseLong(said));
    }

    /** For this host: with several, a file of passwords may hold several. */
    @Nullable
    String password(Host host) {
        Setting said = settings.get(Parameter.PASSWORD);
        Setting found = said == null ? passwords.get(host) : said;
        return found == null ? null : found.value();
    }

    /** How to notice on an idle connection that the server has gone. */
    KeepAlive keepAlive() {
        return KeepAlive.of(this);
    }

    /**
     * How the server has to prove itself, as libpq's {@code sslmode} has it.
     *
     * @return the mode; empty when none is said
     */
    public Optional<String> sslmode() {
        return Optional.ofNullable(value(Parameter.SSLMODE));
    }

    /**
     * What the server shows of these connections.
     *
     * @return the name; empty when none is said
     */
    public Optional<String> applicationName() {
        String name = value(Parameter.APPLICATION_NAME);
        return Optional.ofNullable(name == null ? value(Parameter.FALLBACK_APPLICATION_NAME) : name);
    }

    /**
     * A time that {@code options} sets in the server, as {@code -c statement_timeout=5s} does.
     *
     * @param parameter the server's name of it
     * @return the time; empty when it is not said
     */
    public Optional<Duration> serverTime(String parameter) {
        return Optional.ofNullable(value(Parameter.OPTIONS)).flatMap(options -> ServerOptions.time(options, parameter));
    }

    /**
     * How many connections a pool may hold, as {@code connection_limit} says.
     *
     * @return 1 or more; empty when it is not said
     */
    public OptionalInt connectionLimit() {
        String said = value(Parameter.CONNECTION_LIMIT);
        return said == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(said));
    }

    /**
     * How long to wait for a connection of a pool, as {@code pool_timeout} says.
     *
     * @return 1 second or more; empty when it is not said
     */
    public Optional<Duration> poolTimeout() {
        return seconds(Parameter.POOL_TIMEOUT);
    }

    /**
     * How long the server may be silent while it is waited for, as {@code socket_timeout} says.
     *
     * @return 1 second or more; empty when it is not said
     */
    public Optional<Duration> socketTimeout() {
        return seconds(Parameter.SOCKET_TIMEOUT);
    }

    /**
     * How long a statement may run: the shorter of {@code socket_timeout} and of {@code statement_timeout} in
     * {@code options}.
     *
     * @return the time, zero for as long as it takes; empty when neither is said
     */
    public Optional<Duration> statementTimeout() {
        Optional<Duration> ofServer = serverTime("statement_timeout");
        Optional<Duration> ofSocket = socketTimeout();
        if (ofServer.isEmpty() || ofSocket.isEmpty()) {
            return ofServer.or(() -> ofSocket);
        }
        Duration time = ofServer.get();
        return time.isZero() || time.compareTo(ofSocket.get()) > 0 ? ofSocket : ofServer;
    }

    private Optional<Duration> seconds(Parameter parameter) {
        return Optional.ofNullable(value(parameter)).map(said -> Duration.ofSeconds(Long.parseLong(said)));
    }

    /**
     * All that is in force and where it comes from, for people; secrets are left out.
     *
     * @return lines of name, value and origin
     */
    public String describe() {
        return new Description(this, settings, passwords).toString();
    }

    /**
     * What {@link #describe} says, for programs; secrets are left out.
     *
     * @return one setting each, in the same order; a password of each of several hosts is one more
     */
    public List<EffectiveSetting> effective() {
        return new Description(this, settings, passwords).settings();
    }

    /**
     * Connections as this URL says, each opened anew: there is no pool behind it. What the URL leaves open is set so
     * that no connection hangs for ever: every statement has 30 s, every wait for a lock 10 s, an idle transaction 60
     * s.
     *
     * @return a data source, thread-safe
     */
    public DataSource dataSource() {
        return connector(SessionSettings.of(this)).dataSource();
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
     * @param credentials gives user and password, or a token, that hold now; what it throws is the cause of a
     *     {@link ConnectFailure}
     * @return what connects, thread-safe
     */
    public Connector connector(SessionSettings session, Supplier<Credentials> credentials) {
        return new Connector(this, session, credentials);
    }

    /**
     * As {@link #dataSource()}, but no statement, wait for a lock or transaction has a deadline: for migrations, which
     * take as long as they take.
     *
     * <p>So that none waits for ever for a server that has gone, TCP asks after 60 s of silence, again every 10 s, and
     * ends the connection after 6 questions without an answer; {@code keepalives}, {@code keepalives_idle} and so on
     * may say otherwise. What was sent and is not acknowledged, TCP repeats for as long as the system has it. A Unix
     * socket needs neither.
     *
     * @return a data source, thread-safe
     */
    public DataSource migrationDataSource() {
        return connector(SessionSettings.UNBOUNDED).dataSource();
    }

    /** {@return the URL without its password and its parameters} */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + address();
    }
}
