package dev.serein.fault;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a client sends before it waits for an answer.
 *
 * @param connection the number of the client's connection, from 1
 * @param messages the types of its messages: {@code PBDES} for Parse, Bind, Describe, Execute, Sync
 * @param statements the texts that are executed, of prepared ones too
 * @param inTransaction whether a transaction was open before
 */
public record RoundTrip(int connection, String messages, List<String> statements, boolean inTransaction) {
    private static final Pattern COMMIT =
            Pattern.compile("(?:^|;)\\s*(?:commit|end)\\s*(?:;|$)", Pattern.CASE_INSENSITIVE);

    /** Whether it asks for a COMMIT. */
    public boolean commits() {
        return statements.stream().anyMatch(text -> COMMIT.matcher(text).find());
    }

    /** Whether something is executed, rather than said for the connection's own sake. */
    public boolean executes() {
        return !statements.isEmpty();
    }
}
