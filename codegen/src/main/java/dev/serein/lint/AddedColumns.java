package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** New columns for which a table is written anew: what they hold differs from row to row, or must be checked. */
final class AddedColumns {
    private AddedColumns() {}

    static List<Danger> in(Step step) {
        List<Danger> dangers = new ArrayList<>();
        for (Work work : step.work()) {
            if (work.kind() == Kind.REWRITE) {
                for (Column column : step.addedColumns(work.relation())) {
                    dangers.add(danger(step, work, column));
                }
            }
        }
        return dangers;
    }

    private static Danger danger(Step step, Work work, Column column) {
        Relation table = step.relation(work.relation());
        String alter = "  alter table " + Sql.name(table);
        String name = Sql.name(column.name());
        String rewritten = "all rows of " + table.shown() + " are written anew to ";
        if (isNumbered(step, column)) {
            return new Danger(
                    "volatile-default",
                    rewritten + "number them in the new column " + column.name(),
                    fill(alter, name, column.type()).replace("default …", "default nextval('…')"),
                    Set.of(work));
        }
        if (column.generated()) {
            return new Danger(
                    "generated-column",
                    rewritten + "compute the new column " + column.name(),
                    """
                    compute it where it is read, or add it as virtual (PostgreSQL 18); or let a trigger keep a plain column:
                    %s add column %s %s;
                    then create the trigger, and fill the old rows in batches (rule many-rows)""".formatted(alter, name, column.type()),
                    Set.of(work));
        }
        if (isConstrained(step, column)) {
            return new Danger(
                    "domain-column",
                    rewritten + "check the new column " + column.name() + " against its domain " + column.type(),
                    """
                    use the type under the domain, and a check of the table's own, validated in a file of its own:
                    %1$s add column %2$s %3$s;
                    %1$s add constraint … check (…) not valid;
                      -- in a file of its own:
                    %1$s validate constraint …;""".formatted(alter, name, column.baseType()),
                    Set.of(work));
        }
        return new Danger(
                "volatile-default",
                rewritten + "fill the new column " + column.name(),
                fill(alter, name, column.type()),
                Set.of(work));
    }

    private static String fill(String alter, String name, String type) {
        return """
                add it without the default, which then is for new rows only, and fill the old ones in batches (rule many-rows):
                %1$s add column %2$s %3$s;
                %1$s alter column %2$s set default …;""".formatted(alter, name, type);
    }

    /** A sequence came with it: an identity, or what {@code serial} stands for. */
    private static boolean isNumbered(Step step, Column column) {
        return column.filled()
                && List.of("smallint", "integer", "bigint").contains(column.baseType())
                && step.seen().after().relations().values().stream()
                        .anyMatch(each -> each.kind() == 'S'
                                && !step.seen().before().relations().containsKey(each.oid()));
    }

    private static boolean isConstrained(Step step, Column column) {
        return !column.type().equals(column.baseType())
                && !column.filled()
                && step.seen().after().constraints().values().stream()
                        .map(Constraint::domain)
                        .anyMatch(domain -> domain != null
                                && DomainConstraints.shown(domain).equals(column.type()));
    }
}
