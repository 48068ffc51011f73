package dev.serein;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The migrations could not all be applied. What to do: mend what the message names, and migrate again; what is applied
 * stays applied.
 */
public final class MigrationFailed extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    /**
     * What became of the migrations, by the names of their files, in the order of their versions.
     *
     * @param applied by this run, before the one that failed
     * @param failed the one that failed; null where none did, such as where another migrator had the turn
     * @param pending what would have come after it
     */
    public record Outcome(List<String> applied, @Nullable String failed, List<String> pending) {
        /** Nothing is known, or nothing was tried. */
        public static final Outcome NONE = new Outcome(List.of(), null, List.of());

        /**
         * Keeps copies.
         *
         * @param applied by this run, before the one that failed
         * @param failed the one that failed; null where none did
         * @param pending what would have come after it
         */
        public Outcome {
            applied = List.copyOf(applied);
            pending = List.copyOf(pending);
        }
    }

    private MigrationFailed(ErrorText text, Outcome outcome, @Nullable Throwable cause) {
        super(text, cause);
        this.outcome = outcome;
    }

    /**
     * For the package {@code dev.serein.migrate}, which finds out.
     *
     * @param sentence that reads alone
     * @param facts one a line, by their labels, in their order
     * @param fix what to do; null where that is not known
     * @param outcome what became of the migrations
     * @return the exception
     */
    public static MigrationFailed because(
            String sentence, Map<String, String> facts, @Nullable String fix, Outcome outcome) {
        return of(sentence, null, facts, fix, outcome);
    }

    /**
     * For the package {@code dev.serein.migrate}, which finds out.
     *
     * @param what could not be done, such as {@code Cannot apply db/migration/V3__orders.sql:12:7}
     * @param failure what the driver threw: its reason, without values of rows, and its SQLSTATE and hint are told
     * @param facts more of them
     * @param fix what to do; null where that is not known
     * @param outcome what became of the migrations
     * @return the exception
     */
    public static MigrationFailed refused(
            String what, SQLException failure, Map<String, String> facts, @Nullable String fix, Outcome outcome) {
        return of(what + ": " + reason(failure), failure, facts, fix, outcome);
    }

    private static MigrationFailed of(
            String sentence,
            @Nullable SQLException failure,
            Map<String, String> facts,
            @Nullable String fix,
            Outcome outcome) {
        ErrorText text = new ErrorText(sentence);
        SQLException cause = null;
        if (failure != null) {
            ServerErrorMessage said = said(failure);
            String state = state(failure, said);
            if (state != null) {
                text.with("sqlstate", state);
            }
            if (said != null && said.getHint() != null) {
                text.with("hint", said.getHint());
            }
            // the driver's own message has the server's, values included
            cause = new SQLException(reason(failure), state);
            cause.setStackTrace(failure.getStackTrace());
        }
        facts.forEach(text::with);
        if (!outcome.applied.isEmpty()) {
            text.with("applied", String.join("\n", outcome.applied));
        }
        if (!outcome.pending.isEmpty()) {
            text.with("pending", String.join("\n", outcome.pending));
        }
        return new MigrationFailed(fix == null ? text : text.fix(fix), outcome, cause);
    }

    /**
     * What a migration raises itself is told as it is: its author wrote it to be read in just this place. Values of
     * rows come with errors of class 22 only.
     */
    private static String reason(SQLException failure) {
        ServerErrorMessage said = said(failure);
        String state = state(failure, said);
        String known = state == null ? null : SqlErrors.withoutItsValue(state);
        return known != null ? known : said == null ? String.valueOf(failure.getMessage()) : said(said);
    }

    private static String said(ServerErrorMessage said) {
        return String.valueOf(said.getMessage());
    }

    private static @Nullable ServerErrorMessage said(SQLException failure) {
        return failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
    }

    /** That of a COPY is in the server's answer only. */
    private static @Nullable String state(SQLException failure, @Nullable ServerErrorMessage said) {
        return said == null ? failure.getSQLState() : said.getSQLState();
    }

    /**
     * What became of the migrations.
     *
     * @return the files that are applied, have failed, and are pending
     */
    public Outcome outcome() {
        return outcome;
    }
}
