package dev.serein.bench;

import dev.serein.bench.db.UsersRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What one would write by hand. */
record Jdbc(DataSource pool) implements Contender {
    private static final String COLUMNS =
            "\"id\", \"email\", \"name\", \"nickname\", \"active\", \"created_at\", \"updated_at\"";
    private static final String BY_ID = "select " + COLUMNS + " from \"public\".\"users\" where \"id\" = ?";
    private static final String BY_EMAIL = "select " + COLUMNS + " from \"public\".\"users\" where \"email\" = ?";
    private static final String LIST =
            "select " + COLUMNS + " from \"public\".\"users\" where \"id\" >= ? order by \"id\" limit ?";
    private static final String INSERT =
            "insert into \"public\".\"users\" (\"email\", \"name\") values (?, ?) returning " + COLUMNS;
    private static final String RENAME =
            "update \"public\".\"users\" set \"name\" = ? where \"id\" = ? returning " + COLUMNS;

    private interface Values {
        void set(PreparedStatement statement) throws SQLException;
    }

    private List<UsersRow> rows(String sql, Values values) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            values.set(statement);
            try (ResultSet rows = statement.executeQuery()) {
                List<UsersRow> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(new UsersRow(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getBoolean(5),
                            rows.getObject(6, OffsetDateTime.class),
                            rows.getObject(7, OffsetDateTime.class)));
                }
                return all;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public UsersRow byId(long id) {
        return rows(BY_ID, statement -> statement.setLong(1, id)).get(0);
    }

    @Override
    public UsersRow byEmail(String email) {
        return rows(BY_EMAIL, statement -> statement.setString(1, email)).get(0);
    }

    @Override
    public List<UsersRow> list(long from) {
        return rows(LIST, statement -> {
            statement.setLong(1, from);
            statement.setInt(2, Contest.LISTED);
        });
    }

    @Override
    public UsersRow insert(String email, String name) {
        return rows(INSERT, statement -> {
                    statement.setString(1, email);
                    statement.setString(2, name);
                })
                .get(0);
    }

    @Override
    public UsersRow rename(long id, String name) {
        return rows(RENAME, statement -> {
                    statement.setString(1, name);
                    statement.setLong(2, id);
                })
                .get(0);
    }
}
