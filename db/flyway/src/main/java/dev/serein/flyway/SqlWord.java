package dev.serein.flyway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a statement, as PostgreSQL reads it: a keyword or a name, a string, a number, an operator, or a sign.
 * Comments are none.
 *
 * @param text keywords and names in lower case; what is quoted as it is written, with its quotes
 * @param start where it begins in the statement
 * @param end behind its last character there
 */
public record SqlWord(String text, int start, int end) {
    private static final Pattern BLANK = Pattern.compile("(\\s++|--[^\\n]*+)++");
    private static final Pattern ESCAPED = Pattern.compile("[eE]'(?:[^'\\\\]|''|\\\\.)*+'", Pattern.DOTALL);
    private static final Pattern STRING = Pattern.compile("(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*+'");
    private static final Pattern QUOTED = Pattern.compile("(?:[uU]&)?\"(?:[^\"]|\"\")*+\"");
    private static final Pattern DOLLAR = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*+)?\\$");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*+");
    private static final Pattern NUMBER = Pattern.compile("\\p{N}[\\p{L}\\p{N}_.]*+");
    private static final Pattern OPERATOR = Pattern.compile("(?:(?!--|/\\*)[-+*/<>=~!@#%^&|`?:])++");

    /** The words of a statement, in their order. */
    static List<SqlWord> of(String sql) {
        List<SqlWord> words = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            int end = end(BLANK, sql, at);
            if (end < 0) {
                end = sql.startsWith("/*", at) ? endOfComment(sql, at) : -1;
            }
            if (end < 0) {
                end = endOfWord(sql, at);
                words.add(new SqlWord(text(sql.substring(at, end)), at, end));
            }
            at = end;
        }
        return words;
    }

    private static String text(String written) {
        return NAME.matcher(written).matches() ? written.toLowerCase(Locale.ROOT) : written;
    }

    private static int endOfWord(String sql, int at) {
        for (Pattern each : List.of(ESCAPED, STRING, QUOTED)) {
            int end = end(each, sql, at);
            if (end >= 0) {
                return end;
            }
        }
        int tag = end(DOLLAR, sql, at);
        if (tag >= 0) {
            int closing = sql.indexOf(sql.substring(at, tag), tag);
            return closing < 0 ? sql.length() : closing + tag - at;
        }
        for (Pattern each : List.of(NAME, NUMBER, OPERATOR)) {
            int end = end(each, sql, at);
            if (end >= 0) {
                return end;
            }
        }
        return at + 1;
    }

    /** Comments like this one may hold others. */
    private static int endOfComment(String sql, int start) {
        int depth = 0;
        for (int at = start; at < sql.length(); at++) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at++;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at++;
                if (depth == 0) {
                    return at + 1;
                }
            }
        }
        return sql.length();
    }

    private static int end(Pattern pattern, String sql, int at) {
        Matcher matcher = pattern.matcher(sql).region(at, sql.length());
        return matcher.lookingAt() ? matcher.end() : -1;
    }
}
