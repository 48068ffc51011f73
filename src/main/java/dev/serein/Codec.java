package dev.serein;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import org.jooq.DataType;
import org.jspecify.annotations.Nullable;

/**
 * How a value of one type goes to the driver and comes from it: straight, where its Java type and the driver's are the
 * same; through jOOQ's {@link org.jooq.Binding} otherwise. Stateless, thread-safe.
 *
 * @param <V> the Java type
 */
abstract class Codec<V> {

    /** Columns of the result count from 1, as in JDBC. */
    abstract @Nullable V get(ResultSet rows, int column) throws SQLException;

    abstract void set(PreparedStatement statement, int index, @Nullable V value) throws SQLException;

    private static final Map<Class<?>, Codec<?>> PLAIN = Map.of(
            Boolean.class, plain(Types.BIT, ResultSet::getBoolean, PreparedStatement::setBoolean),
            Short.class, plain(Types.SMALLINT, ResultSet::getShort, PreparedStatement::setShort),
            Integer.class, plain(Types.INTEGER, ResultSet::getInt, PreparedStatement::setInt),
            Long.class, plain(Types.BIGINT, ResultSet::getLong, PreparedStatement::setLong),
            Float.class, plain(Types.REAL, ResultSet::getFloat, PreparedStatement::setFloat),
            Double.class, plain(Types.DOUBLE, ResultSet::getDouble, PreparedStatement::setDouble),
            BigDecimal.class, plain(Types.NUMERIC, ResultSet::getBigDecimal, PreparedStatement::setBigDecimal),
            String.class, plain(Types.VARCHAR, ResultSet::getString, CheckedStatement::setText));

    static <V> Codec<V> of(DataType<V> type) {
        @SuppressWarnings("unchecked") // the map is by type
        Codec<V> plain = (Codec<V>) PLAIN.get(type.getType());
        return plain != null && isPlain(type) ? plain : new BindingCodec<>(type);
    }

    /** Whether it is as jOOQ has it by default: no converter and no binding of the user's. */
    static boolean isPlain(DataType<?> type) {
        return type.getConverter().fromType() == type.getType()
                && type.getBinding().getClass().getName().startsWith("org.jooq.impl.DefaultBinding");
    }

    private interface Getter<V> {
        @Nullable
        V get(ResultSet rows, int column) throws SQLException;
    }

    private interface Setter<V> {
        void set(PreparedStatement statement, int index, V value) throws SQLException;
    }

    private static <V> Codec<V> plain(int sqlType, Getter<V> getter, Setter<V> setter) {
        return new Codec<>() {
            @Override
            @Nullable
            V get(ResultSet rows, int column) throws SQLException {
                V value = getter.get(rows, column);
                return value == null || rows.wasNull() ? null : value;
            }

            @Override
            void set(PreparedStatement statement, int index, @Nullable V value) throws SQLException {
                if (value == null) {
                    statement.setNull(index, sqlType);
                } else {
                    setter.set(statement, index, value);
                }
            }
        };
    }
}
