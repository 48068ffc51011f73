package dev.serein;

import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.TransactionContext;
import org.jooq.TransactionListener;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Keeps jOOQ from committing what PostgreSQL has already given up. To COMMIT after a failed statement the server
 * answers ROLLBACK, which is no error to the driver: without this, a body that swallows the exception of a statement
 * would return normally with nothing stored. The driver knows the state; asking it costs no round trip.
 */
final class CommitGuard implements TransactionListener {

    @Override
    public void commitStart(TransactionContext tx) {
        tx.dsl().connection(CommitGuard::refuseIfAborted);
    }

    private static void refuseIfAborted(Connection connection) throws SQLException {
        if (connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED) {
            throw new TransactionAborted();
        }
    }
}
