package dev.serein.migrate;

import org.jspecify.annotations.Nullable;

/**
 * A change of the history that mends it. None of them changes anything but the history.
 *
 * @param kind what is changed
 * @param version null if the migration is repeatable
 * @param script the file, as the history names it
 * @param sentence what is done, and what that means, to be read by who decides
 */
public record Repair(Kind kind, @Nullable String version, String script, String sentence) {

    /** What is changed. */
    public enum Kind {
        /** The entry of a migration that failed is removed. */
        REMOVE_FAILED,
        /** The entry takes over the checksum and the description of a file that was changed. */
        TAKE_FILE,
        /** The entry of a migration whose file is gone is marked as deleted. */
        MARK_DELETED
    }

    /** {@return the sentence} */
    @Override
    public String toString() {
        return sentence;
    }
}
