package dev.serein;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.SqlCommandType;

/** The texts of batches, made once for all that have the same statements. Holds no value. Thread-safe. */
final class BatchTexts {
    /** Longer ones are most likely as long as some list is. */
    private static final int MOST_STATEMENTS = 32;

    private static final String BEGIN = "begin";
    private static final String COMMIT = "commit";
    private static final String SET_TRANSACTION = "set transaction ";

    private static final Set<SqlCommandType> CHANGES =
            EnumSet.of(SqlCommandType.INSERT, SqlCommandType.UPDATE, SqlCommandType.DELETE);
    /** Of a select that makes a table, which returns no rows. */
    private static final Pattern INTO = Pattern.compile("\\binto\\b", Pattern.CASE_INSENSITIVE);

    private final Generations<Sql> texts = new Generations<>(Shapes.MOST / 2);

    /**
     * Where a batch runs.
     *
     * @param before what goes before its statements
     * @param after what goes after them
     */
    record Frame(List<String> before, List<String> after) {
        /** In a transaction, or as a single statement, which is one. */
        static final Frame NONE = new Frame(List.of(), List.of());

        private static final Frame TRANSACTION = new Frame(List.of(BEGIN), List.of(COMMIT));

        /** A transaction with these options. */
        static Frame of(TransactionOptions options, boolean several) {
            List<String> commands = options.commands();
            if (commands.isEmpty()) {
                return several ? TRANSACTION : NONE;
            }
            List<String> before = new ArrayList<>(commands);
            if (before.get(0).startsWith(SET_TRANSACTION)) {
                before.set(0, BEGIN + " " + before.get(0).substring(SET_TRANSACTION.length()));
            } else {
                before.add(0, BEGIN);
            }
            return new Frame(before, List.of(COMMIT));
        }
    }

    Sql of(Frame frame, Call<?>[] calls) {
        ShapeKey key = key(frame, calls);
        if (key == null) {
            return text(frame, calls);
        }
        Sql known = texts.find(key);
        if (known != null) {
            return known;
        }
        Sql made = text(frame, calls);
        if (texts.isAgain(key)) {
            texts.keep(key, made);
        }
        return made;
    }

    private static @Nullable ShapeKey key(Frame frame, Call<?>[] calls) {
        if (calls.length > MOST_STATEMENTS) {
            return null;
        }
        List<Object> parts = new ArrayList<>(2 * calls.length + 4);
        parts.addAll(frame.before);
        for (Call<?> call : calls) {
            parts.add(call.rule());
            for (Sql each : call.statements()) {
                parts.add(each.text());
                parts.add(Objects.requireNonNullElse(each.name(), ""));
            }
        }
        parts.addAll(frame.after);
        return new ShapeKey(parts.toArray(), parts.size());
    }

    private static Sql text(Frame frame, Call<?>[] calls) {
        StringJoiner text = new StringJoiner("; ");
        StringJoiner names = new StringJoiner(", ");
        boolean writes = false;
        frame.before.forEach(text::add);
        for (Call<?> call : calls) {
            Call.Rule rule = call.rule();
            for (Sql each : call.statements()) {
                String statement = rule.applied(each.text());
                requireSingle(statement, rule);
                text.add(statement);
                writes |= each.writes();
                rule = Call.Rule.ANY;
                if (each.name() != null) {
                    names.add(each.name());
                }
            }
        }
        frame.after.forEach(text::add);
        return Sql.unbound(text.toString(), names.length() == 0 ? null : names.toString(), writes);
    }

    /** A user's own SQL may hold several, or end in a comment, in which what comes next would be lost. */
    private static void requireSingle(String statement, Call.Rule rule) {
        List<NativeQuery> parsed;
        try {
            parsed = Parser.parseJdbcSql(statement + "; " + COMMIT, true, true, true, false, false);
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot run a batch", e, null);
        }
        if (parsed.size() != 2 || !parsed.get(1).nativeSql.strip().equals(COMMIT)) {
            throw new IllegalArgumentException("A call is one statement, without a semicolon and without a comment at"
                    + " its end, not: " + SqlText.brief(statement));
        }
        if (FirstWord.isAboutTransactions(statement)) {
            throw new IllegalArgumentException(
                    "A batch is one transaction, and a call cannot begin or end it: " + SqlText.brief(statement));
        }
        requireKind(parsed.get(0).getCommand(), statement, rule);
    }

    /** As far as it can be told before it has run: afterwards it is stored. */
    private static void requireKind(@Nullable SqlCommand command, String statement, Call.Rule rule) {
        if (command == null) {
            return;
        }
        boolean changes = CHANGES.contains(command.getType());
        boolean returns = changes && command.isReturningKeywordPresent()
                || command.getType() == SqlCommandType.SELECT
                        && !INTO.matcher(statement).find();
        if (rule == Call.Rule.NONE && returns) {
            throw new IllegalArgumentException("A statement that returns rows is no call for how many it changes: make"
                    + " it Call.list(Query.rows(…)), not: " + SqlText.brief(statement));
        }
        if (rule == Call.Rule.ANY && changes && !command.isReturningKeywordPresent()) {
            throw new IllegalArgumentException("A statement that returns no rows is no call for rows: make it"
                    + " Call.changed(…), or let it end in returning, not: " + SqlText.brief(statement));
        }
    }

    int size() {
        return texts.size();
    }
}
