package dev.serein;

import dev.serein.connection.ConnectionUrl;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * No connection could be made. What to do: mend what the message says, or wait and try again if the server is only
 * away.
 */
public final class ConnectionFailed extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private ConnectionFailed(ErrorText text, Throwable cause) {
        super(text, cause);
    }

    static ConnectionFailed to(ConnectionUrl url, Throwable cause) {
        Reason reason = Reason.of(url, cause);
        ErrorText text = new ErrorText("Cannot connect to " + url.address() + " as " + url.user() + ": " + reason.what);
        if (cause instanceof SQLException failure && failure.getSQLState() != null) {
            text.with("sqlstate", failure.getSQLState());
        }
        if (reason.fix != null) {
            text.fix(reason.fix);
        }
        return new ConnectionFailed(text, cause);
    }

    /** What went wrong and the way out, in our words: the driver's are in the language of the machine. */
    private record Reason(String what, @Nullable String fix) {
        private static final String WHOM_TO_TRUST = "name the file of its certificate authority in the URL, as"
                + " sslrootcert=FILE; sslmode=require encrypts without a look at the certificate";

        static Reason of(ConnectionUrl url, Throwable cause) {
            if (cause instanceof PSQLException failure && failure.getServerErrorMessage() != null) {
                return ofServer(url, failure, failure.getServerErrorMessage());
            }
            for (Throwable each = cause; each != null; each = each.getCause()) {
                if (each instanceof UnknownHostException) {
                    return new Reason("the host name is not known", "correct the host in the URL");
                }
                if (each instanceof ConnectException) {
                    return new Reason("nothing answers there", "start the server, or correct host and port in the URL");
                }
                if (each instanceof SocketTimeoutException || saysDriver("Connection attempt timed out.", each)) {
                    return new Reason(
                            "no answer in time", "see that the server is well and that no firewall is in between");
                }
                if (each instanceof SSLException) {
                    return new Reason("the server's certificate is refused: " + each.getMessage(), WHOM_TO_TRUST);
                }
                if (saysDriver("The server does not support SSL.", each)) {
                    return new Reason(
                            "the server does not offer TLS",
                            "turn it on there; or, if nobody else is on that network, say sslmode=disable in the URL");
                }
            }
            return new Reason(String.valueOf(cause.getMessage()), null);
        }

        /** In whatever language the driver says it. */
        private static boolean saysDriver(String message, Throwable failure) {
            return GT.tr(message).equals(failure.getMessage());
        }

        private static Reason ofServer(ConnectionUrl url, PSQLException failure, ServerErrorMessage said) {
            return switch (String.valueOf(failure.getSQLState())) {
                case "28P01" -> new Reason("the server refuses the password", "correct user and password in the URL");
                case "3D000" ->
                    new Reason(
                            "there is no such database",
                            "create it (createdb " + url.database() + "), or correct its name in the URL");
                case "53300" ->
                    new Reason("the server has no connection left", "lower the pools of its clients, or try again");
                case "57P03" -> new Reason("the server is starting up or shutting down", "try again");
                default -> new Reason("the server says: " + said.getMessage(), null);
            };
        }
    }
}
