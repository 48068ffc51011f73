package dev.serein.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an embedded server, changed while it runs. Each method returns when new sessions see the change;
 * open ones hear of it before their next statement. Not thread-safe.
 *
 * <p>It is changed by a role of its own, {@code serein_admin}, a superuser, whom no change of the client authentication
 * locks out; it is made when the configuration is changed first.
 */
public final class ServerConfiguration {
    private static final String ADMIN = "serein_admin";
    private static final Duration MOST = Duration.ofSeconds(30);

    private final Path data;
    private final ServerAddress address;
    private boolean hasAdmin;

    ServerConfiguration(Path data, ServerAddress address) {
        this.data = data;
        this.address = address;
    }

    /**
     * Sets a parameter for all sessions, also after a restart. One that needs a restart waits for that.
     *
     * @param parameter the name, as in {@code postgresql.conf}
     * @param value the value, without quotes
     * @throws ScratchPostgresException if the server refuses it, or was last started with another value for it
     */
    public void set(String parameter, String value) {
        if (!parameter.matches("[A-Za-z_.]+")) {
            throw new IllegalArgumentException(parameter);
        }
        ask("alter system set " + parameter + " = '" + value.replace("'", "''") + "'");
        reload();
    }

    /**
     * Sets the client authentication, in place of all that was there, but for {@code serein_admin} and for standbys.
     *
     * @param lines one for each kind of client, as in {@code pg_hba.conf}, separated by line feeds
     * @throws ScratchPostgresException if the server cannot read them
     */
    public void authenticate(String lines) {
        requireAdmin();
        try {
            Files.writeString(
                    data.resolve("pg_hba.conf"),
                    "host all " + ADMIN + " 127.0.0.1/32 password\n" + lines + "\nhost replication " + Installation.ROLE
                            + " 127.0.0.1/32 password\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String error = ask("select min(error) from pg_catalog.pg_hba_file_rules");
        if (error != null) {
            throw new ScratchPostgresException("The server cannot read its pg_hba.conf: " + error, "");
        }
        reload();
    }

    /**
     * Turns TLS on with a certificate; one that is in use is replaced.
     *
     * @param certificate PEM, with those that lead to the authority
     * @param key PEM, not encrypted
     * @throws ScratchPostgresException if the server refuses
     */
    public void encrypt(Path certificate, Path key) {
        install(certificate, "server.crt");
        install(key, "server.key");
        set("ssl", "on");
    }

    /**
     * Turns TLS off.
     *
     * @throws ScratchPostgresException if the server refuses
     */
    public void encryptNot() {
        set("ssl", "off");
    }

    /**
     * Lets in only who comes with TLS and a certificate for the role's name, and the password.
     *
     * @param authority the certificate of who issues those of clients; PEM
     * @throws ScratchPostgresException if the server refuses
     */
    public void requireClientCertificate(Path authority) {
        install(authority, "root.crt");
        set("ssl_ca_file", "root.crt");
        authenticate("hostssl all all 127.0.0.1/32 password clientcert=verify-full");
    }

    private void install(Path file, String name) {
        Path installed = data.resolve(name);
        try {
            Files.copy(file, installed, StandardCopyOption.REPLACE_EXISTING);
            if (!OperatingSystem.isWindows()) {
                Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The postmaster reads its files at some time after it was asked to; a new session knows whether it has. */
    private void reload() {
        String before = ask("select pg_conf_load_time()");
        ask("select pg_reload_conf()");
        if (!Wait.until(() -> !String.valueOf(ask("select pg_conf_load_time()")).equals(before), MOST)) {
            throw new ScratchPostgresException("The server has not read its configuration again", "");
        }
    }

    private void requireAdmin() {
        if (hasAdmin) {
            return;
        }
        try (Connection connection = address.controlDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + ADMIN + " superuser login password '" + address.password() + "'");
            hasAdmin = true;
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /** The first value of a statement; null if it returns none. */
    private @Nullable String ask(String sql) {
        requireAdmin();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return null;
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private ScratchPostgresException refused(SQLException e) {
        return new ScratchPostgresException("Cannot configure the server at " + address + ": " + e.getMessage(), "", e);
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", ADMIN);
        properties.setProperty("password", String.valueOf(address.password()));
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "20"); // it may be paused
        properties.setProperty("socketTimeout", "20");
        properties.setProperty("sslmode", "prefer");
        properties.setProperty("options", "-c default_transaction_read_only=off -c statement_timeout=0");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database(), properties);
    }
}
