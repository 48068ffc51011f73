package dev.serein;

import java.util.Locale;
import java.util.Set;

/**
 * What a statement is, by its first word: good enough where a wrong answer costs little, and free of any parser's
 * opinion on SQL that PostgreSQL alone understands.
 */
final class FirstWord {
    private static final Set<String> WRITING = Set.of(
            "insert",
            "update",
            "delete",
            "merge",
            "call",
            "do",
            "truncate",
            "create",
            "alter",
            "drop",
            "copy",
            "refresh",
            "grant",
            "revoke",
            "comment",
            "import",
            "reassign",
            "security",
            "cluster",
            "reindex");
    private static final Set<String> ENDING = Set.of("begin", "start", "commit", "end", "abort", "rollback", "prepare");

    private FirstWord() {}

    /** Whether it changes rows or the schema; not, what a function does that it calls. */
    static boolean writes(String sql) {
        String word = of(sql);
        return WRITING.contains(word) || word.equals("with") && holdsWriting(sql.toLowerCase(Locale.ROOT));
    }

    private static boolean holdsWriting(String sql) {
        return sql.contains("insert ") || sql.contains("update ") || sql.contains("delete ") || sql.contains("merge ");
    }

    /** Whether it begins or ends a transaction; what concerns a savepoint does not. */
    static boolean isAboutTransactions(String sql) {
        String word = of(sql);
        if (!ENDING.contains(word)) {
            return false;
        }
        String all = sql.toLowerCase(Locale.ROOT);
        return switch (word) {
            case "prepare" -> all.contains("prepare transaction");
            case "rollback" -> !all.matches("(?s).*rollback\\s+((work|transaction)\\s+)?to\\b.*");
            default -> true;
        };
    }

    /** In lower case; empty if there is none. */
    static String of(String sql) {
        int from = start(sql, 0);
        int to = from;
        while (to < sql.length() && Character.isLetter(sql.charAt(to))) {
            to++;
        }
        return sql.substring(from, to).toLowerCase(Locale.ROOT);
    }

    /** After space, comments, parentheses and semicolons. */
    static int start(String sql, int from) {
        int at = from;
        while (at < sql.length()) {
            char character = sql.charAt(at);
            if (Character.isWhitespace(character) || character == '(' || character == ';') {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at);
                at = end < 0 ? sql.length() : end + 2;
            } else {
                break;
            }
        }
        return at;
    }
}
