package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** New columns for which tables are written anew: what they hold differs from row to row, or must be checked. */
final class AddedColumns {
    private AddedColumns() {}

    static List<Danger> in(Step step) {
        Map<String, Set<Work>> byName = new LinkedHashMap<>();
        for (Work work : step.work()) {
            if (work.kind() == Kind.REWRITE) {
                causes(step, step.addedColumns(work.relation()))
                        .forEach(column -> byName.computeIfAbsent(column.name(), any -> new LinkedHashSet<>())
                                .add(work));
            }
        }
        return byName.entrySet().stream()
                .map(each -> danger(step, each.getKey(), each.getValue()))
                .toList();
    }

    /** One that is null in every row, and may be, is none. */
    private static List<Column> causes(Step step, List<Column> added) {
        List<Column> causes = added.stream()
                .filter(each -> each.filled() || each.generated() || isConstrained(step, each))
                .toList();
        return causes.isEmpty() ? added : causes;
    }

    private static Danger danger(Step step, String name, Set<Work> work) {
        Relation table = step.parent(step.seen().after().columns().values().stream()
                .filter(each -> each.name().equals(name))
                .filter(each -> step.isInUse(each.key().relation()))
                .filter(each -> !step.seen().before().columns().containsKey(each.key()))
                .map(each -> each.key().relation())
                .toList());
        Column column = step.addedColumns(table.oid()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        String alter = "  alter table " + Sql.name(table);
        String rewritten = "all rows of " + step.names(work) + " are written anew to ";
        if (isNumbered(step, column)) {
            return new Danger(
                    "volatile-default",
                    rewritten + "number them in the new column " + name,
                    number(alter, table, column),
                    work);
        }
        if (column.generated()) {
            return new Danger(
                    "generated-column",
                    rewritten + "compute the new column " + name,
                    """
                    compute it where it is read, or add it as virtual (PostgreSQL 18); or let a trigger keep a plain column:
                    %s add column %s %s;
                    then create the trigger, and fill the old rows in batches (rule many-rows)""".formatted(alter, Sql.name(name), column.type()),
                    work);
        }
        if (isConstrained(step, column)) { // with a default, too
            return new Danger(
                    "domain-column",
                    rewritten + "check the new column " + name + " against its domain " + column.type(),
                    """
                    use the type under the domain, and a check of the table's own, validated in a file of its own:
                    %1$s add column %2$s %3$s%4$s;
                    %1$s add constraint … check (…) not valid;
                      -- in a file of its own:
                    %1$s validate constraint …;""".formatted(alter, Sql.name(name), column.baseType(), column.filled() ? " default …" : ""),
                    work);
        }
        return new Danger(
                "volatile-default",
                rewritten + "fill the new column " + name,
                fill(alter, Sql.name(name), column.type()),
                work);
    }

    private static String fill(String alter, String name, String type) {
        return """
                add it without the default, which then is for new rows only, and fill the old ones in batches (rule many-rows):
                %1$s add column %2$s %3$s;
                %1$s alter column %2$s set default …;""".formatted(alter, name, type);
    }

    private static String number(String alter, Relation table, Column column) {
        String sequence = Sql.name(table.name() + "_" + column.name() + "_seq");
        return """
                add it without numbers, which new rows then get, and number the old ones in batches (rule many-rows):
                %1$s add column %2$s %3$s;
                  create sequence %4$s;
                %1$s alter column %2$s set default nextval('%4$s');""".formatted(alter, Sql.name(column.name()), column.type(), sequence);
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
                && step.seen().after().constraints().values().stream()
                        .map(Constraint::domain)
                        .anyMatch(domain -> domain != null
                                && DomainConstraints.shown(domain).equals(column.type()));
    }
}
