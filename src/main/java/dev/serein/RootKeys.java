package dev.serein;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.SelectQuery;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The keys of rows that have been read, as arguments of the statements of their children: an array for each column. Of
 * types that have none that would do, an array of their text. Immutable.
 *
 * @param columns that tell the rows apart
 */
record RootKeys(List<Field<?>> columns) {
    /** After the arguments of the user's. */
    static final int FIRST = 5;

    /** That these columns are equal to those of one of the keys. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of the column's type
    Condition among(List<? extends Field<?>> others) {
        if (columns.size() == 1 && ArrayType.of(columns.get(0).getDataType()) != null) {
            return ((Field) others.get(0)).eq(DSL.any((Field) array(0)));
        }
        SelectQuery<Record> keys = JooqContext.DETACHED.selectQuery();
        for (int i = 0; i < columns.size(); i++) {
            keys.addSelect(DSL.cast(DSL.field("unnest({0})", Object.class, array(i)), columns.get(i)));
        }
        return Equality.in(others, keys);
    }

    private Param<?> array(int column) {
        ArrayType<?> known = ArrayType.of(columns.get(column).getDataType());
        return known == null
                ? Sql.argument(FIRST + column, SQLDataType.CLOB.getArrayDataType())
                : Sql.argument(FIRST + column, known.array());
    }

    /**
     * The arguments of the statements.
     *
     * @param keys as {@link Plan.Key} reads them
     */
    @Nullable
    Object[] arguments(@Nullable Object[] ofUser, Collection<?> keys) {
        @Nullable Object[] all = new Object[FIRST + columns.size()];
        System.arraycopy(ofUser, 0, all, 0, ofUser.length);
        for (int i = 0; i < columns.size(); i++) {
            List<Object> values = new ArrayList<>(keys.size());
            for (Object key : keys) {
                values.add(columns.size() == 1 ? key : ((List<?>) key).get(i));
            }
            all[FIRST + i] = array(columns.get(i), values);
        }
        return all;
    }

    @SuppressWarnings("unchecked") // the codec read them
    private static Object[] array(Field<?> column, List<Object> values) {
        ArrayType<?> known = ArrayType.of(column.getDataType());
        if (known != null) {
            return values.toArray(known.of(0));
        }
        Codec<Object> codec = (Codec<Object>) Codec.identifying(column.getDataType());
        return values.stream().map(codec::text).toArray(String[]::new);
    }
}
