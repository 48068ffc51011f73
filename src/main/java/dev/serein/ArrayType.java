package dev.serein;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DataType;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The arrays in which many values of a column go as one. Only of types whose values are the same in an array and alone,
 * in Java and in PostgreSQL; and without a length, to which a cast would cut a value instead of refusing it.
 *
 * @param <V> the Java type of the column
 */
record ArrayType<V>(DataType<V> element) {
    private static final Map<Class<?>, DataType<?>> ELEMENTS = Map.of(
            Boolean.class, SQLDataType.BOOLEAN,
            Short.class, SQLDataType.SMALLINT,
            Integer.class, SQLDataType.INTEGER,
            Long.class, SQLDataType.BIGINT,
            Float.class, SQLDataType.REAL,
            Double.class, SQLDataType.DOUBLE,
            BigDecimal.class, SQLDataType.NUMERIC,
            String.class, SQLDataType.CLOB,
            UUID.class, SQLDataType.UUID);
    private static final Set<String> NAMES = Set.of(
            "boolean",
            "smallint",
            "integer",
            "bigint",
            "real",
            "double",
            "double precision",
            "float",
            "numeric",
            "decimal",
            "varchar",
            "text",
            "clob",
            "uuid");

    /** Null if there is none. */
    @SuppressWarnings("unchecked") // the map is by type
    static <V> @Nullable ArrayType<V> of(DataType<V> type) {
        DataType<V> element = (DataType<V>) ELEMENTS.get(type.getType());
        return element != null
                        && Codec.isPlain(type)
                        && NAMES.contains(type.getTypeName().toLowerCase(Locale.ROOT))
                ? new ArrayType<>(element)
                : null;
    }

    DataType<V[]> array() {
        return element.getArrayDataType();
    }

    @SuppressWarnings("unchecked") // an array of the element's type
    @Nullable
    V[] of(int size) {
        return (V[]) Array.newInstance(element.getType(), size);
    }
}
