package dev.serein;

import dev.serein.RowReader.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectForUpdateStep;
import org.jooq.SelectLimitStep;
import org.jooq.SelectQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one table, and of those below it. Immutable.
 *
 * @param read what is read of each of its rows
 * @param children whose values the rows are combined with
 * @param made what is made of a row and the values of its children
 * @param <T> that
 */
record Shape<T>(Table<?> table, Projection<?> read, Narrowing rows, List<Child<?>> children, Combining<T> made) {

    private static final Field<Integer> COUNT = DSL.count();

    /** Makes something of what was read of a row, and of the values of its children. */
    interface Combining<T> {
        T of(Object row, @Nullable Object[] children);
    }

    /** Which rows, and in which order. */
    record Narrowing(
            List<Condition> conditions,
            List<OrderField<?>> order,
            @Nullable Field<? extends Number> limit,
            @Nullable Field<? extends Number> offset,
            boolean distinct,
            @Nullable LockMode lock) {
        static final Narrowing NONE = new Narrowing(List.of(), List.of(), null, null, false, null);

        Narrowing where(List<? extends Condition> more) {
            return new Narrowing(joined(conditions, more), order, limit, offset, distinct, lock);
        }

        Narrowing orderBy(List<? extends OrderField<?>> more) {
            return new Narrowing(conditions, joined(order, more), limit, offset, distinct, lock);
        }

        Narrowing inOrder(List<? extends OrderField<?>> whole) {
            return new Narrowing(conditions, List.copyOf(whole), limit, offset, distinct, lock);
        }

        Narrowing limit(@Nullable Field<? extends Number> most) {
            return new Narrowing(conditions, order, most, offset, distinct, lock);
        }

        Narrowing offset(Field<? extends Number> skipped) {
            return new Narrowing(conditions, order, limit, skipped, distinct, lock);
        }

        Narrowing each() {
            return new Narrowing(conditions, order, limit, offset, true, lock);
        }

        Narrowing locked(LockMode mode) {
            return new Narrowing(conditions, order, limit, offset, distinct, mode);
        }

        /** Whether some of the rows for which the conditions hold are left out. */
        boolean isLimited() {
            return limit != null || offset != null;
        }

        /** Has the query leave out what is beyond the limits. */
        void limit(SelectQuery<?> select) {
            if (limit != null) {
                select.addLimit(limit);
            }
            if (offset != null) {
                select.addOffset(offset);
            }
        }

        private static <E> List<E> joined(List<E> first, List<? extends E> more) {
            List<E> all = new ArrayList<>(first);
            all.addAll(more);
            return List.copyOf(all);
        }
    }

    static <T> Shape<T> all(RowTable<?, T> table) {
        Objects.requireNonNull(table, "The table is null");
        return new Shape<>(table, Projection.of(table), Narrowing.NONE, List.of(), row());
    }

    @SuppressWarnings("unchecked") // what is read of the row is what the query is for
    private static <T> Combining<T> row() {
        return (row, children) -> (T) row;
    }

    Shape<T> narrowed(Narrowing other) {
        return new Shape<>(table, read, other, children, made);
    }

    /** @throws IllegalStateException if there are children already */
    <U> Shape<U> read(Projection<U> other) {
        if (!children.isEmpty()) {
            throw new IllegalStateException("select(…) comes before with(…): what is combined would not be read");
        }
        return new Shape<>(table, other, rows, children, row());
    }

    <U> Shape<U> map(Function<? super T, ? extends U> function) {
        Objects.requireNonNull(function, "The function that makes something of a row is null");
        return new Shape<>(table, read, rows, children, (row, values) -> function.apply(made.of(row, values)));
    }

    /**
     * With more children; the function finds their values where {@link #children} ends now.
     *
     * @throws IllegalArgumentException if they cannot be children of this
     */
    <U> Shape<U> with(List<Child<?>> more, Combining<U> combined) {
        more.forEach(child -> Family.require(this, child));
        List<Child<?>> all = new ArrayList<>(children);
        all.addAll(more);
        return new Shape<>(table, read, rows, List.copyOf(all), combined);
    }

    /** The rows, without their children. */
    Select<?> select() {
        return select(read.columns(), table);
    }

    /** @param from the table, and what is joined to it */
    Select<?> select(List<? extends Field<?>> columns, Table<?> from) {
        var all = rows.distinct ? DSL.selectDistinct(columns) : DSL.select(columns);
        return locked(limited(
                all.from(from).where(Related.about(table, rows.conditions)).orderBy(rows.order)));
    }

    private SelectForUpdateStep<?> limited(SelectLimitStep<?> all) {
        if (rows.limit == null) {
            return rows.offset == null ? all : all.offset(rows.offset);
        }
        return rows.offset == null
                ? all.limit(rows.limit)
                : all.limit(rows.limit).offset(rows.offset);
    }

    private Select<?> locked(SelectForUpdateStep<?> unlocked) {
        if (rows.lock == null) {
            return unlocked;
        }
        var waiting = unlocked.forUpdate().of(table);
        return switch (rows.lock) {
            case WAIT -> waiting;
            case SKIP_LOCKED -> waiting.skipLocked();
            case NOWAIT -> waiting.noWait();
        };
    }

    private void narrow(SelectQuery<?> select) {
        select.addConditions(Related.about(table, rows.conditions));
        rows.limit(select);
    }

    /** How many rows there are. */
    Select<?> counted() {
        SelectQuery<Record> counted = JooqContext.DETACHED.selectQuery();
        counted.addSelect(COUNT);
        if (rows.isLimited() || rows.distinct) {
            counted.addFrom(one().asTable("rows"));
        } else {
            counted.addFrom(table);
            counted.addConditions(Related.about(table, rows.conditions));
        }
        return counted;
    }

    /** Whether there is one. */
    Select<?> existing() {
        return DSL.select(DSL.field(DSL.exists(one())));
    }

    /** A row of nothing for each row. */
    private Select<?> one() {
        SelectQuery<Record> one = JooqContext.DETACHED.selectQuery();
        one.addSelect(rows.distinct ? read.columns() : List.of(DSL.one().as("one")));
        one.setDistinct(rows.distinct);
        one.addFrom(table);
        narrow(one);
        return one;
    }

    PreparedRows<T> prepared() {
        return children.isEmpty() ? rows(Sql.of(select()), Columns.of(read.columns())) : NestedRows.of(this);
    }

    /**
     * Its rows, if it has no children.
     *
     * @param sql of {@link #select()}
     * @param columns that it returns
     */
    PreparedRows<T> rows(Sql sql, Columns columns) {
        return new SingleRows<>(
                sql, new Reading<>(columns, row -> made.of(read.row().read(row), NO_CHILDREN)), this.rows.lock != null);
    }

    static final @Nullable Object[] NO_CHILDREN = {};
}
