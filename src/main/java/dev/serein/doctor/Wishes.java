package dev.serein.doctor;

import dev.serein.migrate.MigrationFiles;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a doctor was told.
 *
 * @param checks which to make
 * @param schemas whose objects to examine; empty for all that are the application's
 * @param instances of the application, where they were said here
 * @param migrations what the database should have; null if nobody said
 * @param clock of this machine
 */
record Wishes(
        List<Check> checks,
        List<String> schemas,
        OptionalInt instances,
        @Nullable MigrationFiles migrations,
        Clock clock) {
    static final Wishes USUAL = new Wishes(Checks.all(), List.of(), OptionalInt.empty(), null, Clock.systemUTC());

    /** @throws IllegalArgumentException if a schema is not there, or holds no table of the application's */
    void check(Facts facts) {
        for (String schema : schemas) {
            if (!facts.schemas().contains(schema)) {
                throw new IllegalArgumentException("There is no schema " + schema + " with tables; there are "
                        + (facts.schemas().isEmpty() ? "none" : String.join(", ", facts.schemas())));
            }
        }
    }
}
