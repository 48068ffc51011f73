package dev.serein.flyway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Where in a file a statement went wrong.
 *
 * @param line from 1; 0 where it is not known
 * @param column from 1, in characters; 0 where it is not known
 */
public record SqlPosition(int line, int column) {
    private static final Pattern LINE_OF_BLOCK = Pattern.compile("PL/pgSQL function inline_code_block line (\\d+) at ");
    private static final Pattern START_OF_BLOCK =
            Pattern.compile("\\bdo\\s+(language\\s+\\w+\\s+)?(\\$\\w*\\$|')", Pattern.CASE_INSENSITIVE);

    /**
     * Joins what Flyway and the server know.
     *
     * @param line on which Flyway saw the statement begin, behind the comments before it
     * @param statement as it was sent, with the comments before it
     */
    static SqlPosition of(FilledText text, int line, String statement, @Nullable ServerErrorMessage error) {
        int start = text.find(statement, line);
        if (start >= 0 && error != null) {
            int position = error.getPosition();
            // the server counts characters, Java counts UTF-16 units
            if (position > 0 && position <= statement.codePointCount(0, statement.length()) + 1) {
                return text.position(start + statement.offsetByCodePoints(0, position - 1));
            }
            Matcher block = START_OF_BLOCK.matcher(statement);
            Matcher lineOfBlock = LINE_OF_BLOCK.matcher(error.getWhere() == null ? "" : error.getWhere());
            if (block.find() && lineOfBlock.find()) {
                int inBlock = Integer.parseInt(lineOfBlock.group(1));
                return new SqlPosition(text.writtenLine(text.lineOf(start + block.end()) + inBlock - 1), 0);
            }
        }
        return new SqlPosition(text.writtenLine(line), 0);
    }

    /** As compilers write it, {@code :12:7}. */
    @Override
    public String toString() {
        return (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
    }
}
