package dev.serein;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a session holds that outlasts a transaction, as PostgreSQL lists it. Settings with a dot in their names, which
 * no extension has declared, it does not list: those are asked for by name. Immutable.
 *
 * @param parts all of it
 */
record SessionState(Set<Part> parts) {
    private static final String READ = """
            select 'SETTINGS', name, setting from pg_catalog.pg_settings
            where source = 'session' and setting is distinct from reset_val and name not like 'transaction\\_%%'
            union all select 'SETTINGS', name, pg_catalog.current_setting(name, true)
            from pg_catalog.unnest(array[%s]::text[]) as asked (name)
            where pg_catalog.current_setting(name, true) <> ''
            and not exists (select from pg_catalog.pg_settings s where s.name = asked.name)
            union all select 'ROLE', current_user::text, session_user::text
            union all select 'TEMPORARY_TABLES', relname::text, '' from pg_catalog.pg_class
            where relnamespace = pg_catalog.pg_my_temp_schema() and relkind in ('r', 'p', 'v')
            union all select 'ADVISORY_LOCKS', pg_catalog.count(*)::text, '' from pg_catalog.pg_locks
            where locktype = 'advisory' and pid = pg_catalog.pg_backend_pid() having pg_catalog.count(*) > 0
            union all select 'CHANNELS', channel, '' from pg_catalog.pg_listening_channels() channel
            union all select 'CURSORS', name, '' from pg_catalog.pg_cursors where is_holdable and name <> ''
            union all select 'PREPARED_STATEMENTS', name, '' from pg_catalog.pg_prepared_statements where from_sql""";

    private static final String TRANSIENT =
            "close all; unlisten *; select pg_catalog.pg_advisory_unlock_all(); discard temp";
    private static final String OUR_ZONE = "UTC";

    /** What needs no names; and who we are then. */
    private static final String UNDO = "reset session authorization; reset role; reset all; "
            + "select pg_catalog.set_config('TimeZone', '" + OUR_ZONE + "', false); " + TRANSIENT
            + "; select current_user::text, session_user::text";

    enum Kind {
        SETTINGS,
        ROLE,
        TEMPORARY_TABLES,
        ADVISORY_LOCKS,
        CHANNELS,
        CURSORS,
        PREPARED_STATEMENTS;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * One thing.
     *
     * @param name for messages
     * @param value not for messages
     */
    record Part(Kind kind, String name, String value) {}

    /** @param settings to be asked for by name */
    static SessionState read(Connection connection, Collection<String> settings) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(reading(settings))) {
            return new SessionState(parts(rows));
        }
    }

    private static String reading(Collection<String> settings) {
        return READ.formatted(settings.stream()
                .map(name -> "'" + name.replace("'", "''") + "'")
                .collect(Collectors.joining(", ")));
    }

    private static Set<Part> parts(ResultSet rows) throws SQLException {
        Set<Part> parts = new LinkedHashSet<>();
        while (rows.next()) {
            parts.add(new Part(
                    Kind.valueOf(rows.getString(1)),
                    String.valueOf(rows.getString(2)),
                    String.valueOf(rows.getString(3))));
        }
        return parts;
    }

    /**
     * Makes a session that is ours as it was when it began: in one round trip, and another one for statements.
     *
     * @return what it held beyond that
     */
    static SessionState undo(Connection connection, Collection<String> settings) throws SQLException {
        SessionState left;
        try (Statement statement = connection.createStatement()) {
            statement.execute(reading(settings) + "; " + UNDO);
            Set<Part> parts;
            try (ResultSet rows = statement.getResultSet()) {
                parts = parts(rows);
            }
            parts.remove(new Part(Kind.SETTINGS, "TimeZone", OUR_ZONE));
            parts.remove(last(statement));
            left = new SessionState(parts);
        }
        List<String> statements = left.names(Kind.PREPARED_STATEMENTS);
        if (!statements.isEmpty()) {
            execute(connection, statements.stream().map(name -> "deallocate " + quoted(name)));
        }
        return left;
    }

    /** Who we are, after all else. */
    private static Part last(Statement statement) throws SQLException {
        while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
            ResultSet rows = statement.getResultSet();
            if (rows != null && rows.getMetaData().getColumnCount() == 2) {
                rows.next();
                return new Part(Kind.ROLE, rows.getString(1), rows.getString(2));
            }
        }
        throw new IllegalStateException("There is no answer");
    }

    /**
     * Makes a session that is another's as it was before.
     *
     * @param except settings that are left as they are, in lower case; if there are any, so is the role
     * @return what it held beyond that
     */
    static SessionState undo(
            Connection connection, Collection<String> settings, SessionState before, Set<String> except)
            throws SQLException {
        SessionState now = read(connection, settings);
        SessionState left = now.without(before).without(except);
        SessionState gone = before.without(now).without(except);
        if (left.parts.isEmpty() && gone.parts.isEmpty()) {
            return left;
        }
        List<String> undo = new ArrayList<>();
        if (!left.names(Kind.ROLE).isEmpty()) {
            undo.add("reset session authorization; reset role");
        }
        left.names(Kind.SETTINGS)
                .forEach(name -> undo.add("reset " + quoted(name).replace(".", "\".\"")));
        left.names(Kind.PREPARED_STATEMENTS).forEach(name -> undo.add("deallocate " + quoted(name)));
        undo.add(TRANSIENT);
        execute(connection, undo.stream());
        for (Part each : gone.parts) {
            if (each.kind == Kind.SETTINGS) {
                set(connection, each);
            }
        }
        return left;
    }

    private static void set(Connection connection, Part setting) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("select pg_catalog.set_config(?, ?, false)")) {
            set.setString(1, setting.name);
            set.setString(2, setting.value);
            set.execute();
        }
    }

    private static void execute(Connection connection, Stream<String> commands) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(commands.collect(Collectors.joining("; ")));
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private List<String> names(Kind kind) {
        return parts.stream()
                .filter(part -> part.kind == kind)
                .map(Part::name)
                .sorted()
                .toList();
    }

    private SessionState without(SessionState other) {
        Set<Part> rest = new LinkedHashSet<>(parts);
        rest.removeAll(other.parts);
        return new SessionState(rest);
    }

    private SessionState without(Set<String> settings) {
        return new SessionState(parts.stream()
                .filter(part -> switch (part.kind) {
                    case SETTINGS -> !settings.contains(part.name.toLowerCase(Locale.ROOT));
                    case ROLE -> settings.isEmpty();
                    default -> true;
                })
                .collect(Collectors.toSet()));
    }

    /** {@return labels, each followed by names, for a message} */
    List<String> facts() {
        List<String> facts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<String> names = names(kind);
            if (!names.isEmpty()) {
                facts.add(kind.label());
                facts.add(String.join(", ", names));
            }
        }
        return facts;
    }
}
