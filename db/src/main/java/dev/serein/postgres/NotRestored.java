package dev.serein.postgres;

import java.util.List;

/** A database cannot be set back to its baseline: what was changed takes a new database. */
public final class NotRestored extends ScratchPostgresException {
    private static final long serialVersionUID = 1;

    private final List<String> changes;

    NotRestored(ScratchDatabase database, List<String> changes, Throwable cause) {
        super(
                "Cannot set " + database + " back: " + String.join(", ", changes),
                "take a new database, which holds the template",
                cause);
        this.changes = List.copyOf(changes);
    }

    NotRestored(ScratchDatabase database, List<String> changes) {
        super(
                "Cannot set " + database + " back: " + String.join(", ", changes),
                "take a new database, which holds the template");
        this.changes = List.copyOf(changes);
    }

    /**
     * What was changed.
     *
     * @return such as {@code column age of table users is new}
     */
    public List<String> changes() {
        return changes;
    }
}
