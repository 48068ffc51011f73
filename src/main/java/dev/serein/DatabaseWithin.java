package dev.serein;

import java.time.Duration;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** A {@link Database} whose every statement, or transaction, has a deadline. */
record DatabaseWithin(Executor executor) implements Session {

    @Override
    public DSLContext sql() {
        return executor.sql();
    }

    @Override
    public Session withDeadline(Duration allowed) {
        return new DatabaseWithin(executor.within(allowed));
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T transactionResult(
            TransactionOptions options, TransactionCall<T, X> body) throws X {
        return Transaction.run(executor, options, body);
    }
}
