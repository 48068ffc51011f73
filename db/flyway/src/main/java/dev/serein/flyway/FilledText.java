package dev.serein.flyway;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A migration as Flyway reads it, with its placeholders filled in, and the way back to the file. */
final class FilledText {
    private final String written;
    private final String filled;
    private final int[] origins;

    private FilledText(String written, String filled, int[] origins) {
        this.written = written;
        this.filled = filled;
        this.origins = origins;
    }

    /** @param text of the file, with its byte order mark if it has one */
    static FilledText of(String text, Map<String, String> placeholders) {
        String written = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.putAll(placeholders);
        StringBuilder filled = new StringBuilder();
        int[] origins = new int[written.length() + 1];
        int at = 0;
        while (at < written.length()) {
            int end = written.startsWith("${", at) ? written.indexOf('}', at) : -1;
            String value = end < 0 ? null : values.get(written.substring(at + 2, end));
            String part = value == null ? written.substring(at, at + 1) : value;
            int before = filled.length();
            filled.append(part);
            if (origins.length < filled.length() + 1) {
                origins = Arrays.copyOf(origins, 2 * filled.length() + 1);
            }
            Arrays.fill(origins, before, filled.length(), at);
            at = value == null ? at + 1 : end + 1;
        }
        origins[filled.length()] = written.length();
        return new FilledText(written, filled.toString(), origins);
    }

    /** Where the statement begins that runs over this line; -1 if nowhere. */
    int find(String statement, int line) {
        int shownIn = -1;
        for (int at = filled.indexOf(statement); at >= 0; at = filled.indexOf(statement, at + 1)) {
            int end = at + statement.length();
            if (lineOf(filled, at) > line || lineOf(filled, end) < line) {
                continue;
            }
            String rest = filled.substring(end).stripLeading();
            if (rest.isEmpty() || rest.startsWith(";")) {
                return at;
            }
            if (shownIn < 0) {
                shownIn = at; // perhaps a part of another statement, perhaps one with another end
            }
        }
        return shownIn;
    }

    /** Where something first is; -1 if nowhere. */
    int find(String part) {
        return filled.indexOf(part);
    }

    /** The line in the file of a line here. */
    int writtenLine(int line) {
        int at = 0;
        for (int next = 1; next < line; next++) {
            at = filled.indexOf('\n', at) + 1;
            if (at == 0) {
                return line;
            }
        }
        return lineOf(written, origins[at]);
    }

    /** The place in the file of a character here. */
    SqlPosition position(int index) {
        int at = origins[index];
        int start = written.lastIndexOf('\n', at - 1) + 1;
        return new SqlPosition(lineOf(written, at), written.codePointCount(start, at) + 1);
    }

    int lineOf(int index) {
        return lineOf(filled, index);
    }

    private static int lineOf(String text, int index) {
        return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    }
}
