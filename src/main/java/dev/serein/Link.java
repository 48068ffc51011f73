package dev.serein;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import org.jooq.Configuration;
import org.jooq.Path;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;

/**
 * How the rows of a path belong to those of the table that it begins at. jOOQ tells nobody which keys a path follows;
 * it is read off the join that it renders.
 *
 * @param steps from that table on; one at least
 */
record Link(List<Step> steps) {

    /**
     * One foreign key.
     *
     * @param table it leads to
     * @param near columns of the table before, in the order of the key
     * @param far those of this table that are equal to them
     * @param owned whether the key is of this table, so that each of its rows belongs to one at most
     */
    record Step(Table<?> table, List<TableField<?, ?>> near, List<TableField<?, ?>> far, boolean owned) {
        /** Whether many rows may belong to one. */
        boolean isToMany() {
            return owned && !isUnique(far, table);
        }
    }

    /** Equal columns: {@code from} refers to {@code to}. */
    private record Pair(TableField<?, ?> from, TableField<?, ?> to) {
        boolean isOf(Table<?> table) {
            return from.getTable().equals(table) || to.getTable().equals(table);
        }
    }

    /** Nothing if the path does not begin at the table. */
    static Optional<Link> of(Table<?> start, Table<?> path) {
        if (!(path instanceof Path<?> joined)) {
            return Optional.empty();
        }
        List<Pair> pairs = pairs(start, joined);
        LinkedList<Step> steps = new LinkedList<>();
        Table<?> table = path;
        while (!table.equals(start)) {
            Table<?> here = table;
            List<Pair> ofHere = pairs.stream().filter(pair -> pair.isOf(here)).toList();
            // jOOQ also joins the table that the path begins at to one whose own path begins there
            if (ofHere.isEmpty() || !(here instanceof Path<?>)) {
                return Optional.empty();
            }
            pairs.removeAll(ofHere);
            steps.addFirst(step(here, ofHere));
            table = steps.getFirst().near.get(0).getTable();
        }
        return Optional.of(new Link(List.copyOf(steps)));
    }

    private static Step step(Table<?> table, List<Pair> pairs) {
        boolean owned = pairs.get(0).from.getTable().equals(table);
        List<TableField<?, ?>> near = new ArrayList<>();
        List<TableField<?, ?>> far = new ArrayList<>();
        for (Pair pair : pairs) {
            near.add(owned ? pair.to : pair.from);
            far.add(owned ? pair.from : pair.to);
        }
        return new Step(table, List.copyOf(near), List.copyOf(far), owned);
    }

    private static boolean isUnique(List<TableField<?, ?>> columns, Table<?> table) {
        List<String> names = columns.stream().map(TableField::getName).toList();
        return table.getKeys().stream()
                .anyMatch(key -> key.getFields().stream().allMatch(each -> names.contains(each.getName())));
    }

    private static List<Pair> pairs(Table<?> start, Path<?> path) {
        List<Pair> pairs = new ArrayList<>();
        Configuration telling = Visited.telling(part -> {
            if (part instanceof QOM.Eq<?> equal
                    && equal.$arg1() instanceof TableField<?, ?> from
                    && equal.$arg2() instanceof TableField<?, ?> to) {
                pairs.add(new Pair(from, to));
            }
        });
        DSL.using(telling).render(DSL.selectOne().from(start).join(path));
        return pairs;
    }

    /** The tables that it passes and the one it leads to, joined; not the one it begins at. */
    Table<?> joined() {
        Table<?> joined = first().table;
        for (Step step : steps.subList(1, steps.size())) {
            joined = joined.join((Path<?>) step.table);
        }
        return joined;
    }

    Step first() {
        return steps.get(0);
    }

    /** Whether a row has one at most. */
    boolean isToOne() {
        return steps.stream().noneMatch(Step::isToMany);
    }

    /** Whether each row belongs to one at most, as the children of a foreign key do. */
    boolean isOfOne() {
        return steps.size() == 1 && first().owned;
    }

    /**
     * Tables between the first and the last whose rows those two do not tell: a row that is reached by several of them
     * comes as often. There are none where a link table has one row for each pair.
     */
    List<Table<?>> between() {
        int from = 0;
        int to = steps.size() - 1;
        while (from < to && !steps.get(from).isToMany()) {
            from++;
        }
        while (from < to && steps.get(to).owned) {
            to--;
        }
        List<Step> left = steps.subList(from, to);
        return left.size() == 1 && isOnePerPair(left.get(0), steps.get(to))
                ? List.of()
                : left.stream().<Table<?>>map(Step::table).toList();
    }

    private static boolean isOnePerPair(Step link, Step next) {
        List<TableField<?, ?>> columns = new ArrayList<>(link.far);
        columns.addAll(next.near);
        return isUnique(columns, link.table);
    }
}
