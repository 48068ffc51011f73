package dev.serein.lint;

import dev.serein.flyway.ScriptStatement;
import dev.serein.lint.LintFinding.Severity;
import dev.serein.lint.SchemaState.ColumnKey;
import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a statement does to the rows themselves: most of a table's in one transaction, or all of them away. */
final class Rows {
    private static final Set<String> WHOLE = Set.of("smallint", "integer", "bigint");

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
                change them in batches, in a file of its own beside which there is one, named as it is with .conf behind it,
                that says executeInTransaction=false:
                """ + batches(step, table).indent(2).stripTrailing(),
                null);
    }

    /** It may be run on a table without rows, too. */
    private static String batches(Step step, Relation table) {
        String name = Sql.name(table);
        String change = new ScriptStatement(step.seen().sql(), 1, true).text().startsWith("delete ")
                ? "delete from " + name
                : "update " + name + " set …";
        String key = key(step, table);
        if (key == null) {
            return """
                    do $$ begin
                      loop
                        %2$s where … -- what is not changed yet
                          and ctid = any (array(select ctid from %1$s where … limit 10000));
                        exit when not found;
                        commit;
                      end loop;
                    end $$;""".formatted(name, change);
        }
        return """
                do $$ begin
                  for n in 0 .. coalesce((select max(%2$s) / 10000 from %1$s), 0) loop
                    %3$s where %2$s between n * 10000 and n * 10000 + 9999;
                    commit;
                  end loop;
                end $$;""".formatted(name, key, change);
    }

    /** Its primary key, if that is one column of whole numbers. */
    private static @Nullable String key(Step step, Relation table) {
        return step.seen().released().constraints().values().stream()
                .filter(each -> each.relation() == table.oid()
                        && each.type() == 'p'
                        && each.columns().size() == 1)
                .map(each -> step.seen()
                        .released()
                        .columns()
                        .get(new ColumnKey(table.oid(), each.columns().get(0))))
                .filter(each -> each != null && WHOLE.contains(each.baseType()))
                .map(each -> Sql.name(each.name()))
                .findFirst()
                .orElse(null);
    }
}
