package dev.serein;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * What belongs to the rows of a query: the children of {@link Find#with}, and conditions about them. Relations are
 * jOOQ's own paths, which are generated from the foreign keys: {@code USERS.posts()}, {@code USERS.posts().comments()},
 * {@code POSTS.postTags().tags()}. To be imported statically.
 */
public final class Relations {

    private Relations() {}

    /**
     * The rows that belong to each row: {@code find(USERS).with(many(USERS.posts()), UserView::new)}.
     *
     * @param path from the table of the query, or of the child that this is a child of, over one foreign key or
     *     several, such as through a link table; or a table, with {@link Many#on}
     * @param <T> the row
     * @return the child
     */
    public static <T> Many<T> many(RowTable<?, T> path) {
        return new Many<>(Shape.all(path), null);
    }

    /**
     * The row that each row refers to: {@code find(POSTS).with(one(POSTS.users()), PostView::new)}. It is joined, not
     * read by another statement. Where there is none, which a foreign key that is not null rules out, the query throws
     * {@link RowNotFound}.
     *
     * @param path from the table of the query, or of the child that this is a child of; each step leads to one row at
     *     most
     * @param <T> the row
     * @return the child
     */
    public static <T> One<T> one(RowTable<?, T> path) {
        return new One<>(Shape.all(path));
    }

    /**
     * The row that each row refers to, if it does, and if the conditions of the child hold for it.
     *
     * @param path from the table of the query, or of the child that this is a child of; each step leads to one row at
     *     most
     * @param <T> the row
     * @return the child
     */
    public static <T> Maybe<T> maybe(RowTable<?, T> path) {
        return new Maybe<>(Shape.all(path));
    }

    /**
     * How many rows belong to each row; 0 if there are none.
     *
     * @param path from the table of the query, or of the child that this is a child of
     * @return the child
     */
    public static Aggregate<Long> count(Table<?> path) {
        requirePath(path);
        Field<Integer> count = DSL.count();
        return new Aggregate<>(of(path, new Projection<>(List.of(count), row -> row.getLong(0))), 0L, null);
    }

    /**
     * The sum of a column, or of an expression, over the rows that belong to each row; 0 if there are none, or all are
     * null.
     *
     * @param path from the table of the query, or of the child that this is a child of
     * @param field over columns of the path
     * @return the child
     */
    public static Aggregate<BigDecimal> sum(Table<?> path, Field<? extends Number> field) {
        requirePath(path);
        Objects.requireNonNull(field, "The field that is summed is null");
        Field<BigDecimal> sum = DSL.sum(field);
        return new Aggregate<>(
                of(path, new Projection<>(List.of(sum), row -> {
                    BigDecimal value = row.getOrNull(0, sum);
                    return value == null ? BigDecimal.ZERO : value;
                })),
                BigDecimal.ZERO,
                field);
    }

    @SuppressWarnings("unchecked") // what is read is the number
    private static <A> Shape<A> of(Table<?> path, Projection<A> number) {
        return new Shape<>(path, number, Shape.Narrowing.NONE, List.of(), (row, children) -> (A) row);
    }

    /**
     * That a row has one at least that belongs to it: {@code where(some(USERS.posts(), post.ARCHIVED_AT.isNull()))}.
     *
     * @param path from the table whose rows are asked for
     * @param conditions that hold for it
     * @return the condition
     */
    public static Condition some(Table<?> path, Condition... conditions) {
        requirePath(path);
        return Related.some(path, DSL.and(TableQuery.conditions(conditions)));
    }

    /**
     * That a row has none that belongs to it.
     *
     * @param path from the table whose rows are asked for
     * @param conditions that would hold for it
     * @return the condition
     */
    public static Condition none(Table<?> path, Condition... conditions) {
        requirePath(path);
        return Related.none(path, DSL.and(TableQuery.conditions(conditions)));
    }

    /**
     * That all rows that belong to a row are such, also where there are none. Of a row for which the condition is
     * neither true nor false, it is not.
     *
     * @param path from the table whose rows are asked for
     * @param condition that holds for each
     * @return the condition
     */
    public static Condition every(Table<?> path, Condition condition) {
        requirePath(path);
        TableQuery.conditions(condition);
        Condition not = DSL.field(condition).isDistinctFrom(DSL.inline(true));
        return Related.none(path, not);
    }

    private static void requirePath(Table<?> path) {
        Objects.requireNonNull(path, "The path is null");
    }
}
