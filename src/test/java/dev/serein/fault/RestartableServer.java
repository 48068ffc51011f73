package dev.serein.fault;

import dev.serein.postgres.PostgresOptions;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.PostgresProvider.Embedded;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A PostgreSQL of the test's own with a database on it, which is looked at by a role of its own, {@code serein_admin}:
 * no change of the client authentication locks it out, and it is not counted.
 */
public final class RestartableServer implements AutoCloseable {
    private static final String ADMIN = "serein_admin";

    private final ScratchPostgres postgres;
    private final ScratchDatabase database;

    private RestartableServer(ScratchPostgres postgres) {
        this.postgres = postgres;
        this.database = postgres.createDatabase();
        writeHba("host all all 127.0.0.1/32 password");
    }

    /** A server that runs, without TLS, and asks for a clear password, as the shared one does. */
    public static RestartableServer create() {
        return new RestartableServer(
                ScratchPostgres.start(PostgresOptions.of(new Embedded(PostgresProvider.NEWEST, null))));
    }

    /** A database on it, {@code postgresql://user:password@127.0.0.1:port/name}; the user is a superuser. */
    public String url() {
        return database.url();
    }

    public int port() {
        return Integer.parseInt(url().replaceFirst(".*:(\\d+)/.*", "$1"));
    }

    public Path dataFolder() {
        return postgres.process().dataFolder();
    }

    public void stop() {
        postgres.process().stop();
    }

    public void stopImmediately() {
        postgres.process().stopImmediately();
    }

    public void kill() {
        postgres.process().kill();
    }

    public void start() {
        postgres.process().start();
    }

    /** The same, and it listens on a Unix socket in this folder too, as long as it runs. */
    public void startWithSocketIn(Path folder) {
        startWith("unix_socket_directories=" + folder);
    }

    /** The same, with other settings, such as {@code max_wal_senders=10}, as long as it runs. */
    public void startWith(String... settings) {
        Map<String, String> parameters = Arrays.stream(settings)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
        postgres.process().start(parameters);
    }

    public void configure(String name, String value) {
        postgres.configuration().set(name, value);
    }

    public void writeHba(String lines) {
        postgres.configuration().authenticate(lines);
    }

    public void turnTlsOn(Path certificate, Path key) {
        postgres.configuration().encrypt(certificate, key);
    }

    public void turnTlsOff() {
        postgres.configuration().encryptNot();
    }

    public void requireClientCertificate(Path authority) {
        postgres.configuration().requireClientCertificate(authority);
    }

    /** How many statements run in it at this moment, whoever sent them. */
    public int activeStatements() {
        return Integer.parseInt(ask("select count(*) from pg_stat_activity where state = 'active'"
                + " and backend_type = 'client backend' and usename <> '" + ADMIN + "'"));
    }

    /** How many clients are connected; those that keep the server are not counted. */
    public int sessions() {
        return Integer.parseInt(ask("select count(*) from pg_stat_activity"
                + " where backend_type = 'client backend' and usename <> '" + ADMIN + "'"
                + " and application_name <> 'serein-postgres'"));
    }

    /** The first value of a query, asked on a connection of its own that works whatever the test has changed. */
    public String ask(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #ask}, without an answer. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", ADMIN);
        properties.setProperty("password", database.password());
        properties.setProperty("sslmode", "disable");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("options", "-c default_transaction_read_only=off -c statement_timeout=0");
        return DriverManager.getConnection(database.jdbcUrl(), properties);
    }

    /** Ends it, if it runs, and removes all that it was. */
    @Override
    public void close() {
        postgres.close();
    }
}
