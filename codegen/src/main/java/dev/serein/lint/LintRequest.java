package dev.serein.lint;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be linted.
 *
 * @param postgres which server; the major version should be that of production
 * @param migrations all, those that are released among them
 * @param base what is released, as a person names it: a folder of migrations; a jar of the application; its
 *     {@code SchemaVersion.java}; a file of checksums; {@code -} for one of the last two on stdin; null to take each
 *     file for a release of its own
 */
public record LintRequest(
        PostgresProvider postgres,
        MigrationSet migrations,
        @Nullable String base) {
    private static final String NO_BASE = "Nobody said what is released: each file is taken for a release of its own";

    /**
     * Lints.
     *
     * @param stdin read if {@code base} is {@code -}
     * @return what was seen
     * @throws LintFailed if a folder is not there, what is released cannot be told, or the new migrations cannot be run
     *     at all
     * @throws dev.serein.postgres.ScratchPostgresException if the server cannot be had, or a released migration fails
     */
    public LintReport run(InputStream stdin) {
        migrations.files(); // says it if there are none
        for (Path folder : migrations.folders()) {
            if (!Files.isDirectory(folder)) {
                throw new LintFailed(
                        "There is no folder " + folder + " of migrations\n  fix: name those that are there", null);
            }
        }
        if (base == null || base.isBlank()) {
            return noting(Lint.run(postgres, migrations, null), List.of(NO_BASE));
        }
        try (Base released = Base.read(base, migrations, stdin)) {
            return noting(Lint.run(postgres, migrations, released.released()), released.notes());
        }
    }

    private static LintReport noting(LintReport report, List<String> more) {
        List<String> notes = new ArrayList<>(more);
        notes.addAll(report.notes());
        return new LintReport(report.server(), report.statements(), notes);
    }
}
