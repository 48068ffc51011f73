package dev.serein.doctor;

import dev.serein.DatabaseException;
import dev.serein.DatabaseOptions;
import dev.serein.doctor.Finding.Severity;
import dev.serein.migrate.MigrationFiles;
import dev.serein.migrate.MigrationStatus.Entry;
import dev.serein.migrate.MigrationStatus.State;
import dev.serein.migrate.Migrations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the database has the migrations that the files have. Asked as the release step asks it, past a pooler. */
final class AppliedMigrations implements Check {
    private static final Map<State, String> FIXES = Map.of(
            State.PENDING, "run serein migrate before starting the instances",
            State.OUT_OF_ORDER,
                    "give the file a version that is newer than all that are applied, and run serein migrate",
            State.FAILED, "mend what has failed, run serein repair, and serein migrate",
            State.EDITED, "bring the file back as it was, and write the change as a migration of its own",
            State.MISSING, "bring the file back; or serein repair marks it as deleted");

    /** What reading the history takes, its session's own among them. */
    private static final int STATEMENTS = 9;

    @Override
    public String name() {
        return "migrations";
    }

    @Override
    public List<Finding> ask(Visit visit) throws CannotSee {
        MigrationFiles files = visit.wishes().migrations();
        if (files == null) {
            throw new CannotSee("which migrations the database should have is not said; say it with withMigrations");
        }
        DatabaseOptions options = visit.options()
                .orElseThrow(() -> new CannotSee("the history is read over a connection of its own, and a data source"
                        + " does not tell how to make one; open the database with Database.open"));
        visit.willSend(STATEMENTS);
        List<Entry> entries;
        try {
            entries = Migrations.of(options, files).status().migrations();
        } catch (DatabaseException e) {
            throw new CannotSee(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        List<Finding> findings = new ArrayList<>();
        for (State state : State.values()) {
            Finding finding = of(state, entries);
            if (finding != null) {
                findings.add(finding);
            }
        }
        return findings;
    }

    private @Nullable Finding of(State state, List<Entry> entries) {
        List<String> scripts = entries.stream()
                .filter(each -> each.state() == state)
                .map(Entry::script)
                .toList();
        String fix = FIXES.get(state);
        return scripts.isEmpty() || fix == null
                ? null
                : new Finding(
                        name(),
                        state == State.FAILED ? Severity.DANGER : Severity.WARNING,
                        Figures.count(scripts.size(), "migration")
                                + (scripts.size() == 1 ? " is " : " are ")
                                + words(state),
                        scripts,
                        fix);
    }

    private static String words(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
