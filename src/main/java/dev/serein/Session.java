package dev.serein;

import java.time.Duration;
import java.util.Map;
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
     * @throws CommitUnknown if the connection was lost while it was committed, and the server could not be asked
     */
    default <X extends Exception> void transaction(TransactionBody<X> body) throws X {
        transaction(TransactionOptions.defaults(), body);
    }

    /**
     * The same, with a result.
     *
     * @param body what to do; all of it through the transaction it is given
     * @param <T> the result
     * @param <X> what the body throws, and so does this method, unchanged
     * @return what the body returned
     * @throws X if the body does
     * @throws TransactionAborted if a statement failed and the body returned all the same
     * @throws CommitUnknown if the connection was lost while it was committed, and the server could not be asked
     */
    default <T extends @Nullable Object, X extends Exception> T transactionResult(TransactionCall<T, X> body) throws X {
        return transactionResult(TransactionOptions.defaults(), body);
    }

    /**
     * The same, with isolation, a deadline, attempts. The body runs once for each attempt. On a {@link Transaction},
     * which is one already, a name may be said, and what the transaction is anyway; attempts are the outermost's.
     *
     * @param options how it runs
     * @param body what to do; all of it through the transaction it is given
     * @param <X> what the body throws, and so does this method, unchanged
     * @throws X if the body does
     * @throws IllegalArgumentException if the options do not go together, or not with the transaction that this is
     * @throws TransactionConflict if others came between in the last attempt, too
     * @throws TransactionAborted if a statement failed and the body returned all the same
     * @throws CommitUnknown if the connection was lost while it was committed, and the server could not be asked
     */
    default <X extends Exception> void transaction(TransactionOptions options, TransactionBody<X> body) throws X {
        this.<Transaction, X>transactionResult(options, tx -> {
            body.run(tx);
            return tx;
        });
    }

    /**
     * The same, with a result.
     *
     * @param options how it runs
     * @param body what to do; all of it through the transaction it is given
     * @param <T> the result
     * @param <X> what the body throws, and so does this method, unchanged
     * @return what the body returned
     * @throws X if the body does
     * @throws IllegalArgumentException if the options do not go together, or not with the transaction that this is
     * @throws TransactionConflict if others came between in the last attempt, too
     * @throws TransactionAborted if a statement failed and the body returned all the same
     * @throws CommitUnknown if the connection was lost while it was committed, and the server could not be asked
     */
    <T extends @Nullable Object, X extends Exception> T transactionResult(
            TransactionOptions options, TransactionCall<T, X> body) throws X;

    /**
     * Runs several statements in one round trip and as one transaction: all of them or none. On a {@link Transaction}
     * it is a part of that which is undone alone.
     *
     * <pre>{@code
     * Call<AccountsRow> debit = TAKE.bind(from, amount).one();
     * Call<AccountsRow> credit = accounts.updating(to, it -> it.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(amount)));
     * AccountsRow left = db.batch(debit, credit).of(debit);
     * }</pre>
     *
     * <p>Rows that have to be there are looked for by the server, before it commits. If it refuses a statement, which
     * it does not name, nothing of the batch is stored; the statements are run once more then, one after the other in a
     * transaction: the error is the one that comes of that, and says which statement it is of. If there is none any
     * more, because others have changed what was in the way, the batch has succeeded. What the application's own
     * converters and mappers throw, comes after all is stored.
     *
     * <p>All of it has the time of one statement. More than some 250 statements are more round trips, and still one
     * transaction. Of large results and large values together, send less at once: the driver reads the first results
     * when it has sent the last value.
     *
     * @param calls what to run, in this order; none of them twice
     * @return their results
     * @throws IllegalArgumentException if a call is there twice, or is more than one statement, or one that begins or
     *     ends a transaction, or is for rows and returns none, or the other way around
     * @throws RowNotFound if a row is not there that has to be
     * @throws TooManyRows if there are more rows than the one that was asked for
     * @throws ConstraintViolation if a statement violates one, or all of them together one that is deferred
     * @throws CommitUnknown if the connection was lost meanwhile, or the driver could not read the answer, unless the
     *     options are read-only: it is never run a second time then
     * @throws IllegalStateException if it is noticed only then that a statement returns rows where its call is for
     *     none, or the other way around; the message says what has become of the batch
     * @throws DatabaseException if nothing of it is stored; or if its results could not be read, which the message says
     */
    default BatchResults batch(Call<?>... calls) {
        return batch(TransactionOptions.defaults(), calls);
    }

    /**
     * The same, with isolation, a deadline, attempts; on a {@link Transaction} what a nested one may say. A role costs
     * two more round trips.
     *
     * @param options how it runs
     * @param calls what to run, in this order; none of them twice
     * @return their results
     * @throws IllegalArgumentException if a call is there twice, or is more than one statement; if the options do not
     *     go together, or not with the transaction that this is
     * @throws TransactionConflict if others came between in the last attempt, too
     * @throws CommitUnknown if the connection was lost meanwhile, or the driver could not read the answer, unless the
     *     options are read-only: it is never run a second time then
     * @throws DatabaseException if nothing of it is stored
     */
    default BatchResults batch(TransactionOptions options, Call<?>... calls) {
        return Batch.run(this, options, calls);
    }

    /**
     * Runs the body in a transaction as another role, with settings that last as long as it does: for row-level
     * security. Not on a {@link Transaction}: what it did before, it did as somebody else.
     *
     * @param role one that the connection's user is a member of
     * @param settings by name, such as {@code app.tenant}, for {@code current_setting('app.tenant')} in a policy
     * @param body what to do
     * @param <X> what the body throws, and so does this method, unchanged
     * @throws X if the body does
     */
    default <X extends Exception> void as(String role, Map<String, String> settings, TransactionBody<X> body) throws X {
        transaction(TransactionOptions.defaults().withRole(role, settings), body);
    }

    /**
     * The same, with a result.
     *
     * @param role one that the connection's user is a member of
     * @param settings by name, such as {@code app.tenant}, for {@code current_setting('app.tenant')} in a policy
     * @param body what to do
     * @param <T> the result
     * @param <X> what the body throws, and so does this method, unchanged
     * @return what the body returned
     * @throws X if the body does
     */
    default <T extends @Nullable Object, X extends Exception> T asResult(
            String role, Map<String, String> settings, TransactionCall<T, X> body) throws X {
        return transactionResult(TransactionOptions.defaults().withRole(role, settings), body);
    }

    /**
     * Runs the body in a transaction if nobody else holds this lock, on any machine; holds it until the transaction
     * ends. For what one instance does and the others leave to it.
     *
     * @param key what is locked; the same word is the same lock in all of the database
     * @param body what to do
     * @param <X> what the body throws, and so does this method, unchanged
     * @return false if somebody else holds it; the body has not run then
     * @throws X if the body does
     */
    default <X extends Exception> boolean tryLock(String key, TransactionBody<X> body) throws X {
        return this.<Boolean, X>transactionResult(tx -> {
            if (!tx.tryLock(key)) {
                return false;
            }
            body.run(tx);
            return true;
        });
    }
}
