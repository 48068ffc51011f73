package dev.serein;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jooq.TransactionContext;
import org.jooq.TransactionProvider;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DefaultTransactionProvider;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * jOOQ's transactions, which are not committed when PostgreSQL has already given them up or their time is over, have
 * their deadlines behind a pooler too, and fail in our words.
 *
 * <p>To COMMIT after a failed statement the server answers ROLLBACK, which is no error to the driver: without this, a
 * body that swallows the exception of a statement would return normally with nothing stored. The driver knows the
 * state; asking it costs no round trip.
 */
final class Transactions implements TransactionProvider {
    /** In the data of a configuration: there is nothing to roll back, and to try would be to borrow once more. */
    private static final String NOT_BEGUN = Transactions.class.getName();

    private final TransactionProvider jooq;
    private final Lender lender;
    private final @Nullable Duration allowed;

    Transactions(LentConnections connections) {
        this.jooq = new DefaultTransactionProvider(connections);
        this.lender = connections.lender();
        this.allowed = connections.allowed();
    }

    @Override
    public void begin(TransactionContext ctx) {
        try {
            ended("Cannot begin a transaction", null, () -> jooq.begin(ctx));
        } catch (DataAccessException | IllegalStateException e) {
            ctx.configuration().data(NOT_BEGUN, true);
            throw e;
        }
        ctx.dsl().connection(this::limitBehindPooler);
    }

    private void limitBehindPooler(Connection connection) throws SQLException {
        if (!LentConnection.slotOf(connection).isPooled() || state(connection) != TransactionState.IDLE) {
            return;
        }
        Limits limits = lender.limits();
        // BEGIN goes with it: the driver sends that with the first statement
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "set local statement_timeout = %d; set local lock_timeout = %d; set local idle_in_transaction_session_timeout = %d"
                            .formatted(
                                    limits.statement().toMillis(),
                                    limits.lock().toMillis(),
                                    limits.idleInTransaction().toMillis()));
        }
    }

    @Override
    public void commit(TransactionContext ctx) {
        Slot slot = ctx.dsl().connectionResult(Transactions::committable);
        if (allowed != null && slot.isLate()) {
            throw DeadlineExceeded.beforeTheStatement(allowed);
        }
        ended("Cannot commit a transaction", slot, () -> jooq.commit(ctx));
    }

    private static Slot committable(Connection connection) throws SQLException {
        if (state(connection) == TransactionState.FAILED) {
            throw new TransactionAborted();
        }
        return LentConnection.slotOf(connection);
    }

    private static TransactionState state(Connection connection) throws SQLException {
        return connection.unwrap(BaseConnection.class).getTransactionState();
    }

    @Override
    public void rollback(TransactionContext ctx) {
        if (ctx.configuration().data().remove(NOT_BEGUN) != null) {
            return;
        }
        Slot slot = ctx.dsl().connectionResult(LentConnection::slotOf);
        slot.forgetWhatIsAllowed();
        ended("Cannot roll back a transaction", slot, () -> jooq.rollback(ctx));
    }

    private void ended(String what, @Nullable Slot slot, Runnable step) {
        try {
            step.run();
        } catch (DatabaseException e) {
            throw e;
        } catch (DataAccessException e) {
            SQLException failure = e.getCause(SQLException.class);
            throw failure == null ? e : SqlErrors.translate(what, failure, context(slot));
        }
    }

    private SqlErrors.@Nullable Context context(@Nullable Slot slot) {
        return slot == null
                ? null
                : new SqlErrors.Context(
                        null,
                        null,
                        slot.ended(),
                        false,
                        Duration.ZERO,
                        allowed == null ? lender.limits().statement() : allowed,
                        lender.limits());
    }
}
