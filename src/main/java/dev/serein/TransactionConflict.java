package dev.serein;

/**
 * The server gave up a transaction because of another one that ran beside it: a serialization failure or a deadlock.
 * Nothing of it is stored. What to do: run the whole transaction again, as {@link TransactionOptions#withAttempts}
 * does.
 */
public final class TransactionConflict extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private int attempts = 1;

    TransactionConflict(ErrorText text, Throwable cause) {
        super(text, cause);
    }

    /** {@return how often the transaction was run} */
    public int attempts() {
        return attempts;
    }

    void attempts(int made) {
        attempts = made;
    }
}
