package dev.serein.lint;

import dev.serein.lint.LintFinding.Severity;
import java.util.Map;
import java.util.regex.Pattern;
import org.postgresql.util.ServerErrorMessage;

/** A statement that the server refuses. */
final class Failure {
    private static final String ROWS = "the rows that are there do not fit, and those of production may not either:"
            + " mend them first, in a file before this one";

    private static final Map<String, String> FIXES = Map.of(
            "55P04", "add the label in a file of its own, before this one: it can be used once that is committed",
            "2BP01", "drop or change first what depends on it, in the same file",
            "57014", "it did not end in its time, with a few rows: it may wait for what never comes",
            "25001", "put it into a file of its own: it cannot run in a transaction",
            "23502", ROWS,
            "23503", ROWS,
            "23505", ROWS,
            "23514", ROWS,
            "23P01", ROWS);

    /** Data of class 22 are named in the message: {@code invalid input syntax for type integer: "…"}. */
    private static final Pattern VALUE = Pattern.compile("\"(?:[^\"]|\"\")*\"");

    private Failure() {}

    private static String fix(String state, String message) {
        return message.contains(" used by a view or rule")
                ? """
                drop the views that use it before this statement, and create them again behind it, with their grants, in the same file;
                those that a repeatable migration makes, if exists: it runs after this, where all is new"""
                : FIXES.getOrDefault(state, "mend the statement: with it, none of the file can be applied");
    }

    static LintFinding finding(ServerErrorMessage error) {
        String state = String.valueOf(error.getSQLState());
        String message = String.valueOf(error.getMessage());
        String shown = state.startsWith("22") ? VALUE.matcher(message).replaceAll("\"…\"") : message;
        return new LintFinding(
                state.equals("55P04") ? "enum-value" : "fails",
                Severity.DANGER,
                "PostgreSQL refuses it: " + shown + " (SQLSTATE " + state + ")",
                fix(state, message),
                null);
    }
}
