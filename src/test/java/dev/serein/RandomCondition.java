package dev.serein;

import dev.serein.RandomTables.Relation;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * A condition on the last of several tables, each of which belongs to the one before it: for the server, and for rows
 * in memory.
 *
 * @param holds true, false or null
 */
record RandomCondition(String text, Function<Sides, Condition> sql, Function<Rows, Boolean> holds) {

    /** The tables, and the argument of a prepared query, or its value. */
    record Sides(List<Table<?>> tables, Field<Long> argument) {
        <V> Field<V> field(int level, Field<V> column) {
            return tables.get(level).field(column.getName(), column.getDataType());
        }
    }

    /** Of each table one row. */
    record Rows(RandomTables all, List<Record> rows, long argument) {
        <V> V value(int level, Field<V> column) {
            return rows.get(level).get(column);
        }
    }

    /** Those that Java and the server compare alike. */
    static boolean isComparable(Field<?> column) {
        return List.of(
                        Long.class,
                        Integer.class,
                        String.class,
                        Boolean.class,
                        BigDecimal.class,
                        OffsetDateTime.class,
                        UUID.class)
                .contains(column.getType());
    }

    /** As PostgreSQL does, which compares a UUID's bytes. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // of one column
    static int compare(Object left, Object right) {
        return left instanceof UUID
                ? left.toString().compareTo(right.toString())
                : Integer.signum(((Comparable) left).compareTo(right));
    }

    static List<Field<?>> columns(Table<?> table) {
        List<Field<?>> columns = new ArrayList<>();
        for (Field<?> each : table.fields()) {
            if (isComparable(each)) {
                columns.add(each);
            }
        }
        return columns;
    }

    static <E> E any(Random random, List<E> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** That the first table has this row's value. */
    static <V> RandomCondition equal(Field<V> column, Record row) {
        V value = row.get(column);
        return new RandomCondition(
                column.getName() + " = " + value,
                sides -> sides.field(0, column).eq(value),
                rows -> value.equals(rows.value(0, column)));
    }

    /** @param tables up to the one that it is about */
    static RandomCondition of(Random random, RandomTables all, List<Table<?>> tables) {
        int level = tables.size() - 1;
        Table<?> table = tables.get(level);
        switch (random.nextInt(12)) {
            case 0 -> {
                Field<?> column = any(random, List.of(table.fields()));
                return new RandomCondition(
                        column.getName() + " is null",
                        sides -> sides.field(level, column).isNull(),
                        rows -> rows.value(level, column) == null);
            }
            case 1 -> {
                Relation relation = any(random, RandomTables.from(table));
                Relation further = relation.then(any(random, RandomTables.from(relation.to())));
                return about(random, all, tables, random.nextInt(3) == 0 ? further : relation);
            }
            case 2 -> {
                RandomCondition other = of(random, all, tables);
                return new RandomCondition(
                        "not (" + other.text + ")", sides -> DSL.not(other.sql.apply(sides)), rows -> {
                            Boolean holds = other.holds.apply(rows);
                            return holds == null ? null : Boolean.valueOf(!holds);
                        });
            }
            case 3 -> {
                return either(of(random, all, tables), of(random, all, tables));
            }
            case 4 -> {
                Field<Long> column = any(
                        random,
                        columns(table).stream()
                                .filter(each -> each.getType() == Long.class)
                                .map(each -> each.coerce(Long.class))
                                .toList());
                return new RandomCondition(
                        column.getName() + " <= argument",
                        sides -> sides.field(level, column).le(sides.argument),
                        rows -> {
                            Long value = rows.value(level, column);
                            return value == null ? null : Boolean.valueOf(value <= rows.argument);
                        });
            }
            case 5, 6 -> {
                return withAbove(random, tables, random.nextInt(level + 1));
            }
            default -> {
                return withValue(random, all, level, table, any(random, columns(table)));
            }
        }
    }

    private static RandomCondition either(RandomCondition a, RandomCondition b) {
        return new RandomCondition(
                a.text + " or " + b.text, sides -> a.sql.apply(sides).or(b.sql.apply(sides)), rows -> {
                    Boolean left = a.holds.apply(rows);
                    Boolean right = b.holds.apply(rows);
                    if (Boolean.TRUE.equals(left) || Boolean.TRUE.equals(right)) {
                        return true;
                    }
                    return left == null || right == null ? null : Boolean.FALSE;
                });
    }

