package dev.serein;

import org.jspecify.annotations.Nullable;

/**
 * A statement of the transaction failed, its exception was swallowed, and the transaction was about to be committed.
 * PostgreSQL had already given it up; nothing of it is stored. Of a nested transaction: nothing since its savepoint,
 * and the outer one can go on. What to do: mend the code that swallows the exception, which is the cause of this one.
 */
public final class TransactionAborted extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /** @param failed the statement; null if it is not known */
    TransactionAborted(@Nullable DatabaseException failed) {
        super(
                new ErrorText("Cannot commit: a statement of this transaction failed, so all of it is rolled back")
                        .with("sqlstate", "25P02")
                        .fix(
                                "let the exception of the failed statement leave the body, or run that statement in a nested"
                                        + " transaction"),
                failed);
    }

    /** {@return 25P02: the state PostgreSQL gives to every statement in an aborted transaction} */
    @Override
    public String sqlState() {
        return "25P02";
    }
}
