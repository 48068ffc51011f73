package dev.serein.connection;

import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** No connection could be made. The message is one line; what was seen, and the way out, can be asked for. */
public final class ConnectFailure extends SQLException {
    private static final long serialVersionUID = 1L;

    private final String summary;
    private final Explanation explanation;
    private final boolean ofEncryption;

    ConnectFailure(String summary, @Nullable String sqlState, Explanation explanation, @Nullable Throwable cause) {
        this(summary, sqlState, explanation, cause, false);
    }

    /**
     * Says why.
     *
     * @param ofEncryption whether the same without TLS, or with it, may go another way
     */
    ConnectFailure(
            String summary,
            @Nullable String sqlState,
            Explanation explanation,
            @Nullable Throwable cause,
            boolean ofEncryption) {
        super(summary + ": " + explanation.what(), sqlState, cause);
        this.summary = summary;
        this.explanation = explanation;
        this.ofEncryption = ofEncryption;
    }

    /**
     * What was tried, and why it failed.
     *
     * @return one line
     */
    public String summary() {
        return summary + ": " + explanation.what();
    }

    /**
     * What was seen.
     *
     * @return values by label, in the order to be shown
     */
    public Map<String, String> facts() {
        return explanation.facts();
    }

    /**
     * The way out.
     *
     * @return a sentence, or null where none is known
     */
    public @Nullable String fix() {
        return explanation.fix();
    }

    /**
     * Whether trying again is of no use until somebody mends something.
     *
     * @return false if the server may only be away
     */
    public boolean isPermanent() {
        return explanation.then() == Explanation.Then.MEND;
    }

    Explanation explanation() {
        return explanation;
    }

    boolean leavesTheOtherEncryption() {
        return ofEncryption;
    }

    boolean leavesTheNextHost() {
        return explanation.then() == Explanation.Then.NEXT_HOST;
    }
}
