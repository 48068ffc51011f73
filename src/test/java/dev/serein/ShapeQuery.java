package dev.serein;

import dev.serein.RandomShape.Column;
import dev.serein.RandomShape.Sort;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** A shape as a query: of each row a list of its values, and then those of its children. */
record ShapeQuery(Field<Long> argument) {

    @SuppressWarnings("unchecked") // what is made of each row
    static List<Object> list(Session session, RandomShape shape, long argument) {
        Find<?> find = session.find(shape.table());
        return (List<Object>) new ShapeQuery(DSL.val(argument))
                .asked(shape, find, List.of(shape.table()))
                .list();
    }

    @SuppressWarnings("unchecked") // as above
    static Query1<Long, Object> prepared(RandomShape shape) {
        return Query.of(Long.class, argument -> (FindRows<Object>)
                new ShapeQuery(argument).asked(shape, Query.find(shape.table()), List.of(shape.table())));
    }

    private Child<?> child(RandomShape shape, List<Table<?>> above) {
        Table<?> from = above.get(above.size() - 1);
        RowTable<?, ?> table = shape.relation() == null
                ? (RowTable<?, ?>) shape.table().as(shape.alias())
                : shape.relation().path(from);
        List<Table<?>> tables = with(above, table);
        return switch (shape.kind()) {
            case COUNT -> Relations.count(table).where(where(shape, tables));
            case SUM -> Relations.sum(table, number(table, shape.summed())).where(where(shape, tables));
            case ONE -> asked(shape, Relations.one(table), tables);
            case MAYBE -> asked(shape, Relations.maybe(table), tables);
            default -> asked(shape, many(shape, table, tables), tables);
        };
    }

    private <T> Many<T> many(RandomShape shape, RowTable<?, T> table, List<Table<?>> tables) {
        Many<T> many = Relations.many(table);
        return shape.on() == null ? many : many.on(shape.on().sql().apply(new RandomCondition.Sides(tables, argument)));
    }

    private static List<Table<?>> with(List<Table<?>> above, Table<?> table) {
        List<Table<?>> tables = new ArrayList<>(above);
        tables.add(table);
        return tables;
    }

    @SuppressWarnings("unchecked") // it is one
    private static Field<? extends Number> number(Table<?> table, Field<?> column) {
        return (Field<? extends Number>) table.field(column.getName());
    }

    private Condition[] where(RandomShape shape, List<Table<?>> tables) {
        return shape.where().stream()
                .map(each -> each.sql().apply(new RandomCondition.Sides(tables, argument)))
                .toArray(Condition[]::new);
    }

    @SuppressWarnings("unchecked") // each step of a query returns one of its kind
    private <T, Q extends TableQuery<T, Q>> Q asked(RandomShape shape, TableQuery<T, Q> all, List<Table<?>> tables) {
        Table<?> table = tables.get(tables.size() - 1);
        TableQuery<T, Q> query = all.where(where(shape, tables));
        for (Sort each : shape.order()) {
            query = query.orderBy(sorted(table, each));
        }
        if (shape.cut().byArgument()) {
            query = query.limit(argument);
        } else if (shape.cut().limit() != null) {
            query = query.limit(shape.cut().limit());
        }
        if (shape.cut().offset() != null) {
            query = query.offset(shape.cut().offset());
        }
        return query.with((Shape<T>) made(shape, query.shape(), tables));
    }

    private static SortField<?> sorted(Table<?> table, Sort sort) {
        Field<?> column = table.field(sort.column().getName());
        SortField<?> sorted = sort.descending() ? column.desc() : column.asc();
        if (sort.nullsFirst() == null) {
            return sorted;
        }
        return sort.nullsFirst() ? sorted.nullsFirst() : sorted.nullsLast();
    }

    private Shape<List<Object>> made(RandomShape shape, Shape<?> rows, List<Table<?>> tables) {
        Shape<List<Object>> made = rows.map(ShapeQuery::values);
        if (shape.columns() != null) {
            List<Field<?>> columns = new ArrayList<>();
            for (Column each : shape.columns()) {
                columns.add(tables.get(each.level()).field(each.field().getName()));
            }
            made = rows.read(
                    Projection.of(DSL.row(columns), record -> new ArrayList<>(Arrays.asList(record.intoArray()))));
        }
        List<? extends Child<?>> children =
                shape.children().stream().map(each -> child(each, tables)).toList();
        for (int from = 0; from < children.size(); from += 3) {
            made = combined(made, children.subList(from, Math.min(from + 3, children.size())));
        }
        return shape.mapped() ? made.map(values -> and(values, "mapped")) : made;
    }

    private static Shape<List<Object>> combined(Shape<List<Object>> shape, List<? extends Child<?>> children) {
        return switch (children.size()) {
            case 1 -> Combined.of(shape, children.get(0), (row, a) -> and(row, a));
            case 2 -> Combined.of(shape, children.get(0), children.get(1), (row, a, b) -> and(row, a, b));
            default ->
                Combined.of(
                        shape, children.get(0), children.get(1), children.get(2), (row, a, b, c) -> and(row, a, b, c));
        };
    }

    private static List<Object> and(List<Object> row, Object... more) {
        List<Object> all = new ArrayList<>(row);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static List<Object> values(Object row) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent each : row.getClass().getRecordComponents()) {
            try {
                values.add(each.getAccessor().invoke(row));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return values;
    }
}
