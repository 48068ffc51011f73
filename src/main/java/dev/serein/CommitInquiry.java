package dev.serein;

import dev.serein.connection.Link;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server what became of a transaction whose connection was lost during COMMIT: <a
 * href="https://www.postgresql.org/docs/current/functions-info.html">{@code pg_xact_status}</a>, on a connection of its
 * own: those of the pool may all be held by who waits for the locks of this very transaction. While it is in progress,
 * that is waited for; a session that only waits for its next statement, as COMMIT has not reached it, is ended first.
 *
 * <p>A server that crashed has forgotten the numbers that it had not written down, and gives them again: there
 * "committed" may be another's, and how often it crashed, nobody knows. So it is believed only by a server that has not
 * crashed since; that it was stopped and started does no harm. A standby does not know yet.
 */
final class CommitInquiry {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** Also where the caller's time is over: what it wants to know most is this. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);
    /** A restart, or a failover, is waited for. */
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(20);
    /** Of the one who is told of a number that the server has not given yet. */
    private static final String IN_THE_FUTURE = "22023";

    /** The status, which incarnation of the server says so, and whether standbys have to confirm what is committed. */
    private static final String ASK = """
            select case when pg_is_in_recovery() then 'in progress' else pg_xact_status(?::text::xid8) end,
                %s,
                current_setting('synchronous_standby_names') <> ''
                    and current_setting('synchronous_commit') not in ('off', 'local')""".formatted(Link.INCARNATION);

    /** Writes something that nobody reads: standbys confirm it after all that was committed before. */
    private static final String WAIT_FOR_STANDBY = "select pg_logical_emit_message(true, 'serein', '')";

    /** Ends the session if it is in this transaction still, and has nothing to do. */
    private static final String END_IF_IDLE = """
            select pg_terminate_backend(pid) from pg_stat_activity
            where backend_xid::text::bigint = mod(?, 4294967296) and state like 'idle in transaction%'""";

    /** What became of it. */
    enum Verdict {
        COMMITTED,
        /** On this server; no standby has said so. */
        UNCONFIRMED,
        ABORTED,
        UNKNOWN
    }

    private final Lender lender;
    private final long number;
    private final @Nullable String incarnation;
    private final Duration patience;
    private final long from = System.nanoTime();

    /**
     * @param number of the transaction; 0 if it is not known
     * @param incarnation of the server that gave the number
     * @param left of the caller's time
     */
    CommitInquiry(Lender lender, long number, @Nullable String incarnation, Duration left) {
        this.lender = lender;
        this.number = number;
        this.incarnation = incarnation;
        Duration most = left.compareTo(MOST_PATIENCE) < 0 ? left : MOST_PATIENCE;
        this.patience = most.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : most;
    }

    /** Waits for an answer; not for ever. */
    Verdict ask() {
        if (number == 0) {
            return Verdict.UNKNOWN;
        }
        boolean interrupted = Thread.interrupted(); // to know is worth more than to stop at once
        try {
            Verdict verdict = answer();
            LOG.warn(
                    "The connection was lost during COMMIT of transaction {}; asked for it, the server says {}",
                    number,
                    verdict);
            return verdict;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Verdict answer() {
        do {
            try {
                Verdict verdict = askOnce();
                if (verdict != null) {
                    return verdict;
                }
            } catch (DatabaseException e) {
                LOG.debug("What became of a transaction could not be asked; it is asked again", e);
            } catch (IllegalStateException e) {
                LOG.debug("The database is closed, and what became of a transaction cannot be asked", e);
                return Verdict.UNKNOWN;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        } while (System.nanoTime() - from < patience.toNanos()
                && !Thread.currentThread().isInterrupted());
        return Verdict.UNKNOWN;
    }

    /** Null as long as it is in progress. */
    private @Nullable Verdict askOnce() {
        LentConnection connection = lender.connect(from, patience);
        try (PreparedStatement ask = connection.prepareStatement(ASK)) {
            ask.setString(1, Long.toString(number));
            connection.slot().begin(patience.toNanos());
            try (ResultSet answer = ask.executeQuery()) {
                answer.next();
                boolean same = incarnation != null && incarnation.equals(answer.getString(2));
                Verdict verdict = verdict(String.valueOf(answer.getString(1)), same, connection);
                return verdict == Verdict.COMMITTED && answer.getBoolean(3) ? confirmed(connection) : verdict;
            }
        } catch (SQLException e) {
            if (IN_THE_FUTURE.equals(e.getSQLState())) {
                return Verdict.ABORTED;
            }
            throw SqlErrors.translate("Cannot ask what became of a transaction", e, null);
        } finally {
            lender.end(connection);
        }
    }

    private @Nullable Verdict verdict(String status, boolean same, LentConnection connection) throws SQLException {
        return switch (status) {
            case "committed" -> same ? Verdict.COMMITTED : Verdict.UNKNOWN;
            case "aborted" -> Verdict.ABORTED;
            case "in progress" -> {
                if (same) {
                    endIfIdle(connection);
                }
                yield null;
            }
            default -> Verdict.UNKNOWN; // so long ago that the server has forgotten it
        };
    }

    /** Whoever ended the session may have ended its wait for a standby. */
    private static Verdict confirmed(LentConnection connection) throws SQLException {
        try (PreparedStatement wait = connection.prepareStatement(WAIT_FOR_STANDBY)) {
            wait.execute();
            return StandbyWait.givenUp(wait.getWarnings()) == null ? Verdict.COMMITTED : Verdict.UNCONFIRMED;
        }
    }

    private void endIfIdle(LentConnection connection) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(END_IF_IDLE)) {
            end.setLong(1, number);
            end.execute();
        }
    }
}
