package dev.serein.lint;

import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.List;
import java.util.Set;

/** Partitions that come: their rows, or those of the default partition, are read to see whether they fit. */
final class AttachedPartitions {
    private AttachedPartitions() {}

    static List<Danger> in(Step step) {
        if (step.seen().after().relations().values().stream().noneMatch(each -> isAttached(step, each))) {
            return List.of();
        }
        return step.work().stream()
                .filter(each -> each.kind() == Kind.READ)
                .filter(each -> isPartition(step, each.relation()))
                .map(each -> danger(step, each))
                .toList();
    }

    private static boolean isAttached(Step step, Relation relation) {
        Relation old = step.seen().before().relations().get(relation.oid());
        return relation.isTable() && relation.partition() && (old == null || !old.partition());
    }

    private static boolean isPartition(Step step, long table) {
        Relation now = step.seen().after().relations().get(table);
        return now != null && now.partition();
    }

    private static Danger danger(Step step, Work read) {
        Relation table = step.relation(read.relation());
        String alter = "  alter table " + Sql.name(table);
        String during = "all of " + table.shown() + " is read to see whether "
                + (table.partition() ? "the new partition takes rows of it" : "it fits as a partition");
        return new Danger(
                "attach-partition",
                during,
                """
                prove %3$s by a check first, which is validated while others read and write:
                %1$s add constraint %2$s check (…) not valid;
                  -- in a file of its own:
                %1$s validate constraint %2$s;
                then attach the partition, for which nothing is read any more, and drop the check""".formatted(
                                alter,
                                Sql.name(table.name() + "_bound"),
                                table.partition() ? "that it has none of them" : "that it does"),
                Set.of(read));
    }
}
