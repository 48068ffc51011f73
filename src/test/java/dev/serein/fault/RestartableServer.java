package dev.serein.fault;

import static org.awaitility.Awaitility.await;

import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.PostgresProvider.Embedded;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the test's own, which can be stopped, killed and started again, and whose configuration can be
 * changed while it runs. Where it answers, and its data, stay the same. Linux only; not thread-safe.
 *
 * <p>It is looked at by a role of its own, {@code serein_admin}, which no change of the client authentication locks
 * out, and which is not counted.
 */
public final class RestartableServer implements AutoCloseable {
    private static final String ADMIN = "serein_admin";
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final ScratchPostgres postgres;
    private final ScratchDatabase database;
    private final Path dataFolder;
    private final List<String> command = new ArrayList<>();
    private ProcessHandle postmaster;

    private RestartableServer(ScratchPostgres postgres) {
        this.postgres = postgres;
        this.database = postgres.createDatabase();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + ADMIN + " superuser login password '" + password() + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        this.dataFolder = Path.of(ask("show data_directory"));
        this.postmaster = postmaster();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL does not run as root
        }
        command.add(postmaster.info().command().orElseThrow());
        command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
        writeHba("host all all 127.0.0.1/32 password");
    }

    /** A server that runs, without TLS, and asks for a clear password, as the shared one does. */
    public static RestartableServer create() {
        return new RestartableServer(ScratchPostgres.start(new Embedded(PostgresProvider.NEWEST, null)));
    }

    /** A database on it, {@code postgresql://user:password@127.0.0.1:port/name}; the user is a superuser. */
    public String url() {
        return database.url();
    }

    public int port() {
        return Integer.parseInt(url().replaceFirst(".*:(\\d+)/.*", "$1"));
    }

    private String password() {
        return url().replaceFirst(".*//[^:]+:([^@]*)@.*", "$1");
    }

    public Path dataFolder() {
        return dataFolder;
    }

    /** Stops it, as for maintenance: open transactions are rolled back, every client is told. Waits for the end. */
    public void stop() {
        signal("INT");
        awaitEnd(Stream.of(postmaster));
    }

    /** Kills it, as when its machine runs out of memory: nobody is told anything. Waits for the end. */
    public void kill() {
        signal("STOP"); // else it, or those that see it go, would still tell the clients
        List<ProcessHandle> others = postmaster.descendants().toList();
        others.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(others.stream());
        postmaster.destroyForcibly();
        awaitEnd(Stream.of(postmaster));
        try {
            // it names a process that may count as there until its parent asks how it ended
            Files.delete(dataFolder.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(postmaster.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(Stream<ProcessHandle> processes) {
        // one that has ended, but whose parent has not asked how, has no command
        processes.forEach(process -> await().pollInterval(LOOK)
                .atMost(MOST)
                .until(() -> process.info().command().isEmpty()));
    }

    /** Starts it again after {@link #stop} or {@link #kill}. Waits until it serves. */
    public void start() {
        start(List.of());
    }

    /** The same, and it listens on a Unix socket in this folder too, as long as it runs. */
    public void startWithSocketIn(Path folder) {
        start(List.of("-c", "unix_socket_directories=" + folder));
    }

    /** The same, with other settings, such as {@code max_wal_senders=10}, as long as it runs. */
    public void startWith(String... settings) {
        start(Stream.of(settings).flatMap(setting -> Stream.of("-c", setting)).toList());
    }

    /** Ends it as pg_ctl's immediate mode does: clients are told, nothing is written down. Waits for the end. */
    public void stopImmediately() {
        signal("QUIT");
        awaitEnd(Stream.of(postmaster));
    }

    private void start(List<String> more) {
        File log = dataFolder.resolveSibling("server.log").toFile();
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(command.stream(), more.stream()).toList())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log))
                    .start();
            await().pollInterval(LOOK).atMost(MOST).until(() -> serves() || !process.isAlive());
            if (!process.isAlive()) {
                throw new IllegalStateException("The server ended: " + Files.readString(log.toPath()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postmaster = postmaster();
    }

    private ProcessHandle postmaster() {
        try {
            String pid =
                    Files.readAllLines(dataFolder.resolve("postmaster.pid")).get(0);
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean serves() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Sets a parameter for all sessions, also after a restart, and waits until it holds for new sessions; open ones
     * hear of it before their next statement, as far as they have not set it themselves. One that needs a restart waits
     * for that.
     */
    public void configure(String name, String value) {
        if (!name.matches("[A-Za-z_.]+")) {
            throw new IllegalArgumentException(name);
        }
        execute("alter system set " + name + " = '" + value.replace("'", "''") + "'");
        reload();
    }

    /** Makes this the client authentication, one line for each kind of client, as in {@code pg_hba.conf}. */
    public void writeHba(String lines) {
        try {
            Files.writeString(
                    dataFolder.resolve("pg_hba.conf"), "host all " + ADMIN + " 127.0.0.1/32 password\n" + lines + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String error = ask("select min(error) from pg_hba_file_rules");
        if (error != null) {
            throw new IllegalArgumentException(error);
        }
        reload();
    }

    /** From now on it speaks TLS too, with this certificate; another one can be put in its place. PEM files. */
    public void turnTlsOn(Path certificate, Path key) {
        install(certificate, "server.crt");
        install(key, "server.key");
        configure("ssl", "on");
    }

    public void turnTlsOff() {
        configure("ssl", "off");
    }

    /**
     * From now on it lets in only who comes with TLS and a certificate of this authority for the role's name, and the
     * password.
     */
    public void requireClientCertificate(Path authority) {
        install(authority, "root.crt");
        configure("ssl_ca_file", "root.crt");
        writeHba("hostssl all all 127.0.0.1/32 password clientcert=verify-full");
    }

    private void install(Path file, String name) {
        Path installed = dataFolder.resolve(name);
        try {
            Files.copy(file, installed, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The postmaster reads its files at some time after it was asked to; a new session knows whether it has. */
    private void reload() {
        String before = ask("select pg_conf_load_time()");
        execute("select pg_reload_conf()");
        await().pollInterval(LOOK).atMost(MOST).until(() -> !ask("select pg_conf_load_time()")
                .equals(before));
    }

    /** How many statements run in it at this moment, whoever sent them. */
    public int activeStatements() {
        return Integer.parseInt(ask("select count(*) from pg_stat_activity where state = 'active'"
                + " and backend_type = 'client backend' and usename <> '" + ADMIN + "'"));
    }

    /** How many clients are connected. */
    public int sessions() {
        return Integer.parseInt(ask("select count(*) from pg_stat_activity"
                + " where backend_type = 'client backend' and usename <> '" + ADMIN + "'"));
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
        properties.setProperty("password", password());
        properties.setProperty("sslmode", "disable");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("options", "-c default_transaction_read_only=off -c statement_timeout=0");
        return DriverManager.getConnection("jdbc:" + url().replaceFirst("//[^@]*@", "//"), properties);
    }

    /** Ends it, if it runs, and removes all that it was. */
    @Override
    public void close() {
        postgres.close();
    }
}
