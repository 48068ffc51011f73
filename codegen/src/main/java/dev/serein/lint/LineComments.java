package dev.serein.lint;

import dev.serein.flyway.ScriptStatement;
import dev.serein.flyway.SqlWord;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Comments behind a statement, in its last line. They are about that statement, though the parser has them with the
 * next one, and those behind the last one nowhere.
 */
final class LineComments {
    private static final Pattern COMMENT = Pattern.compile("--.*|/\\*.*\\*/");

    private LineComments() {}

    /**
     * The statements with their comments.
     *
     * @param statements of a file, in their order
     * @param text the file
     * @return the text of each statement
     */
    static List<String> texts(List<ScriptStatement> statements, String text) {
        List<String> texts =
                new ArrayList<>(statements.stream().map(ScriptStatement::sql).toList());
        List<SqlWord> words = new ScriptStatement(text, 1, true).words();
        for (int at = 0; at < words.size(); at++) {
            int from = words.get(at).end();
            int to = at + 1 < words.size() ? words.get(at + 1).start() : text.length();
            int end = text.indexOf('\n', from);
            if (!words.get(at).text().equals(";") || end >= to || end < 0 && to < text.length()) {
                continue; // another statement follows in the line
            }
            String comment = text.substring(from, end < 0 ? to : end).strip();
            if (COMMENT.matcher(comment).matches()) {
                move(comment, last(statements, lineOf(text, from)), texts);
            }
        }
        return texts;
    }

    private static int lineOf(String text, int at) {
        return 1
                + (int) text.substring(0, at)
                        .chars()
                        .filter(each -> each == '\n')
                        .count();
    }

    /** The last one that begins in a line or before it. */
    private static int last(List<ScriptStatement> statements, int line) {
        int last = 0;
        while (last + 1 < statements.size() && statements.get(last + 1).line() <= line) {
            last++;
        }
        return last;
    }

    private static void move(String comment, int to, List<String> texts) {
        texts.set(to, texts.get(to) + "\n" + comment);
        int next = to + 1;
        if (next < texts.size() && texts.get(next).stripLeading().startsWith(comment)) {
            texts.set(next, texts.get(next).stripLeading().substring(comment.length()));
        }
    }
}
