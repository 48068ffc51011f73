package dev.serein.transaction;

import dev.serein.transaction.History.Attempt;
import java.util.Locale;

/**
 * One transaction has to come before another.
 *
 * @param value that tells: what the later one appended, or saw
 */
record Dependency(Attempt from, Attempt to, Kind kind, int key, long value) {

    /** What the first of the two did, and what the second. */
    enum Kind {
        /** The second appended next to what the first did. */
        WW("%3$s appended %2$d to %1$d right after %4$s"),
        /** The second read what the first appended. */
        WR("%3$s read %2$d in %1$d, which %4$s appended"),
        /** The first read what was there before the second appended. */
        RW("%4$s read %1$d without %2$d, which %3$s appended");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    @Override
    public String toString() {
        return "%s -%s-> %s: ".formatted(from.name(), kind.name().toLowerCase(Locale.ROOT), to.name())
                + kind.sentence.formatted(key, value, to.name(), from.name());
    }
}
