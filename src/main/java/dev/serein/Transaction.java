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

    private Transaction(Executor executor) {
        this.executor = executor;
    }

    static <T extends @Nullable Object, X extends Exception> T run(Executor executor, TransactionCall<T, X> body)
            throws X {
        try {
            return executor.sql().transactionResult(tx -> call(body, new Transaction(executor.in(tx.dsl()))));
        } catch (CheckedInBody wrapped) {
            throw wrapped.<X>unwrapped();
        }
    }

    private static <T extends @Nullable Object> T call(TransactionCall<T, ?> body, Transaction tx) {
        try {
            return body.call(tx);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CheckedInBody(e);
        }
    }

    @Override
    public DSLContext sql() {
        return executor.sql();
    }

    @Override
    public Transaction withDeadline(Duration allowed) {
        return new Transaction(executor.within(allowed));
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T transactionResult(TransactionCall<T, X> body) throws X {
        return run(executor, body);
    }

    Executor executor() {
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
