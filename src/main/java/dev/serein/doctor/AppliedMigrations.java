package dev.serein.doctor;

import dev.serein.DatabaseException;
import dev.serein.DatabaseOptions;
import dev.serein.SchemaMigration;
import dev.serein.SchemaMismatch;
import dev.serein.SchemaMismatch.Kind;
import dev.serein.doctor.Finding.Severity;
import dev.serein.migrate.MigrationFiles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the database has the migrations that it should have: asked as the boot gate asks it, with one statement, as
 * the release step takes twenty.
 */
final class AppliedMigrations implements Check {
    private static final String MIGRATE = "run serein migrate before starting the instances";

    private static final Map<Kind, String> FIXES = Map.of(
            Kind.NOT_APPLIED,
            MIGRATE,
            Kind.OUTDATED,
            MIGRATE,
            Kind.FAILED,
            "mend what has failed, run serein repair, and serein migrate",
            Kind.EDITED,
            "put back what was edited, and write the change as a migration of its own");

    private static final Map<Kind, String> WORDS = Map.of(
            Kind.NOT_APPLIED, "not applied",
            Kind.OUTDATED, "applied, but not as now",
            Kind.FAILED, "half done: the last attempt has failed",
            Kind.EDITED, "edited since");

    @Override
    public String name() {
        return "migrations";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        List<SchemaMigration> expected = expected(visit);
        String history = visit.facts().history();
        if (history == null) {
            return List.of(new Finding(
                    name(),
                    Severity.WARNING,
                    "There is no history of migrations in the search_path, and there should be "
                            + Figures.count(expected.size(), "migration"),
                    List.of("search_path is " + visit.setting("search_path")),
                    MIGRATE + "; or alter role … set search_path, if the history is in another schema"));
        }
        if (history.equals("hidden")) {
            throw new CannotSee("the history of migrations may not be read; grant select on flyway_schema_history to "
                    + Figures.quoted(visit.facts().role()));
        }
        List<SchemaMismatch.Finding> differences = differences(visit, expected);
        List<Finding> findings = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<String> scripts = differences.stream()
                    .filter(each -> each.kind() == kind)
                    .map(each -> each.migration().script())
                    .toList();
            if (!scripts.isEmpty()) {
                findings.add(new Finding(
                        name(),
                        kind == Kind.FAILED ? Severity.DANGER : Severity.WARNING,
                        Figures.count(scripts.size(), "migration")
                                + (scripts.size() == 1 ? " is " : " are ")
                                + WORDS.get(kind),
                        scripts,
                        String.valueOf(FIXES.get(kind))));
            }
        }
        return findings;
    }

    /** It is looked for where the application would find it. */
    private static List<SchemaMismatch.Finding> differences(Visit visit, List<SchemaMigration> expected)
            throws SQLException {
        String ours = visit.rows(
                        "select current_setting('search_path'), set_config('search_path', ?, true)",
                        row -> row.getString(1),
                        visit.setting("search_path"))
                .get(0);
        visit.willSend(1);
        List<SchemaMismatch.Finding> differences = SchemaMismatch.find(visit.transaction(), expected);
        visit.rows("select set_config('search_path', ?, true)", row -> true, ours);
        return differences;
    }

    private static List<SchemaMigration> expected(Visit visit) throws CannotSee {
        MigrationFiles files = visit.wishes().migrations();
        try {
            List<SchemaMigration> expected = files == null
                    ? visit.options().map(DatabaseOptions::expected).orElse(List.of())
                    : files.expected();
            if (!expected.isEmpty()) {
                return expected;
            }
        } catch (DatabaseException e) {
            throw new CannotSee(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        throw new CannotSee("which migrations the database should have is not said; say it with expecting(…) of the"
                + " options, or withMigrations(…)");
    }
}
