package dev.serein;

import java.sql.SQLException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A transaction was being committed when the connection was lost, and the server could not be asked what became of it;
 * or the driver could not read what the server answered to a batch; or it is stored on the server, and no standby has
 * confirmed it. What to do: look before doing it again. Neither {@link Transaction#afterCommit} nor
 * {@link Transaction#afterRollback} is called.
 */
public final class CommitUnknown extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /** 0 if it is not known. */
    private final long transactionId;

    private CommitUnknown(ErrorText text, OptionalLong transactionId, Throwable cause) {
        super(text, cause);
        this.transactionId = transactionId.orElse(0);
    }

    /** Nobody has answered, neither to COMMIT nor to the question for what became of it. */
    static CommitUnknown unanswered(OptionalLong transactionId, SQLException failure) {
        return of(
                "the connection to the server is lost, and whether it was committed could not be found out",
                transactionId,
                failure.getSQLState(),
                "see whether what it should have done is there before doing it again",
                failure);
    }

    /** The driver has made nothing of the answer. */
    static CommitUnknown unread(SQLException failure) {
        return of(
                "the driver could not read the server's answer",
                OptionalLong.empty(),
                failure.getSQLState(),
                "see whether what it should have done is there before doing it again",
                failure);
    }

    /** The wait for a standby was cancelled: PostgreSQL says "committed", with a warning; or its session was ended. */
    static CommitUnknown withoutStandby(OptionalLong transactionId, SQLException cancelled) {
        return of(
                "it is stored on this server, but no standby has confirmed it: should the server fail now, it is lost",
                transactionId,
                cancelled.getSQLState(),
                "see whether the standbys are well; do not do it again",
                new SQLException("the wait for synchronous replication was cancelled", cancelled.getSQLState()));
    }

    private static CommitUnknown of(
            String why, OptionalLong transactionId, @Nullable String state, String fix, SQLException cause) {
        ErrorText text = new ErrorText("Cannot say that a transaction is committed: " + why);
        if (state != null) {
            text.with("sqlstate", state);
        }
        transactionId.ifPresent(number -> text.with("xid", Long.toString(number)));
        return new CommitUnknown(text.fix(fix), transactionId, cause);
    }

    /**
     * The number that PostgreSQL gave it: {@code select pg_xact_status('1234')} says {@code committed} or
     * {@code aborted}, as long as the server is the same and has not lost it.
     *
     * @return the number; nothing if it is not known, as of a batch, or where nothing that writes was seen
     */
    public OptionalLong transactionId() {
        return transactionId == 0 ? OptionalLong.empty() : OptionalLong.of(transactionId);
    }
}
