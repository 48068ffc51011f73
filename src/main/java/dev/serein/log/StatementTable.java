package dev.serein.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Statements as text, for the message of an assertion that fails. */
final class StatementTable {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final List<String> HEAD = List.of("times", "ms", "rows", "failed", "line", "sql");
    /** Columns of numbers, whose values end below each other. */
    private static final int NUMBERS = 4;
    /** What is longer is not read anyway. */
    private static final int MOST_ROWS = 50;

    /** Of a longer text, what it does and what it looks for: the columns between them are the least of it. */
    private static final int HEAD_OF_SQL = 60;

    private static final int TAIL_OF_SQL = 140;

    private StatementTable() {}

    static String of(List<LoggedStatement> statements) {
        if (statements.isEmpty()) {
            return "no statements";
        }
        Map<RepeatedStatement.Key, List<LoggedStatement>> groups = new LinkedHashMap<>();
        for (LoggedStatement each : statements) {
            groups.computeIfAbsent(RepeatedStatement.Key.of(each), key -> new ArrayList<>())
                    .add(each);
        }
        StringBuilder text =
                new StringBuilder(statements.size() == 1 ? "1 statement" : statements.size() + " statements");
        if (groups.size() < statements.size()) {
            text.append(", ").append(groups.size()).append(" of them different");
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        groups.values().stream().limit(MOST_ROWS).map(StatementTable::row).forEach(rows::add);
        append(text, rows);
        if (groups.size() > MOST_ROWS) {
            text.append("\n  … and ").append(groups.size() - MOST_ROWS).append(" more");
        }
        return text.toString();
    }

    private static List<String> row(List<LoggedStatement> group) {
        LoggedStatement first = group.get(0);
        Duration time = group.stream().map(LoggedStatement::duration).reduce(Duration.ZERO, Duration::plus);
        boolean counted = group.stream().allMatch(each -> each.rows() >= 0);
        long failed = group.stream().filter(each -> each.error() != null).count();
        return List.of(
                String.valueOf(group.size()),
                String.valueOf(time.toMillis()),
                counted
                        ? String.valueOf(
                                group.stream().mapToLong(LoggedStatement::rows).sum())
                        : "?",
                failed == 0 ? "" : String.valueOf(failed),
                first.callSite(),
                line(first.sql()));
    }

    private static void append(StringBuilder text, List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            text.append("\n ");
            for (int i = 0; i < widths.length; i++) {
                String blanks = " ".repeat(widths[i] - row.get(i).length());
                boolean last = i == widths.length - 1;
                text.append(' ').append(i < NUMBERS ? blanks + row.get(i) : row.get(i) + (last ? "" : blanks));
                text.append(last ? "" : " ");
            }
        }
    }

    /** A text in one line, and not all of a long one. */
    static String line(String sql) {
        String line = BLANKS.matcher(sql).replaceAll(" ").strip();
        return line.length() <= HEAD_OF_SQL + TAIL_OF_SQL
                ? line
                : line.substring(0, HEAD_OF_SQL) + " … " + line.substring(line.length() - TAIL_OF_SQL);
    }
}
