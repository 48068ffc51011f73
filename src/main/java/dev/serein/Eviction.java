package dev.serein;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/**
 * Which errors end a connection's time in the pool. Without this, Hikari keeps connections to a server that has become
 * read-only, for ever, and throws away good ones whose prepared statement has become stale.
 */
final class Eviction implements SQLExceptionOverride {
    /** After these the server hangs up. */
    private static final Set<String> LAST_WORDS = Set.of("FATAL", "PANIC");

    private static final Set<String> BROKEN = Set.of(
            // the server is read-only: after a failover this is the wrong one
            "25006",
            // the server ended the session: idle for too long, or shut down, crashed, starting up, database dropped
            "25P03",
            "57P01",
            "57P02",
            "57P03",
            "57P04",
            "57P05",
            // prepared statements that are not the driver's own: a pooler mixes sessions
            "26000",
            "42P05",
            // nobody knows what became of the statement
            "40003");

    @java.lang.Override // the interface has an Override of its own
    public Override adjudicate(SQLException failure) {
        if (isLast(failure) || BROKEN.contains(String.valueOf(failure.getSQLState()))) {
            return Override.MUST_EVICT;
        }
        // "cached plan must not change result type": the driver prepares anew by itself
        return "0A000".equals(failure.getSQLState()) ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
    }

    /** Such as 40001, a conflict: of a statement it leaves the connection well, of a standby's recovery it ends it. */
    private static boolean isLast(SQLException failure) {
        return failure instanceof PSQLException refusal
                && refusal.getServerErrorMessage() != null
                && LAST_WORDS.contains(
                        String.valueOf(refusal.getServerErrorMessage().getSeverity()));
    }
}
