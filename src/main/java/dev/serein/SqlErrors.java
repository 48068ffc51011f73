package dev.serein;

import dev.serein.ConstraintViolation.Kind;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the driver throws, in our words and types. The driver's own exception is not kept where its text may hold
 * values: the detail of a violated constraint, the text of a batch, a value that does not fit its type. SQLSTATE: <a
 * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL, appendix A</a>.
 */
final class SqlErrors {
    private static final Pattern KEY = Pattern.compile("Key \\(([^=]*)\\)=\\(", Pattern.DOTALL);
    private static final Pattern VERB = Pattern.compile("\\s*(insert into|update|delete from)\\b.*", Pattern.DOTALL);
    private static final Duration LEAST_WAIT = Duration.ofMillis(10);

    private SqlErrors() {}

    /** What is known of the statement that failed. */
    record Context(
            @Nullable String sql,
            Slot.@Nullable Ended ended,
            boolean closed,
            Duration ran,
            Duration allowed,
            Limits limits) {}

    static DatabaseException translate(String what, SQLException thrown, @Nullable Context context) {
        SQLException failure = ofBatch(thrown);
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
            case "23505", "23503", "23502", "23514", "23P01" -> violation(sentence, state, said, facts, cause);
            case "40001", "40P01" ->
                new TransactionConflict(
                        facts.addTo(new ErrorText(sentence + ": "
                                        + (state.equals("40P01")
                                                ? "it was the victim of a deadlock"
                                                : "another transaction came between")))
                                .fix("run the whole transaction again"),
                        cause);
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
            case "55P03" -> locked(sentence, context, facts, cause);
            default ->
                isConnectionLost(state, said) || context != null && context.closed
                        ? ConnectionFailed.lost(sentence, facts, cause)
                        : failed(sentence, state, failure, facts, cause);
        };
    }

    /** jOOQ wraps it. */
    private static String value(UnfitValue text, @Nullable Context context) {
        if (text.column() != null) {
            return "column " + text.column();
        }
        return context == null || context.sql == null ? "a value" : ParameterName.in(context.sql, text.index());
    }

    private static StatementFailed failed(
            String what, String state, SQLException failure, ErrorText.Facts facts, SQLException cause) {
        ErrorText text = facts.addTo(new ErrorText(what + ": " + reason(state, failure)));
        if (state.equals("25006")) {
            text.fix("this server, or this transaction, is read-only; after a failover, try again: the connection is"
                    + " replaced");
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
            String what, @Nullable Context context, ErrorText.Facts facts, SQLException cause) {
        boolean waited = !ranFor(context).minus(LEAST_WAIT).isNegative();
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

    private static ConstraintViolation violation(
            String what, String state, @Nullable ServerErrorMessage said, ErrorText.Facts facts, SQLException cause) {
        Kind kind =
                switch (state) {
                    case "23505" -> Kind.UNIQUE;
                    case "23503" -> Kind.FOREIGN_KEY;
                    case "23502" -> Kind.NOT_NULL;
                    case "23514" -> Kind.CHECK;
                    default -> Kind.EXCLUSION;
                };
        String constraint = said == null ? null : said.getConstraint();
        List<String> columns = columns(said);
        String rule =
                switch (kind) {
                    case UNIQUE -> "unique constraint " + constraint + " is violated";
                    case FOREIGN_KEY -> "foreign key " + constraint + " is violated";
                    case NOT_NULL -> "column " + String.join(", ", columns) + " must not be null";
                    case CHECK -> "check constraint " + constraint + " is violated";
                    case EXCLUSION -> "exclusion constraint " + constraint + " is violated";
                };
        ErrorText text = new ErrorText(what + ": " + rule).with("sqlstate", state);
        if (!columns.isEmpty()) {
            text.with("columns", String.join(", ", columns));
        }
        return new ConstraintViolation(
                facts.addTo(text)
                        .fix("catch ConstraintViolation" + (kind == Kind.UNIQUE ? ", or use on conflict" : "")),
                kind,
                constraint,
                table(said),
                columns,
                cause);
    }

    /** Of the detail only the names of the key's columns are read; what follows them are values. */
    private static List<String> columns(@Nullable ServerErrorMessage said) {
        if (said == null) {
            return List.of();
        }
        if (said.getColumn() != null) {
            return List.of(said.getColumn());
        }
        Matcher key = KEY.matcher(String.valueOf(said.getDetail()));
        return key.lookingAt() ? List.of(key.group(1).split(", ")) : List.of();
    }

    private static @Nullable String table(@Nullable ServerErrorMessage said) {
        return said == null || said.getTable() == null ? null : said.getSchema() + "." + said.getTable();
    }

    private static boolean isConnectionLost(String state, @Nullable ServerErrorMessage said) {
        return state.startsWith("08") || state.startsWith("57P") || said != null && "FATAL".equals(said.getSeverity());
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
                    case "22001" -> "a string is too long for its column";
                    case "22003" -> "a number is out of the range of its type";
                    case "22007", "22008" -> "a date or time is not valid";
                    case "22012" -> "a division by zero";
                    case "22021" -> "a string holds what its encoding has not";
                    case "22P02", "22P03" -> "a value is not valid for its type";
                    case "42601" -> "a syntax error";
                    default -> state.startsWith("22") ? "a value is not valid" : null;
                };
        if (known != null) {
            return known;
        }
        return failure instanceof PSQLException server && server.getServerErrorMessage() != null
                ? String.valueOf(server.getServerErrorMessage().getMessage())
                : "the driver refused it";
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

    private static String sentence(String sql, @Nullable ServerErrorMessage said) {
        Matcher verb = VERB.matcher(sql.length() > 40 ? sql.substring(0, 40).toLowerCase(Locale.ROOT) : sql);
        String table = table(said);
        return verb.matches() && table != null ? "Cannot " + verb.group(1) + " " + table : "Cannot run a statement";
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
