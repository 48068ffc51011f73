package dev.serein.migrate;

import dev.serein.flyway.ScriptStatement;
import dev.serein.flyway.SqlWord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * How far migrations have come that run outside of a transaction: a table beside Flyway's, which is there only while
 * there is something to remember. Written in the session that runs the migration: what a file does between its own
 * {@code begin} and {@code commit} is remembered if it is committed.
 */
final class Steps {
    /** What is known of a statement. */
    enum State {
        /** It was sent; how far it came is not known. */
        BEGUN,
        /** Its effect is there. */
        DONE,
        /** It has failed, or did not come to its turn, for a reason that may be gone the next time. */
        INTERRUPTED,
        /** It has failed, and would again. */
        FAILED
    }

    /** @param hash of the statement's words */
    record Step(String hash, State state) {}

    /** The number of a file's own row; its statements count from 1. */
    private static final int WHOLE = 0;

    private final Connection connection;
    private final String history;
    private final String table;
    private boolean exists;

    private Steps(Connection connection, String schema, String table) {
        this.connection = connection;
        this.history = quoted(schema) + "." + quoted(table);
        this.table = quoted(schema) + "." + quoted(table + "_steps");
    }

    /** Those beside the history; looks for the schema before a migration changes the search path. */
    static Steps beside(Connection connection, Configuration configuration) throws SQLException {
        String schema = configuration.getDefaultSchema();
        if (schema == null) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select current_schema()")) {
                row.next();
                schema = row.getString(1);
            }
        }
        Steps steps = new Steps(connection, String.valueOf(schema), configuration.getTable());
        steps.exists = steps.finds(steps.table);
        return steps;
    }

    /** Its name, for whoever has to look. */
    String table() {
        return table;
    }

    /** What is known of a file that is not applied yet, and is tried now. */
    Map<Integer, Step> begin(String script) throws SQLException {
        Map<Integer, Step> steps = new TreeMap<>();
        if (exists) {
            forgetApplied();
        }
        write(script, WHOLE, "", State.BEGUN);
        update("update " + table + " set state = 'INTERRUPTED' where state = 'FAILED' and script = ?", script);
        try (PreparedStatement select = connection.prepareStatement(
                "select statement, hash, state from " + table + " where script = ? and statement > ?")) {
            select.setString(1, script);
            select.setInt(2, WHOLE);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    steps.put(rows.getInt(1), new Step(rows.getString(2), State.valueOf(rows.getString(3))));
                }
            }
        }
        return steps;
    }

    void write(String script, int number, String hash, State state) throws SQLException {
        String role = setting("role", null);
        String own = role.equals("none") ? null : role;
        if (own != null) {
            setting("role", "none"); // the one that a file has taken on need not be allowed to
        }
        try {
            // sent together, they are one transaction: nobody finds the table empty
            String create = exists
                    ? ""
                    : "create table if not exists " + table + " (script text, statement int, hash text not null,"
                            + " state text not null, rank int not null, primary key (script, statement));";
            try (PreparedStatement insert = connection.prepareStatement(create + "insert into " + table
                    + " select ?, ?, ?, ?, coalesce(max(installed_rank), 0) from " + history
                    + " on conflict (script, statement) do update"
                    + " set hash = excluded.hash, state = excluded.state, rank = excluded.rank")) {
                insert.setString(1, script);
                insert.setInt(2, number);
                insert.setString(3, hash);
                insert.setString(4, state.name());
                insert.execute();
            }
            exists = true;
        } finally {
            if (own != null) {
                setting("role", own);
            }
        }
    }

    /**
     * Forgets what is applied by now; and has Flyway forget that it saw a file fail which only was interrupted, so that
     * it goes on with it instead of waiting for somebody to repair the history.
     */
    void settle() throws SQLException {
        if (!exists || !finds(history)) {
            return;
        }
        forgetApplied();
        update("delete from " + history + " h where not h.success and exists (select from " + table
                + " s where s.script = h.script)"
                + " and not exists (select from " + table + " s where s.script = h.script and s.state = 'FAILED')");
        connection.setAutoCommit(false);
        try {
            update("lock table " + table + " in access exclusive mode nowait");
            if (!says("select exists (select from " + table + ")", null)) {
                update("drop table " + table);
                exists = false;
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!GaveUp.LOCK_NOT_AVAILABLE.equals(e.getSQLState()) && finds(table)) {
                throw e;
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** The rank of the entry is above those that were there when the step was taken. */
    private void forgetApplied() throws SQLException {
        update("delete from " + table + " s using " + history
                + " h where h.script = s.script and h.success and h.installed_rank > s.rank");
    }

    /** Of its words: whoever mends a file may add a comment. */
    static String hash(ScriptStatement statement) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (SqlWord word : statement.words()) {
                digest.update(word.text().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private String setting(String name, @Nullable String value) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                value == null ? "select current_setting(?)" : "select set_config(?, ?, false)")) {
            select.setString(1, name);
            if (value != null) {
                select.setString(2, value);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private boolean finds(String name) throws SQLException {
        return says("select to_regclass(?) is not null", name);
    }

    private boolean says(String question, @Nullable String argument) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(question)) {
            if (argument != null) {
                select.setString(1, argument);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private void update(String sql, String... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            statement.execute();
        }
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
