package dev.serein.migrate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The migrations that there are, in files or in the history, and how they stand.
 *
 * @param migrations in the order of the history, then in the order in which they would be applied
 */
public record MigrationStatus(List<Entry> migrations) {

    /**
     * Keeps a copy.
     *
     * @param migrations in the order of the history, then in the order in which they would be applied
     */
    public MigrationStatus {
        migrations = List.copyOf(migrations);
    }

    /** How a migration stands. */
    public enum State {
        /** Applied; its file is as it was then. */
        APPLIED,
        /** {@code baseline} declared the schema to be at this version; what is not newer will not be applied. */
        BASELINE,
        /** Applied by a newer release; there is no file, and none is missed. */
        AHEAD,
        /** To be applied by the next {@code migrate}; of a repeatable one whose text has changed, again. */
        PENDING,
        /** Not applied, and older than the newest one that is: applied only if out of order is allowed. */
        OUT_OF_ORDER,
        /** It failed, or was interrupted, outside of a transaction, and what it did may be half done. */
        FAILED,
        /** Applied, and its file was changed since. */
        EDITED,
        /** Applied, and its file is gone, though newer ones are there. */
        MISSING;

        /** {@return whether {@code migrate} has nothing to do about it} */
        public boolean isFine() {
            return this == APPLIED || this == BASELINE || this == AHEAD;
        }
    }

    /**
     * One migration, however often it was applied.
     *
     * @param version null if it is repeatable
     * @param description the words in the name of the file
     * @param script the file, relative to its location
     * @param state how it stands
     * @param appliedAt when it was, or when the {@code baseline} was said; of a repeatable one, last; null if it never
     *     was
     */
    public record Entry(
            @Nullable String version,
            String description,
            String script,
            State state,
            @Nullable Instant appliedAt) {}

    /** {@return whether nothing is pending, and nothing wrong} */
    public boolean isCurrent() {
        return migrations.stream().allMatch(entry -> entry.state().isFine());
    }
}
