package dev.serein.postgres.fault;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a client sends before it waits for an answer.
 *
 * @param connection the number of the client's connection, from 1, as {@link FaultyProxy#accepted} counts them
 * @param messages the types of its messages: {@code PBDES} for Parse, Bind, Describe, Execute, Sync
 * @param statements the texts that are executed, of prepared ones too, without the values that are bound
 * @param inTransaction whether a transaction was open before
 */
public record RoundTrip(int connection, String messages, List<String> statements, boolean inTransaction) {
    private static final Pattern COMMIT =
            Pattern.compile("(?:^|;)\\s*(?:commit|end)\\s*(?:;|$)", Pattern.CASE_INSENSITIVE);

    /**
     * A round trip as it is seen.
     *
     * @param connection the number of the client's connection
     * @param messages the types of its messages
     * @param statements the texts that are executed, which are copied
     * @param inTransaction whether a transaction was open before
     */
    public RoundTrip {
        statements = List.copyOf(statements);
    }

    /** {@return whether it asks for a COMMIT, alone or among other statements} */
    public boolean commits() {
        return statements.stream().anyMatch(text -> COMMIT.matcher(text).find());
    }

    /** {@return whether something is executed, rather than said for the connection's own sake} */
    public boolean executes() {
        return !statements.isEmpty();
    }
}
