package dev.serein;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one table or view, on a session: the generated {@code PublishedPostsDao} is one. As thread-safe as
 * its session, and as cheap as an object: make one where it is needed.
 *
 * @param <R> the jOOQ record of the table
 * @param <T> the row
 */
public abstract class ReadDao<R extends Record, T> {
    private static final Object[] NONE = {};

    private final Session session;
    private final RowTable<R, T> table;

    /**
     * For generated code.
     *
     * @param session what to run on
     * @param table what to read
     */
    protected ReadDao(Session session, RowTable<R, T> table) {
        this.session = session;
        this.table = table;
    }

    /**
     * What this runs on.
     *
     * @return the session
     */
    protected final Session session() {
        return session;
    }

    /**
     * A query for the rows, to be narrowed and then run.
     *
     * @return all rows
     */
    public final Find<T> find() {
        return session.find(table);
    }

    /**
     * The rows for which all conditions hold; without any, all rows of the table. One statement.
     *
     * @param where jOOQ conditions
     * @return the rows, unmodifiable, in no order
     * @throws DatabaseException if the statement fails
     */
    public final List<T> list(Condition... where) {
        return find().where(where).list();
    }

    /**
     * Whether there is a row for which all conditions hold. One statement.
     *
     * @param where jOOQ conditions
     * @return true if there is one at least
     * @throws DatabaseException if the statement fails
     */
    public final boolean exists(Condition... where) {
        return find().where(where).exists();
    }

    /**
     * How many rows there are for which all conditions hold. One statement.
     *
     * @param where jOOQ conditions
     * @return the number
     * @throws DatabaseException if the statement fails
     */
    public final long count(Condition... where) {
        return find().where(where).count();
    }

    /**
     * One page of the rows for which the condition holds, as {@link Find#page}.
     *
     * @param where a jOOQ condition
     * @param order columns, expressions, and those with {@code desc()}, {@code nullsLast()} and the like
     * @param request how many rows, and from where
     * @return the page
     * @throws InvalidCursor if the cursor is not one of this table and order
     * @throws DatabaseException if the statement fails
     */
    public final Page<T> page(Condition where, List<? extends OrderField<?>> order, PageRequest request) {
        return find().where(where).orderBy(order.toArray(OrderField<?>[]::new)).page(request);
    }

    /**
     * The rows for which the condition holds, as {@link Find#stream}.
     *
     * @param where a jOOQ condition
     * @param use what to do with the rows; the stream ends when it returns
     * @param <X> the result
     * @return what the function returned
     * @throws DatabaseException if the statement fails
     */
    public final <X extends @Nullable Object> X stream(Condition where, Function<? super Stream<T>, X> use) {
        return find().where(where).stream(use);
    }

    /**
     * Replaces the rows of a materialized view by what its query gives now. For the generated DAOs of such views. One
     * statement; in a transaction it is part of it.
     *
     * @param concurrently whether others can go on reading meanwhile, which takes a unique index of all rows; the first
     *     time they cannot, since there is nothing to read
     * @throws DatabaseException if the statement fails
     */
    protected final void refreshView(boolean concurrently) {
        DSLContext jooq = JooqContext.DETACHED;
        String view = jooq.render(table);
        String command = "refresh materialized view " + view;
        if (concurrently) {
            // PostgreSQL refuses it for a view that has never been filled
            String populated = jooq.render(DSL.inline(view));
            String block = "begin if (select relispopulated from pg_catalog.pg_class where oid = " + populated
                    + "::regclass) then refresh materialized view concurrently " + view
                    + "; else refresh materialized view " + view + "; end if; end";
            command = "do " + jooq.render(DSL.inline(block));
        }
        Executor.of(session).update(Sql.change(command, table.getName() + ".refresh"), NONE);
    }
}
