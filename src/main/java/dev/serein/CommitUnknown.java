package dev.serein;

import java.util.OptionalLong;

/**
 * A transaction was being committed when the connection was lost, and the server could not be asked what became of it;
 * or it is stored on the server, and no standby has confirmed it. What to do: look before doing it again. Neither
 * {@link Transaction#afterCommit} nor {@link Transaction#afterRollback} is called.
 */
public final class CommitUnknown extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private final transient OptionalLong transactionId;

    CommitUnknown(ErrorText text, OptionalLong transactionId, Throwable cause) {
        super(text, cause);
        this.transactionId = transactionId;
    }

    /**
     * The number that PostgreSQL gave it: {@code select pg_xact_status('1234')} says {@code committed} or
     * {@code aborted}, as long as the server is the same and has not lost it.
     *
     * @return the number; nothing if it is not known, as of a batch, or where nothing that writes was seen
     */
    public OptionalLong transactionId() {
        return transactionId;
    }
}
