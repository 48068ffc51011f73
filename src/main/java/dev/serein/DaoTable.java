package dev.serein;

import java.util.List;
import java.util.function.Function;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Dao} knows of its table, and the statements that it has rendered, once for all DAOs of the table. For
 * generated code. Immutable to its users, thread-safe.
 *
 * @param <R> the jOOQ record of the table
 * @param <T> the row
 * @param <K> the primary key
 */
public final class DaoTable<R extends Record, T, K> {
    private final RowTable<R, T> table;
    private final Function<? super K, Object[]> valuesOfKey;
    private final Function<? super T, Object[]> keyOfRow;
    private final List<TableField<R, ?>> key;
    private final @Nullable TableField<R, ?> version;
    private final @Nullable TableField<R, ?> createdAt;
    private final @Nullable TableField<R, ?> updatedAt;

    private DaoTable(
            RowTable<R, T> table,
            Function<? super K, Object[]> valuesOfKey,
            Function<? super T, Object[]> keyOfRow,
            List<TableField<R, ?>> key,
            @Nullable TableField<R, ?> version,
            @Nullable TableField<R, ?> createdAt,
            @Nullable TableField<R, ?> updatedAt) {
        this.table = table;
        this.valuesOfKey = valuesOfKey;
        this.keyOfRow = keyOfRow;
        this.key = key;
        this.version = version;
        this.createdAt = createdAt;
        this.updatedAt = updatedAt;
    }

    /**
     * A table with a primary key.
     *
     * @param table the table
     * @param valuesOfKey the values of a key, one for each of its columns
     * @param keyOfRow the same, of a row
     * @param key the columns of the primary key
     * @param <R> the record of the table
     * @param <T> its row
     * @param <K> its key
     * @return what a DAO knows of it
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // copied, not kept
    public static <R extends Record, T, K> DaoTable<R, T, K> of(
            RowTable<R, T> table,
            Function<? super K, Object[]> valuesOfKey,
            Function<? super T, Object[]> keyOfRow,
            TableField<R, ?>... key) {
        return new DaoTable<>(table, valuesOfKey, keyOfRow, List.of(key), null, null, null);
    }

    /**
     * With a column that counts the updates of a row.
     *
     * @param column of type smallint, integer or bigint
     * @return the same table
     */
    public DaoTable<R, T, K> version(TableField<R, ?> column) {
        return new DaoTable<>(table, valuesOfKey, keyOfRow, key, column, createdAt, updatedAt);
    }

    /**
     * With a column that an insert sets to the time of its transaction.
     *
     * @param column of a type with a date
     * @return the same table
     */
    public DaoTable<R, T, K> createdAt(TableField<R, ?> column) {
        return new DaoTable<>(table, valuesOfKey, keyOfRow, key, version, column, updatedAt);
    }

    /**
     * With a column that an insert and every update sets to the time of its transaction.
     *
     * @param column of a type with a date
     * @return the same table
     */
    public DaoTable<R, T, K> updatedAt(TableField<R, ?> column) {
        return new DaoTable<>(table, valuesOfKey, keyOfRow, key, version, createdAt, column);
    }

    RowTable<R, T> table() {
        return table;
    }
}
