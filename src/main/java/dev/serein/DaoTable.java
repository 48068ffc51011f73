package dev.serein;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final Maintained<R, T> maintained;
    private final String name;
    private final KeyStatements<R, T> keyed;
    private final SeveralKeys<R, T> severalKeys;
    private final InsertStatements<R, T> inserts;
    private final SeveralInserts<R, T> severalInserts;
    private final UpdateStatements<R, T> updates;

    private DaoTable(
            RowTable<R, T> table,
            Function<? super K, Object[]> valuesOfKey,
            Function<? super T, Object[]> keyOfRow,
            List<TableField<R, ?>> key,
            Maintained<R, T> maintained) {
        this.table = table;
        this.valuesOfKey = valuesOfKey;
        this.keyOfRow = keyOfRow;
        this.key = key;
        this.maintained = maintained;
        this.name = TableName.of(table);
        this.keyed = new KeyStatements<>(table, key);
        this.severalKeys = new SeveralKeys<>(table, key, keyOfRow);
        this.inserts = new InsertStatements<>(table, key, maintained);
        this.severalInserts = new SeveralInserts<>(table, inserts);
        this.updates = new UpdateStatements<>(table, key, keyOfRow, maintained);
    }

    /** The columns that a DAO fills by itself. */
    record Maintained<R extends Record, T>(
            @Nullable TableField<R, ?> version,
            Function<? super T, ?> versionOfRow,
            @Nullable TableField<R, ?> createdAt,
            @Nullable TableField<R, ?> updatedAt) {

        static <R extends Record, T> Maintained<R, T> none() {
            return new Maintained<>(null, row -> row, null, null);
        }
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
        return new DaoTable<>(table, valuesOfKey, keyOfRow, List.of(key), Maintained.none());
    }

    /**
     * With a column that counts the updates of a row.
     *
     * @param column of type smallint, integer or bigint
     * @param ofRow its value in a row
     * @param <V> its Java type
     * @return the same table
     */
    public <V> DaoTable<R, T, K> version(TableField<R, V> column, Function<? super T, ? extends V> ofRow) {
        return with(new Maintained<>(column, ofRow, maintained.createdAt, maintained.updatedAt));
    }

    /**
     * With a column that an insert sets to the time of its transaction, unless it says another.
     *
     * @param column of a type with a date
     * @return the same table
     */
    public DaoTable<R, T, K> createdAt(TableField<R, ?> column) {
        return with(new Maintained<>(maintained.version, maintained.versionOfRow, column, maintained.updatedAt));
    }

    /**
     * With a column that an insert and every update sets to the time of its transaction, unless it says another.
     *
     * @param column of a type with a date
     * @return the same table
     */
    public DaoTable<R, T, K> updatedAt(TableField<R, ?> column) {
        return with(new Maintained<>(maintained.version, maintained.versionOfRow, maintained.createdAt, column));
    }

    private DaoTable<R, T, K> with(Maintained<R, T> more) {
        return new DaoTable<>(table, valuesOfKey, keyOfRow, key, more);
    }

    RowTable<R, T> table() {
        return table;
    }

    /** Without quotes, for messages. */
    String name() {
        return name;
    }

    /** Without quotes, for messages. */
    String versionName() {
        return maintained.version == null ? "" : maintained.version.getName();
    }

    Object[] valuesOf(K id) {
        return valuesOfKey.apply(id);
    }

    RowNotFound notFound() {
        return RowNotFound.in(name, keyNames());
    }

    RowNotFound notUpdated() {
        return RowNotFound.notUpdated(name, keyNames());
    }

    private String keyNames() {
        return key.stream().map(TableField::getName).collect(Collectors.joining(", "));
    }

    KeyStatements<R, T> keyed() {
        return keyed;
    }

    SeveralKeys<R, T> severalKeys() {
        return severalKeys;
    }

    InsertStatements<R, T> inserts() {
        return inserts;
    }

    SeveralInserts<R, T> severalInserts() {
        return severalInserts;
    }

    UpdateStatements<R, T> updates() {
        return updates;
    }
}
