package dev.serein.connection;

import dev.serein.connection.Explanation.Then;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;

/** When, with {@code allow} or {@code prefer}, the other way is tried on a new connection; and what to say of both. */
final class TlsFallback {
    /** What the server looks at only once it knows who we are; with or without TLS makes no difference. */
    private static final Set<String> AFTER_LOGIN = Set.of("3D000", "42501", "22023", "42704", "55000", "57P01");

    private TlsFallback() {}

    /**
     * As libpq does: after a handshake that failed, a server that has no TLS, or a server that refuses the login. Not
     * when nobody answers, nor when the driver itself will not go on; unless that is for want of TLS.
     */
    static boolean isWorthTrying(ConnectionSettings settings, SQLException failure, Explanation explanation) {
        if (explanation.then() == Then.NEXT_HOST || !(failure instanceof PSQLException driver)) {
            return false;
        }
        if (driver.getServerErrorMessage() != null) {
            return !AFTER_LOGIN.contains(String.valueOf(driver.getSQLState()));
        }
        return hasNoTls(driver) || isOfHandshake(driver) || RefusedLogin.isForTheLackOfTls(settings, driver);
    }

    /** In whatever language the driver says it. */
    static boolean hasNoTls(Throwable failure) {
        return GT.tr("The server does not support SSL.").equals(failure.getMessage());
    }

    private static boolean isOfHandshake(PSQLException failure) {
        Throwable cause = failure.getCause();
        return cause != null && GT.tr("SSL error: {0}", cause.getMessage()).equals(failure.getMessage());
    }

    /** What to tell when both have failed: what TLS failed of, unless the server just has none. */
    static ConnectFailure toTell(ConnectFailure tls, ConnectFailure clear) {
        Throwable cause = tls.getCause();
        return cause != null && hasNoTls(cause) ? clear : tls;
    }

    static Explanation ofBoth(ConnectFailure tls, ConnectFailure clear, boolean goesOn) {
        Explanation told = toTell(tls, clear).explanation();
        Map<String, String> facts = new LinkedHashMap<>(told.facts());
        if (toTell(tls, clear) == tls && !told.what().equals(clear.explanation().what())) {
            facts.put("without TLS", clear.explanation().what());
        }
        return new Explanation(told.what(), facts, told.fix(), goesOn ? Then.NEXT_HOST : told.then());
    }
}
