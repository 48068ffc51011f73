package dev.serein.lint;

import dev.serein.lint.LintFinding.Severity;
import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.ArrayList;
import java.util.List;

/** What a statement does to the rows themselves: most of a table's in one transaction, or all of them away. */
final class Rows {
    private Rows() {}

    static List<LintFinding> in(Step step) {
        List<LintFinding> findings = new ArrayList<>();
        for (long oid : step.seen().emptied().stream().sorted().toList()) {
            Relation relation = step.relation(oid);
            if (relation.isTable()) {
                findings.add(new LintFinding(
                        "truncate",
                        Severity.DANGER,
                        "all rows of " + relation.shown() + " are gone",
                        "leave them to a later release, in which nothing reads them any more",
                        null));
            }
        }
        for (Work each : step.work()) {
            if (each.kind() == Kind.CHANGE) {
                findings.add(ofMany(step, step.relation(each.relation())));
            }
        }
        return findings;
    }

    private static LintFinding ofMany(Step step, Relation table) {
        long changed = step.seen().changed().getOrDefault(table.oid(), 0L);
        String share = changed >= step.seen().rows().getOrDefault(table.oid(), 0L) ? "all" : "most";
        return new LintFinding(
                "many-rows",
                Severity.DANGER,
                "whoever writes a row of " + table.shown() + " waits while " + share
                        + " of them are changed in one transaction",
                """
                change them in batches, in a file of its own with executeInTransaction=false in a file .sql.conf beside it:
                  do $$ begin loop
                    update %s set … where … in (select … from %s where … limit 1000);
                    exit when not found;
                    commit;
                  end loop; end $$;""".formatted(Sql.name(table), Sql.name(table)),
                null);
    }
}
