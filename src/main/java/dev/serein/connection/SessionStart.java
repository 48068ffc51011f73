package dev.serein.connection;

import dev.serein.connection.Explanation.Then;
import java.net.Socket;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;

/**
 * What a session is given when it begins: its deadlines with the first packet, its time zone with one statement, which
 * also tells whether a pooler stands in between. The deadlines, which a pooler refuses or would leave to another
 * client, are not sent again once one has been seen. The time zone is always set: the server reports it on change, so
 * that PgBouncer has it follow the client.
 */
final class SessionStart {
    /** The process that answers; the time zone is what the driver takes from the JVM, and it wins over options. */
    private static final String BEGIN =
            "select pg_backend_pid(), " + Link.INCARNATION + ", set_config('TimeZone', 'UTC', false)";

    /** Questions after 15 s of silence, which the server gives up after as many more. */
    private static final String LIVES = "select set_config('idle_session_timeout', '0', false),"
            + " set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),"
            + " set_config('tcp_keepalives_count', '3', false)";

    private static final List<String> PUBLIC = List.of("public", "\"public\"");

    private final ConnectionSettings settings;
    private final SessionSettings session;
    private volatile boolean pooled;

    SessionStart(ConnectionSettings settings, SessionSettings session) {
        this.settings = settings;
        this.session = session;
        this.pooled = "true".equals(settings.value(Parameter.PGBOUNCER));
    }

    /** For the first packet; null when there is nothing to say, or nobody who would keep it. */
    @Nullable
    String options() {
        String said = settings.value(Parameter.OPTIONS);
        if (pooled) {
            return said;
        }
        StringJoiner options = new StringJoiner(" ").add("-c standard_conforming_strings=on");
        if (said != null) {
            options.add(said);
        }
        // the last word: it is what the client waits for, and it has heard what was said
        add("statement_timeout", session.statementTimeout(), options);
        add("lock_timeout", session.lockTimeout(), options);
        add("idle_in_transaction_session_timeout", session.idleInTransactionTimeout(), options);
        return options.toString();
    }

    /** Unless there is something said that was not understood. */
    private void add(String parameter, Duration time, StringJoiner options) {
        String said = settings.value(Parameter.OPTIONS);
        if (said == null || !ServerOptions.isUnreadable(said, parameter)) {
            options.add("-c " + parameter + "=" + time.toMillis());
        }
    }

    /**
     * Whether a failed attempt is to be repeated at once, because what failed it will not be sent again. The driver has
     * the same state for whatever it does not understand; a pooler names what it refuses.
     */
    boolean isRefusedByPooler(@Nullable Throwable failure) {
        boolean refused = !pooled
                && failure instanceof PSQLException refusal
                && isOfStartupParameter(refusal)
                && settings.value(Parameter.PGBOUNCER) == null;
        pooled |= refused;
        return refused;
    }

    static boolean isOfStartupParameter(PSQLException refusal) {
        return refusal.getServerErrorMessage() != null
                && "08P01".equals(refusal.getSQLState())
                && String.valueOf(refusal.getServerErrorMessage().getMessage()).contains("startup parameter");
    }

    /** For the first packet; a pooler would not keep it, and the usual one needs no saying. */
    @Nullable
    String schema() {
        return pooled ? null : settings.value(Parameter.SCHEMA);
    }

    Link begin(PgConnection connection, Socket socket) throws SQLException {
        refuseOldStrings(connection);
        connection.setNetworkTimeout(Runnable::run, (int) session.silence().toMillis());
        int process;
        String incarnation;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(BEGIN)) {
            result.next();
            process = result.getInt(1);
            incarnation = result.getString(2);
        }
        if (process != connection.getBackendPID() && settings.value(Parameter.PGBOUNCER) == null) {
            pooled = true;
        }
        if (pooled) {
            refuseWhatAPoolerCannotKeep();
        }
        if (pooled && settings.value(Parameter.PREPARE_THRESHOLD) == null) {
            // a prepared statement would be another session's by the next transaction, before PgBouncer 1.21
            connection.setPrepareThreshold(0);
        }
        if (session.ofMigrations()) {
            endWithItsClient(connection);
        }
        return new Link(connection, socket, incarnation, pooled);
    }

    /**
     * A release step that is killed must not leave an index being built, or a lock waited for, in the server: it looks
     * after its client also while it works. And what waits for its turn is not idle.
     */
    private static void endWithItsClient(PgConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LIVES);
            statement.execute("set client_connection_check_interval = '1s'");
        } catch (SQLException e) {
            // a server on a system that cannot tell of a closed connection refuses the last one
            if (!"22023".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private void refuseWhatAPoolerCannotKeep() throws ConnectFailure {
        String schema = settings.value(Parameter.SCHEMA);
        if (schema != null && !PUBLIC.contains(schema)) {
            throw refused(
                    "a pooler in front of the server does not keep the schema that is said",
                    "leave it out, and alter role … set search_path");
        }
        if (session.ofMigrations()) {
            throw refused(
                    "a pooler stands in front of the server, and migrations hold locks that it would leave to others",
                    "migrate over a URL of the server itself: set DATABASE_DIRECT_URL to it");
        }
    }

    private static ConnectFailure refused(String what, String fix) {
        return new ConnectFailure("Not possible", null, new Explanation(what, fix, Then.MEND), null);
    }

    /** Where a backslash escapes, the end of a literal is not where jOOQ's inlining puts it. */
    private static void refuseOldStrings(BaseConnection connection) throws SQLException {
        if (!connection.getStandardConformingStrings()) {
            throw refused(
                    "the server reads backslashes in strings as escapes (standard_conforming_strings is off), which"
                            + " opens literals to injection",
                    "alter role or alter database … reset standard_conforming_strings");
        }
    }
}
