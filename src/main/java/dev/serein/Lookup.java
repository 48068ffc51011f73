package dev.serein;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that have given values in given columns: those of a key, usually. For generated code, which sees
 * to the types of the values. Rendered once; immutable, thread-safe.
 *
 * @param <T> the row
 */
public final class Lookup<T> {
    private final RowTable<?, T> table;
    private final List<? extends TableField<?, ?>> columns;
    private final List<OrderField<?>> order;
    private volatile @Nullable PreparedRows<T> prepared;

    private Lookup(RowTable<?, T> table, List<? extends TableField<?, ?>> columns, List<OrderField<?>> order) {
        this.table = table;
        this.columns = columns;
        this.order = order;
    }

    /**
     * By these columns.
     *
     * @param table where to look
     * @param columns in the order in which their values will come
     * @param <R> the record of the table
     * @param <T> its row
     * @return the lookup
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, not kept
    public static <R extends Record, T> Lookup<T> of(RowTable<R, T> table, TableField<R, ?>... columns) {
        return new Lookup<>(table, List.of(columns), List.of());
    }

    /**
     * With its rows in an order.
     *
     * @param fields such as the primary key
     * @return the ordered lookup
     */
    public Lookup<T> orderedBy(OrderField<?>... fields) {
        return new Lookup<>(table, columns, List.of(fields));
    }

    /**
     * The only row.
     *
     * @param session what to run it on
     * @param values one for each column
     * @return the row
     * @throws RowNotFound if there is none
     * @throws DatabaseException if the statement fails
     */
    public T one(Session session, Object... values) {
        return maybe(session, values).orElseThrow(this::notFound);
    }

    RowNotFound notFound() {
        return RowNotFound.in(
                TableName.of(table), columns.stream().map(TableField::getName).collect(Collectors.joining(", ")));
    }

    /**
     * The only row, if there is one.
     *
     * @param session what to run it on
     * @param values one for each column
     * @return the row, or nothing if there is none
     * @throws DatabaseException if the statement fails
     */
    public Optional<T> maybe(Session session, Object... values) {
        return prepared().maybe(session, values);
    }

    /**
     * All rows.
     *
     * @param session what to run it on
     * @param values one for each column
     * @return the rows, unmodifiable
     * @throws DatabaseException if the statement fails
     */
    public List<T> list(Session session, Object... values) {
        return prepared().list(session, values);
    }

    private PreparedRows<T> prepared() {
        PreparedRows<T> known = prepared;
        if (known == null) {
            Shape<T> all = Shape.all(table);
            known = all.narrowed(all.rows().where(conditions(columns)).orderBy(order))
                    .prepared();
            prepared = known;
        }
        return known;
    }

    /** Each column equals the argument of its position. */
    static List<Condition> conditions(List<? extends TableField<?, ?>> columns) {
        return conditions(columns, 0);
    }

    /** @param first the argument of the first column */
    static List<Condition> conditions(List<? extends TableField<?, ?>> columns, int first) {
        Condition[] conditions = new Condition[columns.size()];
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] = isArgument(columns.get(i), first + i);
        }
        return List.of(conditions);
    }

    private static <V> Condition isArgument(TableField<?, V> column, int index) {
        return column.eq(Sql.argument(index, column));
    }
}
