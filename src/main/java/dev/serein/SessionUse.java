package dev.serein;

import java.util.regex.Pattern;

/**
 * What a statement may do to its session, by its text alone: good enough where to be wrong costs a round trip. A
 * function that changes settings by itself is not seen.
 */
enum SessionUse {
    /** Nothing that lasts. */
    NONE,
    /** Something that ends with the transaction. */
    LOCAL,
    /** Something that the next one to borrow the connection would find. */
    LASTING;

    private static final String[] LASTING_WORDS = {
        "set", "reset", "listen", "unlisten", "prepare", "do", "discard", "declare", "call", "create"
    };
    private static final String SET_CONFIG = "set_config";
    private static final String LOCK = "advisory_lock";
    private static final Pattern INTO_TEMPORARY =
            Pattern.compile("\\binto\\s+temp(?:orary)?\\s", Pattern.CASE_INSENSITIVE);
    private static final String TEMPORARY_SCHEMA = "pg_temp";

    static SessionUse of(String sql) {
        SessionUse use = ofOne(sql, 0);
        // what follows a semicolon within a literal is looked at too: it does no harm
        for (int end = sql.indexOf(';'); end >= 0 && use != LASTING; end = sql.indexOf(';', end + 1)) {
            use = max(use, ofWord(sql, FirstWord.start(sql, end)));
        }
        return use;
    }

    private static SessionUse max(SessionUse one, SessionUse other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static SessionUse ofOne(String sql, int from) {
        SessionUse use = ofWord(sql, FirstWord.start(sql, from));
        if (use == LASTING) {
            return LASTING;
        }
        if ((sql.contains(" temp") || sql.contains(" TEMP"))
                && INTO_TEMPORARY.matcher(sql).find()) {
            return LASTING;
        }
        // all of these names have one, which is found fast; before and after it few are like them
        for (int at = sql.indexOf('_'); at >= 0 && use != LASTING; at = sql.indexOf('_', at + 1)) {
            char next = at + 1 < sql.length() ? sql.charAt(at + 1) : ' ';
            if ((next == 'c' || next == 'C') && isAt(sql, at - 3, SET_CONFIG)) {
                use = max(use, ofSetting(sql, at - 3));
            } else if ((next == 'l' || next == 'L') && isAt(sql, at - 8, LOCK)) {
                use = LASTING;
            }
        }
        return use;
    }

    /** Of a statement that begins there. */
    private static SessionUse ofWord(String sql, int at) {
        char first = at < sql.length() ? Character.toLowerCase(sql.charAt(at)) : ' ';
        for (String word : LASTING_WORDS) {
            if (word.charAt(0) == first && isAt(sql, at, word) && !isLetter(sql, at + word.length())) {
                int next = FirstWord.start(sql, at + word.length());
                return switch (word) {
                    case "set" ->
                        isAt(sql, next, "transaction") || isAt(sql, next, "constraints")
                                ? NONE
                                : isAt(sql, next, "local") ? LOCAL : LASTING;
                    case "prepare" -> isAt(sql, next, "transaction") ? NONE : LASTING;
                    case "create" -> ofTemporary(sql);
                    default -> LASTING;
                };
            }
        }
        return NONE;
    }

    /** {@code create temp table}, and what names the schema of these. */
    private static SessionUse ofTemporary(String sql) {
        for (int at = 0; at + 4 < sql.length(); at++) {
            if (isAt(sql, at, "temp") && (isAt(sql, at - 3, TEMPORARY_SCHEMA) || isWordTemporary(sql, at))) {
                return LASTING;
            }
        }
        return NONE;
    }

    private static boolean isWordTemporary(String sql, int at) {
        int end = isAt(sql, at, "temporary") ? at + 9 : at + 4;
        return at > 0
                && Character.isWhitespace(sql.charAt(at - 1))
                && end < sql.length()
                && Character.isWhitespace(sql.charAt(end));
    }

    /** Whether the last argument is true: then the setting ends with the transaction. */
    private static SessionUse ofSetting(String sql, int name) {
        int afterName = name + SET_CONFIG.length();
        if (isLetter(sql, name - 1) || isLetter(sql, afterName)) {
            return NONE; // of another name
        }
        int depth = 0;
        boolean quoted = false;
        for (int at = afterName; at < sql.length(); at++) {
            char character = sql.charAt(at);
            if (character == '\'') {
                quoted = !quoted;
            } else if (!quoted && character == '(') {
                depth++;
            } else if (!quoted && character == ')' && --depth <= 0) {
                String arguments = sql.substring(afterName, at).stripTrailing();
                return isAt(arguments, arguments.length() - 4, "true") ? LOCAL : LASTING;
            }
        }
        return LASTING;
    }

    private static boolean isAt(String sql, int at, String word) {
        return at >= 0 && sql.regionMatches(true, at, word, 0, word.length());
    }

    private static boolean isLetter(String sql, int at) {
        return at >= 0 && at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_');
    }
}
