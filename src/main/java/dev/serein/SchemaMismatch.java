package dev.serein;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The database is not in the state that the program's classes were generated from, as {@link DatabaseOptions#expecting}
 * asks at the start. Nothing was changed, and no connection is left. What to do: migrate, or generate the classes
 * again.
 */
public final class SchemaMismatch extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /** Of each kind; the findings are all there. */
    private static final int MOST_NAMED = 10;

    private static final String MIGRATE = "run dev.serein.cli.Main migrate before starting the instances";

    /** What is the matter with a migration. */
    public enum Kind {
        /** The database has not seen it, or its history says that it was removed. */
        NOT_APPLIED("not applied", "is not applied", "are not applied"),
        /** A repeatable one: it was applied, but never as it was when the classes were generated. */
        OUTDATED("outdated", "is outdated", "are outdated"),
        /** The last attempt to apply it has failed. */
        FAILED("failed", "has failed", "have failed"),
        /** A versioned one: it was applied, but not as it was when the classes were generated. */
        EDITED("edited", "is edited", "are edited");

        private final String label;
        private final String ofOne;
        private final String ofSeveral;

        Kind(String label, String ofOne, String ofSeveral) {
            this.label = label;
            this.ofOne = ofOne;
            this.ofSeveral = ofSeveral;
        }

        private String sentence(int count, boolean first) {
            String noun = count == 1 ? " migration " : " migrations ";
            return count + (first ? noun : " ") + (count == 1 ? ofOne : ofSeveral);
        }
    }

    /**
     * A migration that is not as expected.
     *
     * @param migration one of those that the classes were generated from
     * @param kind what is the matter with it
     */
    public record Finding(SchemaMigration migration, Kind kind) implements Serializable {}

    private final Finding[] findings;

    private SchemaMismatch(ErrorText text, List<Finding> findings) {
        super(text);
        this.findings = findings.toArray(Finding[]::new);
    }

    /**
     * What {@link DatabaseOptions#expecting} would find now: one query of {@code flyway_schema_history}, wherever the
     * {@code search_path} finds it.
     *
     * @param session where to ask
     * @param expected the migrations that the database should have
     * @return what is not as expected, in the order of the expected migrations; empty if all of it is
     * @throws StatementFailed if there is no such table, or the role may not read it
     */
    public static List<Finding> find(Session session, List<SchemaMigration> expected) {
        return SchemaGate.findings(MigrationHistory.read(Executor.of(session)), expected);
    }

    /** @param address of the database */
    static SchemaMismatch of(List<Finding> findings, String address) {
        StringBuilder summary = new StringBuilder();
        for (Kind kind : Kind.values()) {
            int count = scripts(findings, kind).size();
            if (count > 0) {
                summary.append(summary.isEmpty() ? "" : ", ").append(kind.sentence(count, summary.isEmpty()));
            }
        }
        ErrorText text = text(summary.toString(), address);
        return new SchemaMismatch(name(findings, text).fix(fixes(findings)), findings);
    }

    /**
     * Of a database whose history is not there, or is empty.
     *
     * @param seen where it was looked for
     */
    static SchemaMismatch notMigrated(List<Finding> findings, String address, HistoryPlace seen) {
        String elsewhere = seen.elsewhere();
        if (elsewhere == null) {
            ErrorText text = text("the database has not been migrated", address).with("search_path", seen.searchPath());
            return new SchemaMismatch(name(findings, text).fix(MIGRATE), findings);
        }
        ErrorText text = text("no history of migrations is in the search_path", address)
                .with("search_path", seen.searchPath())
                .with("elsewhere", elsewhere + "." + HistoryPlace.TABLE);
        String fix = seen.mayUseIt()
                ? "alter role " + seen.role() + " set search_path = " + elsewhere + ", " + seen.searchPath()
                : "grant usage on schema " + elsewhere + " to " + seen.role();
        return new SchemaMismatch(text.fix("if that is this program's, " + fix + "\notherwise, " + MIGRATE), findings);
    }

    private static ErrorText text(String summary, String address) {
        return new ErrorText("The schema does not fit this program: " + summary).with("database", address);
    }

    private static ErrorText name(List<Finding> findings, ErrorText text) {
        for (Kind kind : Kind.values()) {
            List<String> scripts = scripts(findings, kind);
            if (!scripts.isEmpty()) {
                text.with(kind.label, named(scripts));
            }
        }
        return text;
    }

    private static String named(List<String> scripts) {
        int more = scripts.size() - MOST_NAMED;
        return more <= 0
                ? String.join("\n", scripts)
                : String.join("\n", scripts.subList(0, MOST_NAMED)) + "\nand " + more + " more";
    }

    private static List<String> scripts(List<Finding> findings, Kind kind) {
        return findings.stream()
                .filter(each -> each.kind == kind)
                .map(each -> each.migration.script())
                .toList();
    }

    /** In the order in which they are done: nothing is migrated while one has failed or is edited. */
    private static String fixes(List<Finding> findings) {
        List<String> fixes = new ArrayList<>();
        if (!scripts(findings, Kind.FAILED).isEmpty()) {
            fixes.add("mend what has failed, and run dev.serein.cli.Main repair");
        }
        if (!scripts(findings, Kind.EDITED).isEmpty()) {
            fixes.add("put back what was edited, write the change as a migration of its own, and generate again");
        }
        boolean onlyEdited = findings.stream().allMatch(each -> each.kind == Kind.EDITED);
        if (!onlyEdited) {
            fixes.add(MIGRATE);
        }
        if (!scripts(findings, Kind.OUTDATED).isEmpty()) {
            fixes.add("if that does not help, its placeholders have other values in the build: leave it out of"
                    + " expecting(…)");
        }
        return String.join("\n", fixes);
    }

    /**
     * All that is not as expected, in the order of the expected migrations.
     *
     * @return at least one, unmodifiable
     */
    public List<Finding> findings() {
        return List.of(findings);
    }
}
