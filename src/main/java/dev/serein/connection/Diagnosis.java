package dev.serein.connection;

import dev.serein.connection.Explanation.Then;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What went wrong while connecting, in our words: the driver's are in the language of the machine. */
final class Diagnosis {
    private static final Explanation LATE = new Explanation(
            "no answer in time", "see that the server is well and that no firewall is in between", Then.NEXT_HOST);

    private static final Explanation UNKNOWN_NAME =
            new Explanation("the host name is not known", "correct the host", Then.NEXT_HOST);

    private static final Explanation NOTHING_THERE =
            new Explanation("nothing answers there", "start the server, or correct host and port", Then.NEXT_HOST);

    static final Explanation BROKEN_OFF = new Explanation(
            "the connection was lost while it was being made",
            "try again; if that does not help, see the server's log",
            Then.WAIT);

    private Diagnosis() {}

    static Explanation ofName() {
        return UNKNOWN_NAME;
    }

    static Explanation of(ConnectionSettings settings, Throwable failure, Attempt attempt) {
        if (attempt.wasCut()) {
            return LATE;
        }
        if (failure instanceof ConnectFailure explained) {
            return explained.explanation();
        }
        if (failure instanceof PSQLException refusal && refusal.getServerErrorMessage() != null) {
            Explanation ofTls = attempt.handshake().explain(refusal, refusal.getServerErrorMessage());
            return ofTls == null ? ofServer(settings, refusal, refusal.getServerErrorMessage()) : ofTls;
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            Explanation known = ofTransport(each);
            if (known == null) {
                known = attempt.handshake().explain(each);
            }
            if (known == null && each instanceof PSQLException driver) {
                known = RefusedLogin.explain(settings, driver, attempt);
            }
            if (known == null && (each instanceof SocketException || each instanceof EOFException)) {
                // where a Unix socket's file is not there it is as if nobody listened
                known = attempt.isToSocket() ? NOTHING_THERE : BROKEN_OFF;
            }
            if (known != null) {
                return known;
            }
        }
        return new Explanation(String.valueOf(failure.getMessage()), null, Then.WAIT);
    }

    private static @Nullable Explanation ofTransport(Throwable failure) {
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return NOTHING_THERE;
        }
        if (failure instanceof UnixSockets.MissingLibrary) {
            return UnixSockets.MissingLibrary.explanation();
        }
        if (failure instanceof SocketTimeoutException) {
            return LATE;
        }
        if (TlsFallback.hasNoTls(failure)) {
            return new Explanation(
                    "the server does not offer TLS",
                    "turn it on there; or, if nobody else is on that network, say sslmode=disable",
                    Then.MEND);
        }
        return null;
    }

    private static Explanation ofServer(ConnectionSettings settings, PSQLException failure, ServerErrorMessage said) {
        return switch (String.valueOf(failure.getSQLState())) {
            case "28P01" -> new Explanation("the server refuses the password", "correct user and password", Then.MEND);
            case "3D000" ->
                new Explanation(
                        "there is no such database",
                        "create it (createdb " + settings.database() + "), or correct its name",
                        Then.MEND);
            case "53300" ->
                new Explanation(
                        "the server has no connection left", "lower the pools of its clients, or try again", Then.WAIT);
            case "08P01" ->
                SessionStart.isOfStartupParameter(failure)
                        ? new Explanation(
                                "the pooler in front of the server says: " + said.getMessage(),
                                "leave options and pgbouncer=false out of the URL; set what they set for the role:"
                                        + " alter role … set …",
                                Then.MEND)
                        : new Explanation("the server says: " + said.getMessage(), null, Then.MEND);
            case "57P03" -> new Explanation("the server is starting up or shutting down", "try again", Then.NEXT_HOST);
            default -> new Explanation("the server says: " + said.getMessage(), null, Then.MEND);
        };
    }
}
