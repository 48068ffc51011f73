package dev.serein;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a placeholder stands for, as far as the text of the statement shows it. Only for messages. */
final class ParameterName {
    private static final String NAME = "\"((?:[^\"]|\"\")++)\"";
    private static final Pattern INSERT =
            Pattern.compile("insert into [^(]++\\((" + NAME + "(?:, " + NAME + ")*+)\\)\\s+values ");
    private static final Pattern COMPARED = Pattern.compile(NAME + " (?:=|<>|<|>|<=|>=|i?like) (?:cast\\()?$");

    private ParameterName() {}

    /** {@code column email}, or else {@code value 2}. */
    static String in(String sql, int index) {
        int at = placeholder(sql, index);
        Matcher insert = INSERT.matcher(sql);
        if (at >= 0 && insert.lookingAt() && at > insert.end()) {
            String[] columns = insert.group(1).split(", ");
            String rows = sql.substring(insert.end());
            if (rows.startsWith("(") && columns.length > 0 && onlyPlaceholders(rows, columns.length)) {
                return "column " + columns[(index - 1) % columns.length].replace("\"", "");
            }
        }
        Matcher compared = COMPARED.matcher(at < 0 ? "" : sql.substring(0, at));
        return compared.find() ? "column " + compared.group(1) : "value " + index;
    }

    /** Whether every value of the first row is one: with an expression among them the count would be off. */
    private static boolean onlyPlaceholders(String rows, int columns) {
        int end = rows.indexOf(')');
        String first = end < 0 ? "" : rows.substring(1, end);
        return first.chars().filter(each -> each == '?').count() == columns && first.split(", ").length == columns;
    }

    private static int placeholder(String sql, int index) {
        int at = -1;
        for (int i = 0; i < index; i++) {
            at = sql.indexOf('?', at + 1);
            if (at < 0) {
                return -1;
            }
        }
        return at;
    }
}
