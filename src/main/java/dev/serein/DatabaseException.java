package dev.serein;

import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * What Serein itself throws of the database, one type for each thing a caller would do next; what jOOQ throws is its
 * parent. Its message reads alone in the first line; labelled facts follow, one a line, and {@code fix:} where the way
 * out is known. No message holds a value, a row or a password.
 */
public abstract sealed class DatabaseException extends DataAccessException
        permits Cancelled,
                CommitUnknown,
                ConnectionFailed,
                ConstraintViolation,
                DeadlineExceeded,
                InvalidConfiguration,
                MigrationFailed,
                PoolExhausted,
                RowChanged,
                RowNotFound,
                SchemaMismatch,
                StatementFailed,
                TooManyRows,
                TransactionAborted,
                TransactionConflict {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ErrorText text;
    private String message;
    private boolean saidByServer;

    DatabaseException(ErrorText text) {
        this(text, null);
    }

    DatabaseException(ErrorText text, @Nullable Throwable cause) {
        super(text.toString(), cause);
        this.text = text;
        this.message = text.toString();
    }

    /** Adds a fact that becomes known on its way. */
    final void add(String label, String value) {
        if (text != null) {
            message = text.withBeforeFix(label, value).toString();
        }
    }

    /** Whether the server itself has refused it, and goes on: what was sent together with it is not stored. */
    final boolean isSaidByServer() {
        return saidByServer;
    }

    final DatabaseException saidByServer(boolean said) {
        saidByServer = said;
        return this;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
