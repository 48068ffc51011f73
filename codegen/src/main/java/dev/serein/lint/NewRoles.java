package dev.serein.lint;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Roles that migrations make: they belong to no database, and would be in the way when the migrations run again. */
final class NewRoles {
    private final DataSource database;
    private final Set<String> before;

    private NewRoles(DataSource database, Set<String> before) {
        this.database = database;
        this.before = before;
    }

    /** To be called before the migrations. */
    static NewRoles of(DataSource database) throws SQLException {
        return new NewRoles(database, roles(database));
    }

    private static Set<String> roles(DataSource database) throws SQLException {
        Set<String> all = new HashSet<>();
        try (Connection connection = database.getConnection()) {
            SchemaReader.each(connection, "select rolname from pg_catalog.pg_roles", row -> all.add(row.getString(1)));
        }
        return all;
    }

    /** Drops those that the statements name; others may be somebody else's, who uses the server, too. */
    void drop(List<Observation> statements) throws SQLException {
        Set<String> made = roles(database);
        made.removeAll(before);
        made.removeIf(role -> statements.stream().noneMatch(each -> names(each.sql(), role)));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : made) {
                drop(statement, Names.quoted(role));
            }
        }
    }

    /** Who is no superuser has to be a member of it. */
    private static void drop(Statement statement, String role) {
        try {
            statement.execute("grant " + role + " to current_user");
            statement.execute("drop owned by " + role + " cascade");
            statement.execute("drop role " + role);
        } catch (SQLException notOurs) {
            // it stays, and whoever runs the migrations here again is told that it is there
        }
    }

    /** As a word of its own, in the text of a block, too: on a server of others, a part of a word is not enough. */
    private static boolean names(String sql, String role) {
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(role) + "(?![\\w$])", Pattern.CASE_INSENSITIVE)
                .matcher(sql)
                .find();
    }
}
