package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Columns that get another type, or become not null, where the server has to write or to read the table for it. */
final class ChangedColumns {
    private ChangedColumns() {}

    static List<Danger> in(Step step) {
        List<Danger> dangers = new ArrayList<>();
        for (Column column : step.keptColumns()) {
            Column old = step.before(column);
            if (!old.type().equals(column.type())) {
                dangers.addAll(ofType(step, old, column));
            } else if (column.required() && !old.required()) {
                dangers.addAll(ofNotNull(step, column));
            }
        }
        return dangers;
    }

    private static List<Danger> ofType(Step step, Column old, Column now) {
        Relation table = step.relation(now.key().relation());
        Set<Work> explained = step.work().stream()
                .filter(each -> each.kind() != Kind.CHANGE)
                .filter(each ->
                        table.oid() == (each.kind() == Kind.REBUILD ? step.tableOf(each.relation()) : each.relation()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (explained.isEmpty()) {
            return List.of();
        }
        // an index for another type is made again under another oid, for which the table is read
        Work first = explained.iterator().next();
        String alter = "alter table " + Sql.name(table);
        return List.of(new Danger(
                "type-change",
                first.kind().of(step.name(first.relation())) + ", as " + now.name() + " changes from " + old.type()
                        + " to " + now.type(),
                """
                add a column of the new type, kept up to date by a trigger, and fill the old rows in batches (rule many-rows):
                  %s add column %s %s;
                then release what reads and writes the new column; drop the old one in the release after that""".formatted(alter, Sql.name(now.name() + "_new"), now.type()),
                explained));
    }

    private static List<Danger> ofNotNull(Step step, Column column) {
        Work read = new Work(column.key().relation(), Kind.READ);
        if (!step.work().contains(read)) {
            return List.of();
        }
        Relation table = step.relation(read.relation());
        String alter = "  alter table " + Sql.name(table);
        String name = Sql.name(column.name());
        String check = Sql.name(column.name() + "_not_null");
        return List.of(new Danger(
                "not-null",
                "all of " + table.shown() + " is read, as " + column.name() + " becomes not null",
                """
                prove it by a check first, which is validated while others read and write:
                %1$s add constraint %3$s check (%2$s is not null) not valid;
                  -- in a file of its own:
                %1$s validate constraint %3$s;
                  -- in a file of its own, which reads nothing:
                %1$s alter column %2$s set not null;
                %1$s drop constraint %3$s;""".formatted(alter, name, check),
                Set.of(read)));
    }
}
