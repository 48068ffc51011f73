package dev.serein;

import dev.serein.connection.ConnectFailure;
import java.sql.SQLException;

/**
 * No connection could be made, or one was lost. What to do: mend what the message says, or wait and try again if the
 * server is only away.
 */
public final class ConnectionFailed extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private final boolean permanent;

    private ConnectionFailed(ErrorText text, boolean permanent, Throwable cause) {
        super(text, cause);
        this.permanent = permanent;
    }

    /**
     * What a connection that could not be made comes to; of a data source of
     * {@link DatabaseOptions#migrationDataSource}.
     *
     * @param failure what it threw
     * @return the same, in Serein's words
     */
    public static ConnectionFailed of(ConnectFailure failure) {
        ErrorText text = new ErrorText(failure.summary());
        if (failure.getSQLState() != null) {
            text.with("sqlstate", failure.getSQLState());
        }
        failure.facts().forEach(text::with);
        if (failure.fix() != null) {
            text.fix(failure.fix());
        }
        return new ConnectionFailed(text, failure.isPermanent(), failure);
    }

    /** Another's pool could not make one; what the server says of that holds no secret. */
    static ConnectionFailed notMade(SQLException failure) {
        ErrorText text = new ErrorText("Cannot borrow a connection: " + failure.getMessage());
        return new ConnectionFailed(text.with("sqlstate", failure.getSQLState()), false, failure);
    }

    /** A connection that was there is no more. */
    static ConnectionFailed lost(String what, ErrorText.Facts facts, Throwable cause) {
        ErrorText text = facts.addTo(new ErrorText(what + ": the connection to the server is lost"));
        return new ConnectionFailed(
                text.fix("try again, if the statement may run twice; whether it ran is not known"), false, cause);
    }

    /** It was lost while a transaction was committed, and the server says that this one was not. */
    static ConnectionFailed notCommitted(SQLException failure) {
        return beforeCommit(
                "the connection to the server is lost, and the server says that nothing is stored", failure);
    }

    /** It was lost before COMMIT was sent. */
    static ConnectionFailed beforeCommit() {
        return beforeCommit(
                "the connection to the server was lost before, so that nothing is stored",
                new SQLException("The connection was lost before COMMIT", "08003"));
    }

    private static ConnectionFailed beforeCommit(String why, SQLException failure) {
        ErrorText text = new ErrorText("Cannot commit: " + why);
        if (failure.getSQLState() != null) {
            text.with("sqlstate", failure.getSQLState());
        }
        return new ConnectionFailed(text.fix("run the whole transaction again"), false, failure);
    }

    /**
     * Whether trying again is of no use until somebody mends something: a password, a certificate, a name.
     *
     * @return false if the server may only be away
     */
    public boolean isPermanent() {
        return permanent;
    }
}
