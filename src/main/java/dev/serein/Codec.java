package dev.serein;

import dev.serein.type.TextArrayBinding;
import dev.serein.type.TextBinding;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.EnumType;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.XML;
import org.jooq.impl.SQLDataType;
import org.jooq.postgres.extensions.bindings.CitextBinding;
import org.jspecify.annotations.Nullable;

/**
 * How a value of one type goes to the driver and comes from it: straight, where the driver has the Java type or the
 * server's text is all there is; through the {@link org.jooq.Binding} of the user or of an extension otherwise. Nothing
 * is lost on the way, whatever the time zone of the JVM. Stateless, thread-safe.
 *
 * @param <V> the Java type
 */
abstract class Codec<V> {
    static final String NOT_A_NUMBER = "22003";
    private static final Class<?> NO_CONVERTER =
            SQLDataType.VARCHAR.getConverter().getClass();
    private static final Codec<String> TEXT = codec(Types.VARCHAR, ResultSet::getString, CheckedStatement::setText);
    private static final Map<Class<?>, Codec<?>> STRAIGHT = new HashMap<>();

    static {
        add(Boolean.class, codec(Types.BIT, primitive(ResultSet::getBoolean), PreparedStatement::setBoolean));
        add(Short.class, codec(Types.SMALLINT, primitive(ResultSet::getShort), PreparedStatement::setShort));
        add(Integer.class, codec(Types.INTEGER, primitive(ResultSet::getInt), PreparedStatement::setInt));
        add(Long.class, codec(Types.BIGINT, primitive(ResultSet::getLong), PreparedStatement::setLong));
        add(Float.class, codec(Types.REAL, primitive(ResultSet::getFloat), PreparedStatement::setFloat));
        add(Double.class, codec(Types.DOUBLE, primitive(ResultSet::getDouble), PreparedStatement::setDouble));
        add(BigDecimal.class, codec(Types.NUMERIC, Codec::number, PreparedStatement::setBigDecimal));
        add(String.class, TEXT);
        add(
                byte[].class,
                codec(
                        Types.BINARY,
                        ResultSet::getBytes,
                        PreparedStatement::setBytes,
                        bytes -> "\\x" + HexFormat.of().formatHex(bytes)));
        add(UUID.class, codec(Types.OTHER, Codec::uuid, PreparedStatement::setObject));
        add(JSON.class, ofText(JSON::data, JSON::valueOf));
        add(JSONB.class, ofText(JSONB::data, JSONB::valueOf));
        add(XML.class, ofText(XML::data, XML::valueOf));
        DateTimes.addTo(STRAIGHT);
    }

    private static <V> void add(Class<V> type, Codec<V> codec) {
        STRAIGHT.put(type, codec);
    }

    /** Columns of the result count from 1, as in JDBC. */
    abstract @Nullable V get(ResultSet rows, int column) throws SQLException;

    abstract void set(PreparedStatement statement, int index, @Nullable V value) throws SQLException;

    /** As an element of an array: text that the server reads. */
    String text(V value) {
        return String.valueOf(value);
    }

    @SuppressWarnings("unchecked") // it is chosen by the type
    static <V> Codec<V> of(DataType<V> type) {
        if (type.getBinding() instanceof CitextBinding) {
            return (Codec<V>) TEXT;
        }
        Codec<?> straight = isDefault(type) ? straight(type.getConverter().fromType()) : null;
        if (straight == null) {
            return new BindingCodec<>(type);
        }
        DataType<?> element = type.getArrayComponentDataType();
        if (straight instanceof ArrayCodec<?> array && element != null) {
            straight = array.castTo(element);
        }
        return type.getConverter().getClass() == NO_CONVERTER
                ? (Codec<V>) straight
                : converted((Codec<Object>) straight, (Converter<Object, V>) type.getConverter());
    }

    /**
     * Of values that are looked at only to see whether they are the same: without converters, and as text where nothing
     * better is known.
     */
    static Codec<?> identifying(DataType<?> type) {
        Codec<?> straight = isDefault(type) ? straight(type.getConverter().fromType()) : null;
        return straight == null || type.isArray() || type.isBinary() ? TEXT : straight;
    }

