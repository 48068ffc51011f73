package dev.serein;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.TransactionContext;
import org.jooq.TransactionListener;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Keeps jOOQ from committing what PostgreSQL has already given up, and gives a transaction behind a pooler the
 * deadlines that its session cannot keep.
 *
 * <p>To COMMIT after a failed statement the server answers ROLLBACK, which is no error to the driver: without this, a
 * body that swallows the exception of a statement would return normally with nothing stored. The driver knows the
 * state; asking it costs no round trip.
 */
final class TransactionGuard implements TransactionListener {
    private final Lender lender;

    TransactionGuard(Lender lender) {
        this.lender = lender;
    }

    @Override
    public void beginEnd(TransactionContext tx) {
        tx.dsl().connection(this::limitBehindPooler);
    }

    private void limitBehindPooler(Connection connection) throws SQLException {
        if (!LentConnection.slotOf(connection).isPooled()
                || connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
            return;
        }
        // BEGIN goes with it: the driver sends that with the first statement
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = %d; set local lock_timeout = %d"
                    .formatted(
                            lender.limits().statement().toMillis(),
                            lender.limits().lock().toMillis()));
        }
    }

    @Override
    public void commitStart(TransactionContext tx) {
        tx.dsl().connection(TransactionGuard::refuseIfAborted);
    }

    private static void refuseIfAborted(Connection connection) throws SQLException {
        if (connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED) {
            throw new TransactionAborted();
        }
    }
}
