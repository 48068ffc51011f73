package dev.serein.lint;

import dev.serein.lint.LintFinding.Severity;
import dev.serein.lint.SchemaState.Relation;
import java.util.List;

/** Tables that are dropped, and made anew under their names: they are there as before, but their rows are gone. */
final class ReplacedTables {
    private ReplacedTables() {}

    /** @param left what the release leaves behind */
    static List<LintFinding> in(Observation statement, SchemaState left) {
        return statement.before().relations().values().stream()
                .filter(each -> each.kind() == 'r' || each.kind() == 'p')
                .filter(each -> !statement.after().relations().containsKey(each.oid()))
                .map(each -> statement.released().relations().get(each.oid()))
                .filter(each -> each != null && isReplaced(each, statement, left))
                .map(each -> new LintFinding(
                        "truncate",
                        Severity.DANGER,
                        "all rows of " + each.shown() + " are gone: a new table takes its name",
                        "make the new table first and copy the rows, or change the table that is there",
                        null))
                .toList();
    }

    /** By a table into which its rows could not have been copied before. */
    private static boolean isReplaced(Relation old, Observation statement, SchemaState left) {
        return left.relations().values().stream()
                .filter(Relation::isTable)
                .filter(each ->
                        each.schema().equals(old.schema()) && each.name().equals(old.name()))
                .anyMatch(each -> !statement.before().relations().containsKey(each.oid()));
    }
}
