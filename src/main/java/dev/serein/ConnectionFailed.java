package dev.serein;

import dev.serein.connection.ConnectFailure;

/**
 * No connection could be made. What to do: mend what the message says, or wait and try again if the server is only
 * away.
 */
public final class ConnectionFailed extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private ConnectionFailed(ErrorText text, Throwable cause) {
        super(text, cause);
    }

    static ConnectionFailed of(ConnectFailure failure) {
        ErrorText text = new ErrorText(failure.summary());
        if (failure.getSQLState() != null) {
            text.with("sqlstate", failure.getSQLState());
        }
        failure.facts().forEach(text::with);
        if (failure.fix() != null) {
            text.fix(failure.fix());
        }
        return new ConnectionFailed(text, failure);
    }
}