    /** Whether it is as jOOQ has it by default: no converter and no binding of the user's. */
    static boolean isPlain(DataType<?> type) {
        return isDefault(type) && type.getConverter().getClass() == NO_CONVERTER;
    }

    /** Whether the binding is jOOQ's own, with a converter at most. */
    static boolean isDefault(DataType<?> type) {
        return type.getBinding().getClass().getName().startsWith("org.jooq.impl.DefaultBinding");
    }

    /** Whether its placeholder is the same text for all values: the binding of the user's may look at them. */
    static boolean isSteady(DataType<?> type) {
        String binding = type.getBinding().getClass().getName();
        return isDefault(type) && straight(type.getConverter().fromType()) != null
                || binding.startsWith("org.jooq.postgres.extensions.")
                || type.getBinding() instanceof ServerText
                || type.getBinding() instanceof TextBinding
                || type.getBinding() instanceof TextArrayBinding;
    }

    /** Null where only jOOQ knows how. */
    static @Nullable Codec<?> straight(Class<?> type) {
        Codec<?> known = STRAIGHT.get(type);
        if (known != null) {
            return known;
        }
        if (EnumType.class.isAssignableFrom(type) && type.isEnum()) {
            return new EnumCodec<>(type.asSubclass(EnumType.class));
        }
        return type.isArray() ? ArrayCodec.of(type) : null;
    }

    interface Getter<V> {
        @Nullable
        V get(ResultSet rows, int column) throws SQLException;
    }

    interface Setter<V> {
        void set(PreparedStatement statement, int index, V value) throws SQLException;
    }

    interface Text<V> {
        String of(V value);
    }

    private interface Parse<V> {
        V of(String text);
    }

    static <V> Codec<V> codec(int sqlType, Getter<V> getter, Setter<V> setter) {
        return codec(sqlType, getter, setter, String::valueOf);
    }

    static <V> Codec<V> codec(int sqlType, Getter<V> getter, Setter<V> setter, Text<V> text) {
        return new Codec<>() {
            @Override
            @Nullable
            V get(ResultSet rows, int column) throws SQLException {
                return getter.get(rows, column);
            }

            @Override
            void set(PreparedStatement statement, int index, @Nullable V value) throws SQLException {
                if (value == null) {
                    statement.setNull(index, sqlType);
                } else {
                    setter.set(statement, index, value);
                }
            }

            @Override
            String text(V value) {
                return text.of(value);
            }
        };
    }

    private static <V> Codec<V> ofText(Text<V> text, Parse<V> parse) {
        return codec(
                Types.VARCHAR,
                (rows, column) -> {
                    String value = rows.getString(column);
                    return value == null ? null : parse.of(value);
                },
                (statement, index, value) -> CheckedStatement.setText(statement, index, text.of(value)),
                text);
    }

    /** The driver has a primitive for null. */
    private static <V> Getter<V> primitive(Getter<V> getter) {
        return (rows, column) -> {
            V value = getter.get(rows, column);
            return rows.wasNull() ? null : value;
        };
    }

    static @Nullable BigDecimal number(ResultSet rows, int column) throws SQLException {
        try {
            return rows.getBigDecimal(column);
        } catch (SQLException e) {
            if (NOT_A_NUMBER.equals(e.getSQLState())) {
                throw new UnfitValue("holds NaN or an infinity, which a BigDecimal cannot be", NOT_A_NUMBER);
            }
            throw e;
        }
    }

    private static @Nullable UUID uuid(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        return value == null || value instanceof UUID ? (UUID) value : UUID.fromString(value.toString());
    }

    private static <T, V> Codec<V> converted(Codec<T> codec, Converter<T, V> converter) {
        return new Codec<>() {
            @Override
            @Nullable
            V get(ResultSet rows, int column) throws SQLException {
                return converter.from(codec.get(rows, column));
            }

            @Override
            void set(PreparedStatement statement, int index, @Nullable V value) throws SQLException {
                codec.set(statement, index, converter.to(value));
            }
        };
    }
}
