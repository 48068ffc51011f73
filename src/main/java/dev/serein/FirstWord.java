package dev.serein;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

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

    /** In a WITH; a name, or what a string says, is taken for one, too. */
    private static final Pattern HELD =
            Pattern.compile("\\b(?:insert|update|delete|merge)\\b", Pattern.CASE_INSENSITIVE);

    private FirstWord() {}

    /** Whether it changes rows or the schema; not, what a function does that it calls. */
    static boolean writes(String sql) {
        String word = of(sql);
        return WRITING.contains(word)
                || word.equals("with") && HELD.matcher(sql).find();
    }

    /** Whether it begins or ends a transaction; what concerns a savepoint does not. */
    static boolean isAboutTransactions(String sql) {
        String word = of(sql);
        if (!ENDING.contains(word)) {
            return false;
        }
        int next = end(sql, start(sql, 0));
        return switch (word) {
            case "prepare" -> of(sql, next).equals("transaction");
            case "rollback" -> {
                String second = of(sql, next);
                boolean noise = second.equals("work") || second.equals("transaction");
                yield !(noise ? of(sql, end(sql, start(sql, next))) : second).equals("to");
            }
            default -> true;
        };
    }

    /** In lower case; empty if there is none. */
    static String of(String sql) {
        return of(sql, 0);
    }

    private static String of(String sql, int from) {
        int start = start(sql, from);
        return sql.substring(start, end(sql, start)).toLowerCase(Locale.ROOT);
    }

    private static int end(String sql, int from) {
        int to = from;
        while (to < sql.length() && Character.isLetter(sql.charAt(to))) {
            to++;
        }
        return to;
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
                at = afterComment(sql, at);
            } else {
                break;
            }
        }
        return at;
    }

    /** A comment may hold others. */
    private static int afterComment(String sql, int from) {
        int depth = 0;
        int at = from;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
        return at;
    }
}
