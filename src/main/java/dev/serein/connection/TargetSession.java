package dev.serein.connection;

import dev.serein.connection.Explanation.Then;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/** What kind of server is wanted of several, as libpq's target_session_attrs has it. */
enum TargetSession {
    ANY,
    READ_WRITE,
    READ_ONLY,
    PRIMARY,
    STANDBY;

    /** What to ask for, in turn, of all hosts each time. */
    static List<TargetSession> passes(ConnectionSettings settings) {
        String said = settings.value(Parameter.TARGET_SESSION_ATTRS);
        return switch (said == null ? "any" : said) {
            case "read-write" -> List.of(READ_WRITE);
            case "read-only" -> List.of(READ_ONLY);
            case "primary" -> List.of(PRIMARY);
            case "standby" -> List.of(STANDBY);
            case "prefer-standby" -> List.of(STANDBY, ANY);
            default -> List.of(ANY);
        };
    }

    void check(PgConnection connection) throws SQLException {
        String refused = refuses(connection);
        if (refused != null) {
            Explanation explanation =
                    new Explanation(refused, "name a host that is, or change target_session_attrs", Then.NEXT_HOST);
            throw new ConnectFailure("Not what was asked for", null, explanation, null);
        }
    }

    private @Nullable String refuses(PgConnection connection) throws SQLException {
        return switch (this) {
            case ANY -> null;
            case READ_WRITE -> isReadOnly(connection) ? "the server is read-only" : null;
            case READ_ONLY -> isReadOnly(connection) ? null : "the server is not read-only";
            case PRIMARY -> isStandby(connection) ? "the server is a standby" : null;
            case STANDBY -> isStandby(connection) ? null : "the server is not a standby";
        };
    }

    private static boolean isReadOnly(PgConnection connection) throws SQLException {
        return isOn(connection, "default_transaction_read_only", "show transaction_read_only") || isStandby(connection);
    }

    private static boolean isStandby(PgConnection connection) throws SQLException {
        return isOn(connection, "in_hot_standby", "select pg_is_in_recovery()");
    }

    /** Servers since version 14 say it without being asked; a pooler may keep it to itself. */
    private static boolean isOn(PgConnection connection, String parameter, String query) throws SQLException {
        String said = connection.getParameterStatus(parameter);
        if (said == null) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(query)) {
                return result.next() && result.getBoolean(1);
            }
        }
        return said.equals("on");
    }
}
