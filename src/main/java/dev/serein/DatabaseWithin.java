package dev.serein;

import java.time.Duration;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** A {@link Database} whose every statement, or transaction, has a deadline. */
record DatabaseWithin(DSLContext sql, Lender lender) implements Session {

    @Override
    public Session withDeadline(Duration allowed) {
        return new DatabaseWithin(JooqContext.within(allowed, sql, lender), lender);
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T transactionResult(TransactionCall<T, X> body) throws X {
        return Transaction.run(sql, lender, body);
    }
}
