package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Index;
import dev.serein.lint.SchemaState.Relation;
import dev.serein.lint.Work.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A statement, what of it takes long, and who waits for it. Immutable. */
final class Step {
    private final Observation seen;
    private final Map<Long, Blocked> blocked;
    private final Set<Work> work;

    /** @param file what the statements of the same transaction did, up to this one */
    Step(List<Observation> file) {
        this.seen = file.get(file.size() - 1);
        this.blocked = blocked(file, seen);
        this.work = work(seen);
    }

    private static Map<Long, Blocked> blocked(List<Observation> file, Observation seen) {
        Map<Long, Blocked> all = new LinkedHashMap<>();
        seen.held().forEach((oid, mode) -> {
            Relation locked = relation(seen, oid);
            Relation table = isIndex(locked) ? relation(seen, tableOf(seen, oid)) : locked;
            // nobody writes a materialized view or a view itself; whoever reads a table opens all its indexes
            boolean blocks = isIndex(locked) || table.kind() == 'm' || table.kind() == 'v'
                    ? mode.blocksReaders()
                    : mode.blocksWriters();
            // to exchange indexes, those that go are locked for a moment
            if (blocks
                    && (seen.inTransaction()
                            || !isIndex(locked)
                            || seen.rewritten().contains(oid))) {
                all.merge(
                        table.oid(),
                        new Blocked(table, mode, lineOf(file, oid, mode)),
                        (one, other) -> one.mode().compareTo(other.mode()) >= 0 ? one : other);
            }
        });
        if (all.values().stream().anyMatch(each -> each.relation().isReadable())) {
            all.values().removeIf(each -> !each.relation().isReadable()); // sequences that go with a table
        }
        return all;
    }

    private static int lineOf(List<Observation> file, long oid, LockMode mode) {
        return file.stream()
                .filter(each -> each.taken().get(oid) == mode)
                .mapToInt(Observation::line)
                .findFirst()
                .orElse(file.get(file.size() - 1).line());
    }

    private static Set<Work> work(Observation seen) {
        Set<Work> all = new TreeSet<>(Comparator.comparing(Work::kind).thenComparing(Work::relation));
        for (long oid : seen.rewritten()) {
            if (!isIndex(relation(seen, oid))) {
                all.add(new Work(oid, Kind.REWRITE));
            } else if (!seen.rewritten().contains(tableOf(seen, oid))
                    && !seen.emptied().contains(tableOf(seen, oid))) {
                all.add(new Work(oid, Kind.REBUILD));
            }
        }
        for (long oid : seen.scanned()) {
            if (!seen.rewritten().contains(oid)) {
                all.add(new Work(oid, Kind.READ));
            }
        }
        seen.changed().forEach((oid, count) -> {
            // of a materialized view they are its own
            if (count > 0
                    && count * 2 >= seen.rows().getOrDefault(oid, 0L)
                    && relation(seen, oid).kind() != 'm') {
                all.add(new Work(oid, Kind.CHANGE));
            }
        });
        return all;
    }

    private static Relation relation(Observation seen, long oid) {
        Relation now = seen.before().relations().get(oid);
        return now == null ? seen.released().relation(oid) : now;
    }

    /** Of an index whose table is an extension's, itself. */
    private static long tableOf(Observation seen, long index) {
        Index now = seen.before().indexes().get(index);
        Index old = now == null ? seen.released().indexes().get(index) : now;
        return old == null ? index : old.table();
    }

    static boolean isIndex(Relation relation) {
        return relation.kind() == 'i' || relation.kind() == 'I';
    }

    Observation seen() {
        return seen;
    }

    int line() {
        return seen.line();
    }

    /** Relations for which others wait until the file's transaction ends. */
    Collection<Blocked> blocked() {
        return blocked.values();
    }

    boolean isBlocked(long table) {
        return blocked.containsKey(table);
    }

    /** In the order of their kinds. */
    Set<Work> work() {
        return work;
    }

    boolean does(Kind kind, long relation) {
        return work.contains(new Work(relation, kind));
    }

    /** Whether the relation is of what is released. */
    boolean isInUse(long relation) {
        return seen.released().relations().containsKey(relation);
    }

    /** As it was called before the statement; by the name of the release where it is gone. */
    Relation relation(long oid) {
        return relation(seen, oid);
    }

    String name(long oid) {
        return relation(oid).shown();
    }

    String nameAfter(long oid) {
        Relation now = seen.after().relations().get(oid);
        return now == null ? name(oid) : now.shown();
    }

    /** The tables on which work is done, in the order of their names. */
    String names(Set<Work> work) {
        return Blocked.list(work.stream()
                .map(each -> name(each.kind() == Kind.REBUILD ? tableOf(each.relation()) : each.relation()))
                .distinct()
                .sorted()
                .toList());
    }

    /** The one that the others are partitions of, or inherit; of others, which of them does not matter. */
    Relation parent(List<Long> tables) {
        return tables.stream()
                .map(this::relation)
                .min(Comparator.comparing(Relation::partition).thenComparing(Relation::oid))
                .orElseThrow();
    }

    long tableOf(long index) {
        return tableOf(seen, index);
    }

    List<Column> addedColumns(long table) {
        return seen.after().columns().values().stream()
                .filter(each -> each.key().relation() == table)
                .filter(each -> !seen.before().columns().containsKey(each.key()))
                .toList();
    }

    /** Columns of tables in use that were there before. */
    List<Column> keptColumns() {
        return seen.after().columns().values().stream()
                .filter(each -> isInUse(each.key().relation()))
                .filter(each -> seen.before().columns().containsKey(each.key()))
                .toList();
    }

    Column before(Column column) {
        return Objects.requireNonNull(seen.before().columns().get(column.key()));
    }

    /**
     * Constraints that are valid now, and were not there, or not valid. Those that the server makes again for a column
     * of another type are not new.
     */
    List<Constraint> provenConstraints() {
        return seen.after().constraints().values().stream()
                .filter(each -> each.validated() && !isValid(each.oid()))
                .filter(each -> seen.before().constraints().values().stream()
                        .noneMatch(old -> old.validated() && isSame(old, each)))
                .toList();
    }

    private boolean isValid(long constraint) {
        Constraint old = seen.before().constraints().get(constraint);
        return old != null && old.validated();
    }

    private static boolean isSame(Constraint one, Constraint other) {
        return one.relation() == other.relation()
                && Objects.equals(one.domain(), other.domain())
                && one.name().equals(other.name())
                && one.definition().equals(other.definition());
    }

    /** Whether it was there before, not valid. */
    boolean isValidated(Constraint constraint) {
        return seen.before().constraints().containsKey(constraint.oid());
    }

    private boolean isPartitioned(long table) {
        return isInUse(table) && relation(table).kind() == 'p';
    }

    /**
     * New indexes of tables in use for which the table was read, or its partitions; those with another oid only are not
     * new.
     */
    List<Index> builtIndexes() {
        return seen.after().indexes().values().stream()
                .filter(each -> !seen.before().indexes().containsKey(each.oid()))
                .filter(each -> does(Kind.READ, each.table()) || each.valid() && isPartitioned(each.table()))
                .filter(each -> seen.before().indexes().values().stream()
                        .noneMatch(old ->
                                old.table() == each.table() && old.definition().equals(each.definition())))
                .toList();
    }
}
