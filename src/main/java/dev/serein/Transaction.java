package dev.serein;

import java.time.Duration;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that runs, or a savepoint within one. Given to the body of {@link Session#transaction}, and of use to
 * that body only, on its thread.
 */
public final class Transaction implements Session {
    private final Executor executor;
    private final Life life;

    private Transaction(Executor executor, Life life) {
        this.executor = executor;
        this.life = life;
    }

    /** Of the transaction, and of all sessions that were made of it. */
    private static final class Life {
        private volatile boolean over;
    }

    static <T extends @Nullable Object, X extends Exception> T run(
            Executor executor, TransactionOptions options, TransactionCall<T, X> body) throws X {
        try {
            return executor.sql().transactionResult(tx -> call(body, executor.in(tx.dsl())));
        } catch (CheckedInBody wrapped) {
            throw wrapped.<X>unwrapped();
        }
    }

    private static <T extends @Nullable Object> T call(TransactionCall<T, ?> body, Executor executor) {
        Life life = new Life();
        try {
            return body.call(new Transaction(executor, life));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CheckedInBody(e);
        } finally {
            life.over = true;
        }
    }

    @Override
    public DSLContext sql() {
        return executor().sql();
    }

    @Override
    public Transaction withDeadline(Duration allowed) {
        return new Transaction(executor().within(allowed), life);
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T transactionResult(
            TransactionOptions options, TransactionCall<T, X> body) throws X {
        return run(executor(), options, body);
    }

    /**
     * Ends it now, and undoes what it did; of a nested one, since it began. No exception: what the body returns then is
     * the result. Nothing more can run on it.
     *
     * @throws DatabaseException if the server could not be told; nothing of it is stored all the same
     */
    public void rollback() {
        throw new UnsupportedOperationException();
    }

    /**
     * Runs something once all of this is committed, after the outermost transaction, when its connection has been given
     * back: mails, messages, caches. Never if it is rolled back, or if an outer one is, or if nobody knows; of several
     * attempts, what the last one asked for. In the order in which they are asked for; one that fails is written to the
     * log, and stops neither the others nor the caller.
     *
     * @param effect what to do; on this thread
     */
    public void afterCommit(Runnable effect) {
        throw new UnsupportedOperationException();
    }

    /**
     * The same, once it is known that nothing of this is stored: this transaction, or an outer one, was rolled back. Of
     * an attempt that is followed by another one it does not run.
     *
     * @param effect what to do; on this thread
     */
    public void afterRollback(Runnable effect) {
        throw new UnsupportedOperationException();
    }

    /**
     * Waits for a lock on a word, and holds it until the outermost transaction ends. A nested transaction that is
     * rolled back gives back those that it has taken.
     *
     * @param key what is locked; the same word is the same lock in all of the database
     * @throws DeadlineExceeded if it is held for too long
     * @throws TransactionConflict if it is the victim of a deadlock
     */
    public void lock(String key) {
        throw new UnsupportedOperationException();
    }

    /**
     * The same, without waiting.
     *
     * @param key what is locked
     * @return false if somebody else holds it
     */
    public boolean tryLock(String key) {
        throw new UnsupportedOperationException();
    }

    /** @throws IllegalStateException if it is over: what ran then would be outside of it, and stay */
    Executor executor() {
        if (life.over) {
            throw new IllegalStateException("The transaction is over: it ends when the body that it was given to does");
        }
        return executor;
    }

    /** Carries a checked exception through jOOQ, which would hide it in a DataAccessException of its own. */
    private static final class CheckedInBody extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Exception checked;

        CheckedInBody(Exception checked) {
            super(null, checked, true, false);
            this.checked = checked;
        }

        @SuppressWarnings("unchecked") // a body declares X and nothing else
        <X extends Exception> X unwrapped() {
            for (Throwable ofRollback : getSuppressed()) {
                checked.addSuppressed(ofRollback);
            }
            return (X) checked;
        }
    }
}
