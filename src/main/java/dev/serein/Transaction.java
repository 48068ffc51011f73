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

    static <T extends @Nullable Object, X extends Exception> T run(Executor executor, TransactionCall<T, X> body)
            throws X {
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
    public <T extends @Nullable Object, X extends Exception> T transactionResult(TransactionCall<T, X> body) throws X {
        return run(executor(), body);
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
