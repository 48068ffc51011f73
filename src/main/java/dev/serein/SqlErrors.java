package dev.serein;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.QueryPart;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the driver throws, in our words and types. The driver's own exception is not kept where its text may hold
 * values: the detail of a violated constraint, the text of a batch, a value that does not fit its type. SQLSTATE: <a
 * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL, appendix A</a>.
 */
final class SqlErrors {
    private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[\\w$]+)";
    private static final Pattern TARGET = Pattern.compile(
            "\\s*(insert into|update|delete from)\\s+(?:only\\s+)?" + NAME + "(?:\\." + NAME + ")?",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> NAMES_A_NAME = Set.of("42P01", "42703", "42704", "42883", "3F000");

    private SqlErrors() {}

    /**
     * What is known of the statement that failed.
     *
     * @param statement of which jOOQ has rendered the text; null if it has not
     */
    record Context(
            @Nullable String sql,
            @Nullable QueryPart statement,
            Slot.@Nullable Ended ended,
            boolean closed,
            Duration ran,
            Duration allowed,
            Limits limits) {}

    static DatabaseException translate(String what, SQLException thrown, @Nullable Context context) {
        SQLException failure = ofBatch(thrown);
        return translated(what, failure, context).saidByServer(isAnswer(failure));
    }

    private static DatabaseException translated(String what, SQLException failure, @Nullable Context context) {
        String state = state(failure);
        ServerErrorMessage said = failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
        String sentence = context == null || context.sql == null ? what : sentence(context.sql, said);
        ErrorText.Facts facts = facts(state, context);
        SQLException cause = redacted(failure, said);

        UnfitValue unfit = unfit(failure);
        if (unfit != null && unfit.index() > 0) {
            return new StatementFailed(
                    facts.addTo(new ErrorText(sentence + ": " + value(unfit, context) + " " + unfit.why())), cause);
        }
        if (context != null && context.ended != null) {
            return ended(sentence, context, state.startsWith("08"), facts, cause);
        }
        return switch (state) {
            case "23505", "23503", "23001", "23502", "23514", "23P01" ->
                Violation.of(state, said, context == null ? null : context.statement)
                        .thrown(sentence, state, facts, cause);
            case "40001", "40P01" ->
                new TransactionConflict(
                        facts.addTo(new ErrorText(sentence + ": "
                                        + (state.equals("40P01")
                                                ? "it was the victim of a deadlock"
                                                : "another transaction came between")))
                                .fix("run the whole transaction again"),
                        cause);
            case "0A000" ->
                isStalePlan(said)
                        ? new TransactionConflict(
                                facts.addTo(new ErrorText(
                                                sentence + ": a table has changed since the statement was prepared"))
                                        .fix("run the whole transaction again"),
                                cause)
                        : failed(sentence, state, failure, facts, cause);
            case "57014" -> cancelledByServer(sentence, said, context, facts, cause);
            case "25P03" ->
                DeadlineExceeded.ofServer(
                        sentence,
                        "the transaction waited too long for its next statement, and is rolled back",
                        ranFor(context),
                        "do in a transaction what concerns the database only, or allow more:"
                                + " withIdleInTransactionTimeout(…)",
                        facts,
                        cause);
            case "55P03" -> locked(sentence, said, context, facts, cause);
            // the pool may have closed the connection already, for just that reason
            case "42P05", "26000", "25006" -> failed(sentence, state, failure, facts, cause);
            default ->
                isConnectionLost(state, said) || context != null && context.closed
                        ? ConnectionFailed.lost(sentence, facts, cause)
                        : failed(sentence, state, failure, facts, cause);
        };
    }

    /** Named where it is known. */
    private static String value(UnfitValue text, @Nullable Context context) {
        if (text.column() != null) {
            return "column " + text.column();
        }
        return context == null || context.sql == null ? "a value" : ParameterName.in(context.sql, text.index());
    }

    /** A table has changed since the statement was prepared. */
    static boolean isStalePlan(SQLException failure) {
        return failure instanceof PSQLException server && isStalePlan(server.getServerErrorMessage());
    }

    /**
     * Its text is in the server's language; the routine in which it fails is not. Outside of a transaction the driver
     * has tried a single one again.
     */
    private static boolean isStalePlan(@Nullable ServerErrorMessage said) {
        String routine = said == null ? null : said.getRoutine();
        return "RevalidateCachedQuery".equals(routine) || "RevalidateCachedPlan".equals(routine);
    }

    private static StatementFailed failed(
            String what, String state, SQLException failure, ErrorText.Facts facts, SQLException cause) {
        ErrorText text = facts.addTo(new ErrorText(what + ": " + reason(state, failure)));
        if (state.equals("25006")) {
            text.fix("this server, or this transaction, is read-only; after a failover, try again: the connection is"
                    + " replaced");
        }
        if (state.equals("42P05") || state.equals("26000")) {
            text.fix("if a pooler hands each transaction to another session, say so: withPooler(true), or"
                    + " pgbouncer=true in the URL");
        }
        return new StatementFailed(text, cause);
    }

    /** @param cut whether the server was not heard from any more */
    private static DatabaseException ended(
            String what, Context context, boolean cut, ErrorText.Facts facts, SQLException cause) {
        Slot.Ended ended = context.ended == null ? Slot.Ended.CLOSED : context.ended;
        return switch (ended) {
            case LATE ->
                DeadlineExceeded.of(
                        what,
                        cut ? "the server does not answer, and the connection was cut" : "the deadline has passed",
                        context.allowed,
                        cut
                                ? "see whether the server is well; whether the statement ran is not known"
                                : "ask for less, or allow more: withDeadline(…)",
                        facts,
                        cause);
            case INTERRUPTED -> Cancelled.because(what, "the thread was interrupted", facts, cause);
            case CLOSED -> Cancelled.because(what, "the database is being closed", facts, cause);
        };
    }

    /** The server says which it was, in its own language; where that is not English, the time tells. */
    private static DatabaseException cancelledByServer(
            String what,
            @Nullable ServerErrorMessage said,
            @Nullable Context context,
            ErrorText.Facts facts,
            SQLException cause) {
        boolean ofTimeout = said != null && String.valueOf(said.getMessage()).contains("statement timeout");
        boolean longEnough = context != null && context.ran.compareTo(context.limits.statement()) >= 0;
        return ofTimeout || longEnough
                ? DeadlineExceeded.ofServer(
                        what,
                        "the server's statement_timeout has passed",
                        ranFor(context),
                        "ask for less, or allow more: withDeadline(…)",
                        facts,
                        cause)
                : Cancelled.because(what, "somebody cancelled it on the server", facts, cause);
    }

    /** NOWAIT does not wait at all. */
    private static DeadlineExceeded locked(
            String what,
            @Nullable ServerErrorMessage said,
            @Nullable Context context,
            ErrorText.Facts facts,
            SQLException cause) {
        boolean ofTimeout = said != null && String.valueOf(said.getMessage()).contains("lock timeout");
        boolean waited = ofTimeout || context != null && context.ran.compareTo(context.limits.lock()) >= 0;
        return DeadlineExceeded.ofServer(
                what,
                "another transaction holds a lock" + (waited ? ", and lock_timeout has passed" : ""),
                ranFor(context),
                "find the transaction that holds the lock, in pg_locks, and make it shorter",
                facts,
                cause);
    }

    private static Duration ranFor(@Nullable Context context) {
        return context == null ? Duration.ZERO : context.ran.truncatedTo(ChronoUnit.MILLIS);
    }

    private static boolean isConnectionLost(String state, @Nullable ServerErrorMessage said) {
        return state.startsWith("08") || state.startsWith("57P") || said != null && "FATAL".equals(said.getSeverity());
    }

    /** Whether the server has said so, and goes on. */
    static boolean isAnswer(SQLException failure) {
        ServerErrorMessage said = failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
        return said != null && !isConnectionLost(state(failure), said);
    }

    /** The message of the server, where it holds names only. */
    private static String reason(String state, SQLException failure) {
        UnfitValue unfit = unfit(failure);
        if (failure instanceof UnreadableColumn unreadable) {
            return unreadable.column() + " "
                    + (unfit == null ? "cannot be read: " + reason(state, unreadable.reason()) : unfit.why());
        }
        String ofJooq = ofJooq(failure);
        if (ofJooq != null) {
            return unfit == null ? ofJooq : ofJooq + ", which " + unfit.why();
        }
        if (unfit != null) {
            return "a value " + unfit.why();
        }
        String known =
                switch (state) {
                    case "42601" -> "a syntax error";
                    // words of a trigger or a function, with whatever these put into them
                    case "P0001" -> "a function or a trigger of the database has refused it";
                    default -> withoutItsValue(state);
                };
        if (known != null) {
            return known;
        }
        ServerErrorMessage said = failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
        if (said == null) {
            return "the driver refused it";
        }
        if (said.getWhere() != null) {
            return "a function or a trigger of the database has refused it";
        }
        // what is not found at a place in the statement may have been named by a value, as in ?::regclass
        return NAMES_A_NAME.contains(state) && said.getPosition() == 0
                ? "something that it names is not there"
                : String.valueOf(said.getMessage());
    }

    /** What an error says in whose message the server puts a value; null for others. */
    static @Nullable String withoutItsValue(String state) {
        return switch (state) {
            case "22001" -> "a string is too long for its column";
            case "22003" -> "a number is out of the range of its type";
            case "22007", "22008" -> "a date or time is not valid";
            case "22012" -> "a division by zero";
            case "22021" -> "a string holds what its encoding has not";
            case "22P02", "22P03" -> "a value is not valid for its type";
            default -> state.startsWith("22") ? "a value is not valid" : null;
        };
    }

    private static @Nullable UnfitValue unfit(SQLException failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UnfitValue unfit) {
                return unfit;
            }
        }
        return null;
    }

    /** jOOQ names the column; of an expression, all of it. */
    private static @Nullable String ofJooq(SQLException failure) {
        String said = String.valueOf(failure.getMessage());
        return said.startsWith("Error while ")
                ? "error" + SqlText.withoutLiterals(said.substring("Error".length()))
                : null;
    }

    /** What the statement changes, which need not be the table whose constraint it violates. */
    private static String sentence(String sql, @Nullable ServerErrorMessage said) {
        Matcher target = TARGET.matcher(sql);
        if (!target.lookingAt()) {
            return "Cannot run a statement";
        }
        String first = unquoted(target.group(2));
        String second = target.group(3) == null ? null : unquoted(target.group(3));
        String table = second != null
                ? first + "." + second
                : said != null && first.equals(said.getTable()) ? said.getSchema() + "." + first : first;
        return "Cannot " + target.group(1).toLowerCase(Locale.ROOT) + " " + table;
    }

    private static String unquoted(String name) {
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT);
    }

    private static ErrorText.Facts facts(String state, @Nullable Context context) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!state.equals("null")) {
            facts.put("sqlstate", state);
        }
        if (context != null && context.sql != null) {
            facts.put("sql", SqlText.brief(context.sql));
        }
        return new ErrorText.Facts(facts);
    }

    /** jOOQ wraps what fails while it reads a row, without its state. */
    private static String state(SQLException failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException known && known.getSQLState() != null) {
                return known.getSQLState();
            }
        }
        return "null";
    }

    private static SQLException ofBatch(SQLException thrown) {
        SQLException next = thrown.getNextException();
        return thrown instanceof BatchUpdateException && next != null ? next : thrown;
    }

    /** What came of the network keeps its causes; of what the server said, the state and the stack are kept. */
    private static SQLException redacted(SQLException failure, @Nullable ServerErrorMessage said) {
        String state = state(failure);
        if (said == null && state.startsWith("08") && ofJooq(failure) == null) {
            return failure;
        }
        SQLException redacted = new SQLException(reason(state, failure), state.equals("null") ? null : state);
        redacted.setStackTrace(failure.getStackTrace());
        return redacted;
    }
}
