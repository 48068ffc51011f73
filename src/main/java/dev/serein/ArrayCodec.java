package dev.serein;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.DataType;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgArray;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Arrays, also nested ones. They go as text, or in the server's binary format where it is known what they are cast to;
 * and come as the driver's own arrays where it has the elements as they are, element by element otherwise. Bounds that
 * do not start at 1 are lost: an array in Java has none.
 */
final class ArrayCodec<A> extends Codec<A> {
    private static final Set<Class<?>> SAME_TO_THE_DRIVER = Set.of(
            Boolean.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            String.class,
            UUID.class);

    private final Class<A> type;
    private final Codec<Object> leaf;
    /** Null for text. */
    private final @Nullable BinaryElement binary;

    private ArrayCodec(Class<A> type, Codec<Object> leaf, @Nullable BinaryElement binary) {
        this.type = type;
        this.leaf = leaf;
        this.binary = binary;
    }

    /** Null if only jOOQ knows the type of the elements. */
    @SuppressWarnings("unchecked") // elements are of the codec's type
    static @Nullable Codec<?> of(Class<?> type) {
        Class<?> element = type.getComponentType();
        while (element.isArray() && element != byte[].class) {
            element = element.getComponentType();
        }
        Codec<?> leaf = element.isPrimitive() ? null : straight(element);
        return leaf == null ? null : new ArrayCodec<>(type, (Codec<Object>) leaf, null);
    }

    /** The same, for values that jOOQ casts to an array of this type. */
    ArrayCodec<A> castTo(DataType<?> element) {
        return ArrayType.of(element) == null ? this : new ArrayCodec<>(type, leaf, BinaryElement.of(element.getType()));
    }

    @Override
    @Nullable
    A get(ResultSet rows, int column) throws SQLException {
        java.sql.Array array = rows.getArray(column);
        if (array == null) {
            return null;
        }
        Object asItIs = driverArray(array);
        return type.isInstance(asItIs) ? type.cast(asItIs) : type.cast(elements(array, type.getComponentType(), leaf));
    }

    /** Null if its elements are not what the driver has for them. */
    private @Nullable Object driverArray(java.sql.Array array) throws SQLException {
        if (!SAME_TO_THE_DRIVER.contains(type.getComponentType())) {
            return null;
        }
        try {
            return array.getArray();
        } catch (SQLException e) {
            if (Codec.NOT_A_NUMBER.equals(e.getSQLState())) {
                return null; // its codec says it better
            }
            throw e;
        }
    }

    /** Of one dimension or several: what a column is declared to hold, PostgreSQL does not look at. */
    static Object[] elements(java.sql.Array array, Class<?> element) throws SQLException {
        Class<?> component = element;
        for (String bounds = array.toString(); bounds.startsWith("{{"); bounds = bounds.substring(1)) {
            component = component.arrayType();
        }
        return elements(array, component, Objects.requireNonNull(straight(element)));
    }

    /** Reads each through its codec. */
    private static Object[] elements(java.sql.Array array, Class<?> component, Codec<?> leaf) throws SQLException {
        List<@Nullable Object> elements = new ArrayList<>();
        try (ResultSet rows = array.getResultSet()) {
            boolean nested = component.isArray() && component != byte[].class;
            boolean first = true;
            while (rows.next()) {
                if (first && nested != (rows.getMetaData().getColumnType(2) == Types.ARRAY)) {
                    throw new UnfitValue("holds an array of other dimensions than the generated code has", "2202E");
                }
                first = false;
                elements.add(
                        nested ? elements(rows.getArray(2), component.getComponentType(), leaf) : leaf.get(rows, 2));
            }
        }
        return elements.toArray((Object[]) java.lang.reflect.Array.newInstance(component, elements.size()));
    }

    @Override
    void set(PreparedStatement statement, int index, @Nullable A value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.ARRAY);
            return;
        }
        if (binary != null && bindBinary(binary, statement, index, (Object[]) value)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        write(text, (Object[]) value);
        // as text that is cast it would be no constant to the planner, who then compares each row to each element
        CheckedStatement.setUntyped(statement, index, text.toString());
    }

    private static boolean bindBinary(
            BinaryElement element, PreparedStatement statement, int index, @Nullable Object[] value)
            throws SQLException {
        BaseConnection connection = statement.getConnection().unwrap(BaseConnection.class);
        if (connection.getPreferQueryMode() == PreferQueryMode.SIMPLE) {
            return false; // all is text there
        }
        if (element == BinaryElement.TEXT) {
            for (Object each : value) {
                CheckedStatement.check(index, (String) each);
            }
        }
        byte[] bytes = element.array(value, connection.getEncoding());
        statement.setArray(index, new PgArray(connection, element.arrayOid(), bytes));
        return true;
    }

    @Override
    String text(A value) {
        StringBuilder text = new StringBuilder();
        write(text, (Object[]) value);
        return text.toString();
    }

    private void write(StringBuilder text, @Nullable Object[] elements) {
        text.append('{');
        for (int i = 0; i < elements.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            Object element = elements[i];
            if (element instanceof Object[] nested) {
                write(text, nested);
            } else if (element == null) {
                text.append("NULL");
            } else {
                quote(text, leaf.text(element));
            }
        }
        text.append('}');
    }

    private static void quote(StringBuilder text, String element) {
        text.append('"');
        for (int i = 0; i < element.length(); i++) {
            char character = element.charAt(i);
            if (character == '"' || character == '\\') {
                text.append('\\');
            }
            text.append(character);
        }
        text.append('"');
    }
}
