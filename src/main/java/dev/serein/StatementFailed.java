package dev.serein;

/** The server refused a statement for a reason of its own. What to do: mend the statement; it is a bug. */
public final class StatementFailed extends DatabaseException {
    private static final long serialVersionUID = 1L;

    StatementFailed(ErrorText text, Throwable cause) {
        super(text, cause);
    }
}
