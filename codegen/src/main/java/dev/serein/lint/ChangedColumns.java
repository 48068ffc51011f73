package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.Work.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Columns that get another type, or become not null, where the server has to write or to read the table for it. */
final class ChangedColumns {
    private ChangedColumns() {}

    /** What becomes of columns of one name, of a table and of those that inherit it. */
    private record Change(String name, String oldType, String newType) {}

    static List<Danger> in(Step step) {
        Map<Change, List<Long>> tables = new LinkedHashMap<>();
        for (Column column : step.keptColumns()) {
            Column old = step.before(column);
            if (!old.type().equals(column.type()) || column.required() && !old.required()) {
                tables.computeIfAbsent(new Change(column.name(), old.type(), column.type()), any -> new ArrayList<>())
                        .add(column.key().relation());
            }
        }
        return tables.entrySet().stream()
                .map(each -> each.getKey().oldType.equals(each.getKey().newType)
                        ? ofNotNull(step, each.getKey(), each.getValue())
                        : ofType(step, each.getKey(), each.getValue()))
                .filter(each -> !each.explains().isEmpty())
                .toList();
    }

    private static Danger ofType(Step step, Change change, List<Long> tables) {
        // an index for another type is made again under another oid, for which the table is read
        Set<Work> explained = step.work().stream()
                .filter(each -> each.kind() != Kind.CHANGE)
                .filter(each ->
                        tables.contains(each.kind() == Kind.REBUILD ? step.tableOf(each.relation()) : each.relation())
                                || each.kind() == Kind.READ && isChecked(step, each.relation(), tables))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String during = explained.stream()
                .map(Work::kind)
                .findFirst()
                .map(kind -> kind.of(step.names(explained)))
                .orElse("");
        return new Danger(
                "type-change",
                during + ", as " + change.name + " changes from " + change.oldType + " to " + change.newType,
                """
                add a column of the new type, kept up to date by a trigger, and fill the old rows in batches (rule many-rows):
                  alter table %s add column %s %s;
                then release what reads and writes the new column; drop the old one in the release after that""".formatted(Sql.name(step.parent(tables)), Sql.name(change.name + "_new"), change.newType),
                explained);
    }

    /** Whether a foreign key to one of the tables is made again, for which those that refer to it are read. */
    private static boolean isChecked(Step step, long table, List<Long> referenced) {
        return step.seen().after().constraints().values().stream()
                .filter(each -> each.type() == 'f' && each.relation() == table)
                .filter(each -> referenced.contains(each.referenced()))
                .anyMatch(each -> !step.seen().before().constraints().containsKey(each.oid()));
    }

    private static Danger ofNotNull(Step step, Change change, List<Long> tables) {
        Set<Work> reads = step.work().stream()
                .filter(each -> each.kind() == Kind.READ && tables.contains(each.relation()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Danger(
                "not-null",
                "all of " + step.names(reads) + " is read, as " + change.name + " becomes not null",
                """
                prove it by a check first, which is validated while others read and write:
                %1$s add constraint %3$s check (%2$s is not null) not valid;
                  -- in a file of its own:
                %1$s validate constraint %3$s;
                  -- in a file of its own, which reads nothing:
                %1$s alter column %2$s set not null;
                %1$s drop constraint %3$s;""".formatted(
                                "  alter table " + Sql.name(step.parent(tables)),
                                Sql.name(change.name),
                                Sql.name(change.name + "_not_null")),
                reads);
    }
}
