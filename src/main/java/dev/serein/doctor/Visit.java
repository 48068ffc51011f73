package dev.serein.doctor;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.Transaction;
import dev.serein.connection.EffectiveSetting;
import dev.serein.connection.ServerLink;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the checks of one examination share: the connection, and what is asked once for all of them. */
final class Visit {
    private final Transaction transaction;
    private final CountedConnection connection;
    private final Database database;
    private final Facts facts;
    private final Wishes wishes;

    /**
     * @param transaction read-only
     * @param connection the transaction's
     */
    Visit(Transaction transaction, CountedConnection connection, Database database, Facts facts, Wishes wishes) {
        this.transaction = transaction;
        this.connection = connection;
        this.database = database;
        this.facts = facts;
        this.wishes = wishes;
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** One statement. */
    <T> List<T> rows(String sql, Reading<T> reading, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reading.of(result));
                }
            }
            return rows;
        }
    }

    /** For a library that asks by itself. Its statements are counted; closing it does nothing. */
    Connection connection() {
        return connection;
    }

    /** The same transaction, for what asks in Serein's words; {@link #willSend} counts that. */
    Transaction transaction() {
        return transaction;
    }

    Database database() {
        return database;
    }

    /** With what it was opened; empty where a data source was given. */
    Optional<DatabaseOptions> options() {
        return database.options();
    }

    /** Whose objects are examined. */
    List<String> schemas() {
        return wishes.schemas().isEmpty() ? facts.schemas() : wishes.schemas();
    }

    /** As in {@code server_version_num}. */
    boolean isAtLeast(int number) {
        return version() >= number;
    }

    int version() {
        return Integer.parseInt(setting("server_version_num"));
    }

    /** As this session has it, in the units of {@code pg_settings}; a bug if nobody may see one of that name. */
    String setting(String name) {
        return visibleSetting(name).orElseThrow(() -> new IllegalArgumentException("there is no setting " + name));
    }

    /** Of one that is hidden from roles without {@code pg_read_all_settings}, or that an older server has not. */
    Optional<String> visibleSetting(String name) {
        return Optional.ofNullable(facts.settings().get(name)).map(Facts.Setting::value);
    }

    /** Who said a setting, as {@code pg_settings} has it; empty if the role may not see it. */
    String source(String name) {
        Facts.Setting setting = facts.settings().get(name);
        return setting == null ? "" : setting.source();
    }

    /** What options, URL, environment and defaults come to, such as {@code sslmode}; empty of a data source. */
    Optional<String> effective(String name) {
        return options().flatMap(options -> options.effective().stream()
                .filter(each -> each.name().equals(name))
                .map(EffectiveSetting::value)
                .findFirst());
    }

    /** The way to the server, as far as it is known. */
    ServerLink link() throws SQLException {
        return connection.unwrap(ServerLink.class);
    }

    /** Whether a pooler that may hand each transaction to another session stands in front of the server. */
    boolean isPooled() {
        String said = effective("pgbouncer").orElse("");
        return said.equals("true") || said.isEmpty() && facts.handedOn();
    }

    /** @throws CannotSee if what sessions of other roles do is hidden from this one */
    void requireSessions() throws CannotSee {
        if (!facts.superuser() && !facts.memberships().contains("pg_read_all_stats")) {
            throw new CannotSee(
                    "what sessions of other roles do is hidden; grant pg_monitor to " + Figures.quoted(facts.role()));
        }
    }

    /** Counts statements that a check does not send by {@link #rows} or {@link #connection}. */
    void willSend(int statements) {
        connection.add(statements);
    }

    Facts facts() {
        return facts;
    }

    Wishes wishes() {
        return wishes;
    }
}
