package dev.serein;

import dev.serein.RandomShape.Column;
import dev.serein.RandomShape.Kind;
import dev.serein.RandomShape.Sort;
import dev.serein.RandomTables.Hop;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;

/**
 * What a relational query should return, found by looking at every row: of each row its values, then its children's.
 */
record PlainEvaluation(RandomTables all, long argument) {

    List<Object> rows(RandomShape query) {
        return rows(query, all.rows(query.table()), List.of());
    }

    /** The rows at the end of a path, each as often as it is reached. */
    static List<Record> reached(RandomTables all, Record start, List<Hop> hops) {
        List<Record> reached = List.of(start);
        for (Hop hop : hops) {
            List<Record> next = new ArrayList<>();
            for (Record near : reached) {
                for (Record far : all.rows(hop.table())) {
                    if (belong(hop, near, far)) {
                        next.add(far);
                    }
                }
            }
            reached = next;
        }
        return reached;
    }

    private static boolean belong(Hop hop, Record near, Record far) {
        for (int i = 0; i < hop.near().size(); i++) {
            Object value = near.get(hop.near().get(i));
            if (value == null || !value.equals(far.get(hop.far().get(i)))) {
                return false;
            }
        }
        return true;
    }

    private Object value(RandomShape child, List<Record> above) {
        List<Record> candidates = child.relation() == null
                ? all.rows(child.table())
                : reached(all, above.get(above.size() - 1), child.relation().hops());
        if (child.kind() == Kind.COUNT || child.kind() == Kind.SUM) {
            List<Record> rows = chosen(child, candidates, above);
            return child.kind() == Kind.COUNT ? (Object) (long) rows.size() : sum(rows, child.summed());
        }
        List<Object> rows = rows(child, candidates, above);
        return switch (child.kind()) {
            case MANY -> rows;
            case ONE -> rows.get(0);
            default -> rows.stream().findFirst();
        };
    }

    private static BigDecimal sum(List<Record> rows, Field<?> column) {
        return rows.stream()
                .map(row -> row.get(column))
                .filter(Objects::nonNull)
                .map(value -> new BigDecimal(value.toString()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private List<Object> rows(RandomShape shape, List<Record> candidates, List<Record> above) {
        List<Object> rows = new ArrayList<>();
        for (Record row : cut(shape, chosen(shape, candidates, above))) {
            List<Record> chain = with(above, row);
            List<Object> values = new ArrayList<>();
            if (shape.columns() == null) {
                values.addAll(Arrays.asList(row.intoArray()));
            } else {
                for (Column each : shape.columns()) {
                    values.add(chain.get(each.level()).get(each.field()));
                }
            }
            for (RandomShape child : shape.children()) {
                values.add(value(child, chain));
            }
            if (shape.mapped()) {
                values.add("mapped");
            }
            rows.add(values);
        }
        return rows;
    }

    private List<Record> chosen(RandomShape shape, List<Record> candidates, List<Record> above) {
        List<RandomCondition> conditions = new ArrayList<>(shape.where());
        if (shape.on() != null) {
            conditions.add(shape.on());
        }
        List<Record> chosen = new ArrayList<>();
        for (Record row : candidates) {
            var chain = new RandomCondition.Rows(all, with(above, row), argument);
            if (conditions.stream()
                    .allMatch(each -> Boolean.TRUE.equals(each.holds().apply(chain)))) {
                chosen.add(row);
            }
        }
        shape.order().stream()
                .map(PlainEvaluation::comparator)
                .reduce(Comparator::thenComparing)
                .ifPresent(chosen::sort);
        return chosen;
    }

    private List<Record> cut(RandomShape shape, List<Record> rows) {
        Integer said = shape.cut().offset();
        int from = Math.min(said == null ? 0 : said, rows.size());
        Long limit = shape.cut().byArgument()
                ? Long.valueOf(argument)
                : shape.cut().limit() == null ? null : Long.valueOf(shape.cut().limit());
        long to = limit == null ? rows.size() : Math.min(rows.size(), from + limit);
        return rows.subList(from, (int) to);
    }

    private static Comparator<Record> comparator(Sort sort) {
        boolean nullsFirst = sort.nullsFirst() == null ? sort.descending() : sort.nullsFirst();
        Comparator<Object> values = RandomCondition::compare;
        Comparator<Object> directed = sort.descending() ? values.reversed() : values;
        return Comparator.comparing(
                row -> row.get(sort.column()),
                nullsFirst ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed));
    }

    private static List<Record> with(List<Record> above, Record row) {
        List<Record> chain = new ArrayList<>(above);
        chain.add(row);
        return chain;
    }

    // what may be in any order

    /** The same rows, those that no order tells apart in an order of ours; numbers as they compare, arrays as lists. */
    static List<Object> settled(RandomShape shape, List<?> rows) {
        int width = shape.columns() == null
                ? shape.table().fields().length
                : shape.columns().size();
        List<List<Object>> settled = new ArrayList<>();
        for (Object row : rows) {
            List<Object> values = new ArrayList<>();
            for (Object value : (List<?>) row) {
                int child = values.size() - width;
                values.add(
                        child < 0 || child >= shape.children().size()
                                ? plain(value)
                                : settledChild(shape.children().get(child), value));
            }
            settled.add(values);
        }
        List<Integer> keys = keys(shape);
        List<Object> all = new ArrayList<>();
        for (int from = 0, to; from < settled.size(); from = to) {
            List<Object> key = key(settled.get(from), keys);
            for (to = from + 1;
                    to < settled.size() && key(settled.get(to), keys).equals(key);
                    to++) {
                continue;
            }
            settled.subList(from, to).stream()
                    .sorted(Comparator.comparing(Object::toString))
                    .forEach(all::add);
        }
        return all;
    }

    private static Object settledChild(RandomShape child, Object value) {
        return switch (child.kind()) {
            case MANY -> settled(child, (List<?>) value);
            case ONE -> settled(child, List.of(value));
            case MAYBE -> settled(child, ((Optional<?>) value).stream().toList());
            default -> plain(value);
        };
    }

    private static List<Integer> keys(RandomShape shape) {
        List<Field<?>> columns = shape.columns() == null
                ? List.of(shape.table().fields())
                : shape.columns().stream().<Field<?>>map(Column::field).toList();
        return shape.order().stream()
                .map(each -> columns.indexOf(each.column()))
                .toList();
    }

    private static List<Object> key(List<Object> row, List<Integer> columns) {
        List<Object> key = new ArrayList<>();
        columns.forEach(each -> key.add(row.get(each)));
        return key;
    }

    private static Object plain(Object value) {
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        return value instanceof Object[] array ? Arrays.asList(array) : value;
    }
}
