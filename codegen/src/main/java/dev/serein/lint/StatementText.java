package dev.serein.lint;

import dev.serein.flyway.ScriptStatement;
import dev.serein.flyway.SqlWord;
import java.util.List;
import java.util.regex.Pattern;

/** How a statement is written. Nothing is judged by it. */
final class StatementText {
    private static final int SHOWN = 60;
    private static final Pattern STRING = Pattern.compile("(?:[bBxXnNeE]|[uU]&)?'.*", Pattern.DOTALL);
    private static final Pattern DOLLAR = Pattern.compile("\\$[^$]*\\$.*", Pattern.DOTALL);

    private final String sql;
    private final List<SqlWord> words;

    StatementText(String sql) {
        this.sql = sql;
        this.words = new ScriptStatement(sql, 1, true).words();
    }

    /** Its first words, without comments, and without what its strings hold: one may be a password. */
    String beginning() {
        StringBuilder text = new StringBuilder();
        int end = 0;
        for (SqlWord word : words) {
            String written = sql.substring(word.start(), word.end());
            if (isString(written)) {
                written = "'…'";
            } else if (isBody(written)) {
                written = "$$…$$";
            }
            String gap = word.start() > end && text.length() > 0 ? " " : "";
            if (text.length() + gap.length() + written.length() > SHOWN && text.length() > 0) {
                return text + " …";
            }
            text.append(gap).append(written);
            end = word.end();
        }
        return text.toString();
    }

    /** Its comments, those in the body of a block or a function among them. */
    String comments() {
        StringBuilder text = new StringBuilder();
        int end = 0;
        for (SqlWord word : words) {
            text.append(sql, end, word.start());
            String written = sql.substring(word.start(), word.end());
            text.append(isBody(written) ? written : " ");
            end = word.end();
        }
        return text.append(sql, end, sql.length()).toString();
    }

    private static boolean isString(String written) {
        return STRING.matcher(written).matches();
    }

    private static boolean isBody(String written) {
        return DOLLAR.matcher(written).matches();
    }
}
