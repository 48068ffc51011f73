package dev.serein.lint;

import java.util.Locale;

/**
 * How strongly a relation is locked, the weakest first.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html">PostgreSQL: Explicit Locking</a>
 */
public enum LockMode {
    /** To read. */
    ACCESS_SHARE,
    /** To lock rows. */
    ROW_SHARE,
    /** To write. */
    ROW_EXCLUSIVE,
    /** Vacuum, indexes built concurrently, validation: nobody who reads or writes waits for it. */
    SHARE_UPDATE_EXCLUSIVE,
    /** Indexes built at once: writers wait. */
    SHARE,
    /** Triggers, foreign keys: writers wait. */
    SHARE_ROW_EXCLUSIVE,
    /** Writers wait, and who locks rows. */
    EXCLUSIVE,
    /** Everybody waits. */
    ACCESS_EXCLUSIVE;

    /** {@return whether {@code select} waits for it} */
    public boolean blocksReaders() {
        return this == ACCESS_EXCLUSIVE;
    }

    /** {@return whether {@code insert}, {@code update} and {@code delete} wait for it} */
    public boolean blocksWriters() {
        return compareTo(SHARE) >= 0;
    }

    /** As {@code pg_locks} names it. */
    static LockMode of(String mode) {
        String words = mode.replaceFirst("Lock$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "_");
        return valueOf(words.toUpperCase(Locale.ROOT));
    }

    /** {@return as PostgreSQL's manual writes it} */
    @Override
    public String toString() {
        return name().replace('_', ' ');
    }
}
