package dev.serein;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jooq.tools.jdbc.DefaultConnection;

/** A borrowed connection, and its slot, which is known also after the pool has thrown the connection away. */
final class LentConnection extends DefaultConnection {
    private final Slot slot;
    private final long outerDeadline;
    private boolean givenBack;

    /** @param outerDeadline what the slot said when it was taken */
    LentConnection(Connection borrowed, Slot slot, long outerDeadline) {
        super(borrowed);
        this.slot = slot;
        this.outerDeadline = outerDeadline;
    }

    /** Of whatever jOOQ has put around it. */
    static LentConnection of(Connection connection) throws SQLException {
        return connection.unwrap(LentConnection.class);
    }

    static Slot slotOf(Connection connection) throws SQLException {
        return of(connection).slot;
    }

    Slot slot() {
        return slot;
    }

    boolean isGivenBack() {
        return givenBack;
    }

    /** @throws SQLException if the connection is not as it was, and not to be lent again */
    void giveBack(Duration silence) throws SQLException {
        givenBack = true;
        slot.giveBack(outerDeadline, silence);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : super.unwrap(type);
    }
}
