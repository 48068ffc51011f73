package dev.serein;

import static dev.serein.RandomCondition.any;

import dev.serein.RandomTables.Relation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * What a relational query may ask for, and its children.
 *
 * @param table whose rows, without path or alias
 * @param relation from the table above; null of the query itself, and where there is a condition instead
 * @param columns null for the row of the table
 * @param summed null unless it is a sum
 * @param mapped whether something more is made of each row at the end
 */
record RandomShape(
        Kind kind,
        RowTable<?, ?> table,
        Relation relation,
        RandomCondition on,
        String alias,
        List<RandomCondition> where,
        List<Sort> order,
        Cut cut,
        List<Column> columns,
        Field<?> summed,
        boolean mapped,
        List<RandomShape> children) {
    private static final int DEEPEST = 3;

    enum Kind {
        QUERY,
        MANY,
        ONE,
        MAYBE,
        COUNT,
        SUM
    }

    /** A column of a table above, or of its own. */
    record Column(int level, Field<?> field) {}

    record Sort(Field<?> column, boolean descending, Boolean nullsFirst) {}

    /**
     * How many rows of each parent.
     *
     * @param byArgument whether the argument of a prepared query says it in place of the limit
     */
    record Cut(Integer limit, Integer offset, boolean byArgument) {
        static final Cut NONE = new Cut(null, null, false);
    }

    boolean isOrdered() {
        return order.size() >= keyOf(table).size()
                && order.stream().map(Sort::column).toList().containsAll(keyOf(table));
    }

    static List<Field<?>> keyOf(Table<?> table) {
        return List.copyOf(table.getPrimaryKey().getFields());
    }

    /** Makes them. */
    private record Maker(Random random, RandomTables all) {

        boolean chance(double of) {
            return random.nextDouble() < of;
        }

        RandomShape query() {
            RowTable<?, ?> table = any(random, RandomTables.ALL);
            List<RandomCondition> where = new ArrayList<>();
            int kind = random.nextInt(10);
            if (kind < 2) {
                Record row = any(random, all.rows(table));
                keyOf(table).forEach(each -> where.add(RandomCondition.equal(each, row)));
            }
            if (kind > 0 && kind < 7) {
                where.add(RandomCondition.of(random, all, List.of(table)));
            }
            return of(Kind.QUERY, table, null, null, "", where, List.of(table), null);
        }

        RandomShape child(List<Table<?>> above) {
            if (chance(0.12)) {
                RowTable<?, ?> table = any(random, RandomTables.ALL);
                List<Table<?>> tables = with(above, table);
                RandomCondition on = RandomCondition.withAbove(random, tables, above.size() - 1);
                String alias = "t" + random.nextInt(1_000_000);
                return of(Kind.MANY, table, null, on, alias, conditions(tables), tables, null);
            }
            Relation relation = any(random, RandomTables.from(above.get(above.size() - 1)));
            while (relation.hops().size() < 3 && chance(0.25)) {
                relation = relation.then(any(random, RandomTables.from(relation.to())));
            }
            RowTable<?, ?> table = (RowTable<?, ?>) relation.to();
            List<Table<?>> tables = with(above, table);
            Field<?> summed = number(table);
            Kind kind = chance(0.2) ? summed != null && chance(0.5) ? Kind.SUM : Kind.COUNT : Kind.MANY;
            if (relation.toOne() && chance(0.8)) {
                kind = relation.required() && chance(0.6) ? Kind.ONE : Kind.MAYBE;
            }
            List<RandomCondition> where = kind == Kind.ONE ? List.of() : conditions(tables);
            return of(kind, table, relation, null, "", where, tables, kind == Kind.SUM ? summed : null);
        }

        private Field<?> number(Table<?> table) {
            List<Field<?>> numbers = Arrays.stream(table.fields())
                    .filter(each ->
                            List.of(Long.class, Integer.class, BigDecimal.class).contains(each.getType()))
                    .collect(Collectors.toList());
            return numbers.isEmpty() ? null : any(random, numbers);
        }

        private List<RandomCondition> conditions(List<Table<?>> tables) {
            List<RandomCondition> where = new ArrayList<>();
            while (where.size() < 2 && chance(0.35)) {
                where.add(RandomCondition.of(random, all, tables));
            }
            return where;
        }

        RandomShape of(
                Kind kind,
                RowTable<?, ?> table,
                Relation relation,
                RandomCondition on,
                String alias,
                List<RandomCondition> where,
                List<Table<?>> tables,
                Field<?> summed) {
            List<Sort> order = new ArrayList<>();
            Cut cut = Cut.NONE;
            if (kind == Kind.MANY || kind == Kind.QUERY) {
                while (order.size() < 2 && chance(0.4)) {
                    order.add(sort(any(random, RandomCondition.columns(table))));
                }
                if (chance(0.35)) {
                    cut = new Cut(
                            chance(0.8) ? random.nextInt(5) : null,
                            chance(0.4) ? random.nextInt(3) : null,
                            chance(0.2));
                    List<Field<?>> ordered =
                            order.stream().map(Sort::column).collect(Collectors.toCollection(ArrayList::new));
                    keyOf(table).stream()
                            .filter(each -> !ordered.contains(each))
                            .forEach(each -> order.add(sort(each)));
                }
            }
            List<RandomShape> children = new ArrayList<>();
            if (summed == null && kind != Kind.COUNT && tables.size() <= DEEPEST) {
                int most = random.nextInt(kind == Kind.QUERY ? 4 : 3) + (kind == Kind.QUERY ? 1 : 0);
                while (children.size() < most) {
                    children.add(child(tables));
                }
            }
            return new RandomShape(
                    kind,
                    table,
                    relation,
                    on,
                    alias,
                    where,
                    order,
                    cut,
                    chance(0.5) ? null : columns(order, tables),
                    summed,
                    chance(0.2),
                    children);
        }

        private Sort sort(Field<?> column) {
            return new Sort(column, random.nextBoolean(), chance(0.5) ? null : random.nextBoolean());
        }

        private List<Column> columns(List<Sort> order, List<Table<?>> tables) {
            int level = tables.size() - 1;
            List<Column> columns = new ArrayList<>();
            order.forEach(each -> columns.add(new Column(level, each.column)));
            int most = columns.size() + 1 + random.nextInt(3);
            while (columns.size() < most) {
                int of = chance(0.15) ? random.nextInt(level + 1) : level;
                columns.add(new Column(of, any(random, List.of(tables.get(of).fields()))));
            }
            return columns;
        }
    }

    static RandomShape of(Random random, RandomTables all) {
        return new Maker(random, all).query();
    }

    private static List<Table<?>> with(List<Table<?>> above, Table<?> table) {
        List<Table<?>> tables = new ArrayList<>(above);
        tables.add(table);
        return tables;
    }

    @Override
    public String toString() {
        return text("");
    }

    private String text(String indent) {
        StringBuilder text = new StringBuilder(indent)
                .append(kind.name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(relation == null ? table.getName() + " " + alias : relation.names());
        if (on != null) {
            text.append(" on ").append(on.text());
        }
        where.forEach(each -> text.append(" where ").append(each.text()));
        order.forEach(each -> text.append(" order by ")
                .append(each.column.getName())
                .append(each.descending ? " desc" : "")
                .append(each.nullsFirst == null ? "" : each.nullsFirst ? " nulls first" : " nulls last"));
        if (!cut.equals(Cut.NONE)) {
            text.append(' ').append(cut);
        }
        if (columns != null) {
            text.append(" select ");
            columns.forEach(each -> text.append(each.level)
                    .append('.')
                    .append(each.field.getName())
                    .append(' '));
        }
        text.append(summed == null ? "" : " of " + summed.getName()).append(mapped ? " mapped\n" : "\n");
        children.forEach(each -> text.append(each.text(indent + "  ")));
        return text.toString();
    }
}
