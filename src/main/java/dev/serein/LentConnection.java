package dev.serein;

import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.tools.jdbc.DefaultConnection;

/** A borrowed connection, and its slot, which is known also after the pool has thrown the connection away. */
final class LentConnection extends DefaultConnection {
    private final Slot slot;

    LentConnection(Connection borrowed, Slot slot) {
        super(borrowed);
        this.slot = slot;
    }

    /** Of whatever jOOQ has put around it. */
    static Slot slotOf(Connection connection) throws SQLException {
        return connection.unwrap(LentConnection.class).slot;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : super.unwrap(type);
    }
}