    private static <V> RandomCondition withValue(
            Random random, RandomTables all, int level, Table<?> table, Field<V> column) {
        List<V> values = all.rows(base(table)).stream()
                .map(row -> row.get(column))
                .filter(each -> each != null)
                .toList();
        if (values.isEmpty()) {
            return new RandomCondition("true", sides -> DSL.trueCondition(), rows -> true);
        }
        V value = any(random, values);
        int comparison = random.nextInt(COMPARISONS.size());
        return new RandomCondition(
                column.getName() + COMPARISONS.get(comparison) + value,
                sides -> compared(sides.field(level, column), comparison, DSL.val(value, column.getDataType())),
                rows -> isCompared(rows.value(level, column), comparison, value));
    }

    /** With a column of a table above, or of its own. */
    static RandomCondition withAbove(Random random, List<Table<?>> tables, int above) {
        int level = tables.size() - 1;
        Field<?> column = any(random, columns(tables.get(level)));
        List<Field<?>> others = columns(tables.get(above)).stream()
                .filter(each -> each.getType() == column.getType())
                .toList();
        return others.isEmpty()
                ? withAbove(random, tables, above)
                : with(random, level, column, above, any(random, others));
    }

    @SuppressWarnings("unchecked") // of one type
    private static <V> RandomCondition with(Random random, int level, Field<V> column, int above, Field<?> any) {
        Field<V> other = (Field<V>) any;
        int comparison = random.nextInt(COMPARISONS.size());
        return new RandomCondition(
                column.getName() + COMPARISONS.get(comparison) + above + "." + other.getName(),
                sides -> compared(sides.field(level, column), comparison, sides.field(above, other)),
                rows -> isCompared(rows.value(level, column), comparison, rows.value(above, other)));
    }

    private static RandomCondition about(Random random, RandomTables all, List<Table<?>> tables, Relation relation) {
        int level = tables.size() - 1;
        int kind = random.nextInt(3);
        RandomCondition inner = withValue(random, all, 0, relation.to(), any(random, columns(relation.to())));
        return new RandomCondition(
                List.of("some", "none", "every").get(kind) + " " + relation.names() + " " + inner.text,
                sides -> {
                    Table<?> path = relation.path(sides.tables.get(level));
                    Condition condition = inner.sql.apply(new Sides(List.of(path), sides.argument));
                    return switch (kind) {
                        case 0 -> Relations.some(path, condition);
                        case 1 -> Relations.none(path, condition);
                        default -> Relations.every(path, condition);
                    };
                },
                rows -> {
                    List<Boolean> each =
                            PlainEvaluation.reached(rows.all, rows.rows.get(level), relation.hops()).stream()
                                    .map(row -> Boolean.TRUE.equals(
                                            inner.holds.apply(new Rows(rows.all, List.of(row), rows.argument))))
                                    .toList();
                    return switch (kind) {
                        case 0 -> each.contains(true);
                        case 1 -> !each.contains(true);
                        default -> !each.contains(false);
                    };
                });
    }

    /** The table that a path leads to, or that has an alias. */
    static Table<?> base(Table<?> table) {
        return RandomTables.ALL.stream()
                .filter(each -> each.getClass().isInstance(table))
                .findFirst()
                .orElseThrow();
    }

    private static final List<String> COMPARISONS = List.of(" = ", " = ", " <> ", " < ", " >= ");

    private static <V> Condition compared(Field<V> left, int comparison, Field<V> right) {
        return switch (comparison) {
            case 2 -> left.ne(right);
            case 3 -> left.lt(right);
            case 4 -> left.ge(right);
            default -> left.eq(right);
        };
    }

    private static Boolean isCompared(Object left, int comparison, Object right) {
        if (left == null || right == null) {
            return null;
        }
        int compared = compare(left, right);
        return switch (comparison) {
            case 2 -> compared != 0;
            case 3 -> compared < 0;
            case 4 -> compared >= 0;
            default -> compared == 0;
        };
    }
}
