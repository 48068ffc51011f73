package dev.serein.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A copy of the template to read rows from: nobody may be connected to the template itself while others copy it. */
final class Origin implements AutoCloseable {
    private final @Nullable MigratedTemplate template;
    private @Nullable Connection connection;

    Origin(@Nullable MigratedTemplate template) {
        this.template = template;
    }

    /** Opened when first asked for. */
    Connection connection() throws SQLException {
        if (connection == null) {
            if (template == null) {
                throw new IllegalStateException("there is no template");
            }
            connection = template.untouched().dataSource().getConnection();
        }
        return connection;
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }
}
