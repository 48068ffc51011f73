package dev.serein.connection;

import dev.serein.connection.Explanation.Then;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Why the driver did not prove who we are in the way that the server asked for. */
final class RefusedLogin {
    private RefusedLogin() {}

    /** Whether it is for what we forbid though nothing is said: then TLS helps. */
    static boolean isForTheLackOfTls(ConnectionSettings settings, PSQLException failure) {
        return isForbidden(failure) && settings.value(Parameter.REQUIRE_AUTH) == null;
    }

    private static boolean isForbidden(PSQLException failure) {
        return GT.tr("Authentication method is not allowed by requireAuth").equals(failure.getMessage());
    }

    /** An empty one is none, as to libpq. */
    private static boolean isForWantOfPassword(PSQLException failure) {
        return Stream.of(
                        GT.tr("The server requested SCRAM-based authentication, but no password was provided."),
                        GT.tr("The server requested SCRAM-based authentication, but the password is an empty string."),
                        GT.tr(
                                "The server requested password-based authentication, but no password was provided by"
                                        + " plugin {0}",
                                "null"))
                .anyMatch(text -> text.equals(failure.getMessage()));
    }

    /** Null if it was not for that. */
    static @Nullable Explanation explain(ConnectionSettings settings, PSQLException failure, Attempt attempt) {
        if (failure.getServerErrorMessage() != null
                || !PSQLState.CONNECTION_REJECTED.getState().equals(failure.getSQLState())
                || TlsFallback.hasNoTls(failure)) {
            return null;
        }
        if (isForbidden(failure)) {
            return settings.value(Parameter.REQUIRE_AUTH) == null
                    ? new Explanation(
                            "without TLS, the server asks for the password in clear or as MD5, which anybody on the way"
                                    + " can read",
                            "turn on TLS there and say sslmode=verify-full; or let it ask for scram-sha-256; or, if"
                                    + " nobody else is on that network, say require_auth=password,md5",
                            Then.MEND)
                    : new Explanation(
                            "the server wants another proof of who we are than require_auth allows",
                            "correct require_auth, or the method in the server's pg_hba.conf",
                            Then.MEND);
        }
        if (isForWantOfPassword(failure)) {
            return new Explanation(
                    "the server asks for a password, and none is said",
                    "put it into the URL, PGPASSWORD or ~/.pgpass",
                    Then.MEND);
        }
        if ("require".equals(settings.value(Parameter.CHANNEL_BINDING))) {
            return new Explanation(
                    attempt.isEncrypted()
                            ? "the server does not bind the login to the TLS channel, but channel_binding=require wants"
                                    + " that"
                            : "there is no TLS channel to bind the login to, but channel_binding=require wants that",
                    attempt.isEncrypted()
                            ? "give the user a password that is stored as scram-sha-256, and let pg_hba.conf ask for it"
                            : "say sslmode=verify-full, or leave channel_binding out",
                    Then.MEND);
        }
        return null;
    }
}
