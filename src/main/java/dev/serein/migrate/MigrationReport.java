package dev.serein.migrate;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Migrations#migrate} did.
 *
 * @param applied the migrations of this run, in their order
 * @param version of the schema now; null if nothing with a version was ever applied
 * @param took from the first connection to the last, waiting included
 */
public record MigrationReport(
        List<Applied> applied, @Nullable String version, Duration took) {

    /**
     * Keeps a copy.
     *
     * @param applied the migrations of this run, in their order
     * @param version of the schema now; null if nothing with a version was ever applied
     * @param took from the first connection to the last, waiting included
     */
    public MigrationReport {
        applied = List.copyOf(applied);
    }

    /**
     * A migration that was applied.
     *
     * @param script the file, relative to its location
     * @param version null if it is repeatable
     * @param took from its begin to its end, waiting for locks included
     */
    public record Applied(String script, @Nullable String version, Duration took) {}
}
