package dev.serein.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a server answers, and as whom to connect.
 *
 * @param database the database to connect to while creating and dropping others
 * @param parameters further connection parameters, as pgjdbc names them
 */
record ServerAddress(
        String host,
        int port,
        String user,
        @Nullable String password,
        String database,
        Map<String, String> parameters) {

    private static final int CONTROL_SECONDS = 20;

    /** What means the same to libpq and to pgjdbc, and loads no class. */
    private static final List<String> PARAMETERS = List.of("options", "sslcert", "sslkey", "sslmode", "sslrootcert");

    static ServerAddress parse(String url) {
        try {
            URI uri = new URI(url);
            String credentials = uri.getRawUserInfo();
            if (uri.getHost() == null) {
                throw malformed();
            }
            if (credentials == null || credentials.startsWith(":")) {
                throw new ScratchPostgresException(
                        "The URL of the scratch server names no user",
                        "write postgresql://user:password@host:port/database, with special characters percent-encoded");
            }
            String[] userAndPassword = credentials.split(":", 2);
            String path = uri.getPath() == null || uri.getPath().length() < 2
                    ? "postgres"
                    : uri.getPath().substring(1);
            return new ServerAddress(
                    uri.getHost(),
                    uri.getPort() < 0 ? 5432 : uri.getPort(),
                    decode(userAndPassword[0]),
                    userAndPassword.length < 2 ? null : decode(userAndPassword[1]),
                    path,
                    parameters(uri.getRawQuery()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw malformed(); // the exception holds the URL, and with it the password
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query == null ? new String[0] : query.split("&")) {
            String[] nameAndValue = parameter.split("=", 2);
            if (nameAndValue.length < 2 || !PARAMETERS.contains(nameAndValue[0])) {
                throw new ScratchPostgresException(
                        "The URL of the scratch server has a parameter that is not known: " + nameAndValue[0],
                        "use only " + String.join(", ", PARAMETERS));
            }
            parameters.put(nameAndValue[0], decode(nameAndValue[1]));
        }
        return parameters;
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static ScratchPostgresException malformed() {
        return new ScratchPostgresException(
                "The URL of the scratch server is malformed",
                "write postgresql://user:password@host:port/database, with special characters percent-encoded");
    }

    /** The libpq URI of a database on this server, credentials included. */
    String url(String databaseName) {
        StringBuilder url = new StringBuilder("postgresql://").append(encode(user));
        if (password != null) {
            url.append(':').append(encode(password));
        }
        url.append('@').append(host).append(':').append(port).append('/').append(encode(databaseName));
        appendParameters(url);
        return url.toString();
    }

    /** As pgjdbc has it, without credentials. */
    String jdbcUrl(String databaseName) {
        StringBuilder url = new StringBuilder("jdbc:postgresql://")
                .append(host)
                .append(':')
                .append(port)
                .append('/')
                .append(encode(databaseName));
        appendParameters(url);
        return url.toString();
    }

    private void appendParameters(StringBuilder url) {
        String separator = "?";
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            url.append(separator).append(parameter.getKey()).append('=').append(encode(parameter.getValue()));
            separator = "&";
        }
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Unpooled connections to a database on this server. */
    DataSource dataSource(String databaseName) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(databaseName);
        source.setUser(user);
        if (password != null) {
            source.setPassword(password);
        }
        source.setApplicationName("serein-postgres");
        source.setConnectTimeout(10);
        // a connection that is cut unseen loses the lock by which others know that this process lives
        source.setTcpKeepAlive(true);
        try {
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                source.setProperty(parameter.getKey(), parameter.getValue());
            }
        } catch (SQLException e) {
            throw new ScratchPostgresException("The URL of the scratch server has a bad parameter", "", e);
        }
        return source;
    }

    /** For a question that is answered at once, or never; whatever sessions are set to by default. */
    DataSource controlDataSource() {
        PGSimpleDataSource source = (PGSimpleDataSource) dataSource(database);
        source.setLoginTimeout(CONTROL_SECONDS);
        source.setSocketTimeout(CONTROL_SECONDS);
        source.setOptions("-c default_transaction_read_only=off -c statement_timeout=0 -c lock_timeout=0");
        return source;
    }

    /** The server without its credentials. */
    @Override
    public String toString() {
        return "postgresql://" + host + ":" + port;
    }
}
