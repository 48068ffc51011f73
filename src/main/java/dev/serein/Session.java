package dev.serein;

import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * What queries run on: a {@link Database}, each statement for itself, or a {@link Transaction}, all or nothing. Code
 * that takes a session works in both.
 */
public sealed interface Session permits Database, Transaction {

    /**
     * All of jOOQ, never wrapped. What runs on it takes part in the transaction if this is one.
     *
     * @return jOOQ's context, as thread-safe as this session
     */
    DSLContext sql();

    /**
     * A query for the rows of a table.
     *
     * @param table a generated table, or a view, an alias or a path of one
     * @param <R> its jOOQ record
     * @param <T> its row
     * @return the query, to be narrowed and then run
     */
    default <R extends Record, T> Find<T> find(RowTable<R, T> table) {
        return Find.in(sql(), table);
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
    default <T extends @Nullable Object, X extends Exception> T transactionResult(TransactionCall<T, X> body) throws X {
        return Transaction.run(sql(), body);
    }
}
