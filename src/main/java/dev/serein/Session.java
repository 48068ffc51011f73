package dev.serein;

import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * What queries run on: a {@link Database}, each statement for itself, or a {@link Transaction}, all or nothing. Code
 * that takes a session works in both.
 */
public sealed interface Session permits Database, Transaction, DatabaseWithin {

    /**
     * All of jOOQ, never wrapped. What runs on it takes part in the transaction if this is one. JDBC itself, through
     * {@code connection(…)}, is JDBC: its exceptions are the driver's and may hold values, and only the driver's own
     * timeouts hold there.
     *
     * @return jOOQ's context, as thread-safe as this session
     */
    DSLContext sql();

    /**
     * The same, with a deadline of the caller's. What passes it is ended, in the server too, and throws
     * {@link DeadlineExceeded}. Without one, a statement has what the server allows it: 30 s, unless set otherwise.
     *
     * <p>On a {@link Database} the time is that of each statement, or of a whole transaction, the wait for a connection
     * included; on a {@link Transaction} that of each statement. Rows that come after the statement, as of a cursor,
     * have the same time again. More than the server allows by itself costs two round trips, to tell it and to take it
     * back.
     *
     * @param allowed how long; more than zero
     * @return a session on the same connections
     * @throws IllegalArgumentException if it is zero, negative, or more than 24 days
     */
    Session withDeadline(Duration allowed);

    /**
     * A query for the rows of a table.
     *
     * @param table a generated table, or a view, an alias or a path of one
     * @param <R> its jOOQ record
     * @param <T> its row
     * @return the query, to be narrowed and then run
     */
    default <R extends Record, T> Find<T> find(RowTable<R, T> table) {
        return Find.in(this, table);
    }

    /**
     * Runs the body in a transaction: committed when the body returns, rolled back when it throws. On a
     * {@link Transaction} it is a savepoint: when the body throws, only what the body did is undone.
     *
     * @param body what to do; all of it through the transaction it is given
     * @param <X> what the body throws, and so does this method, unchanged
     * @throws X if the body does
     * @throws TransactionAborted if a statement failed and the body returned all the same
     */
    default <X extends Exception> void transaction(TransactionBody<X> body) throws X {
        this.<Transaction, X>transactionResult(tx -> {
            body.run(tx);
            return tx;
        });
    }

    /**
     * Like {@link #transaction}, with a result.
     *
     * @param body what to do; all of it through the transaction it is given
     * @param <T> the result
     * @param <X> what the body throws, and so does this method, unchanged
     * @return what the body returned
     * @throws X if the body does
     * @throws TransactionAborted if a statement failed and the body returned all the same
     */
    <T extends @Nullable Object, X extends Exception> T transactionResult(TransactionCall<T, X> body) throws X;
}
