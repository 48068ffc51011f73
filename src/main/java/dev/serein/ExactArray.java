package dev.serein;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Map;

/** An array that jOOQ reads. */
final class ExactArray implements Array {
    /** What the driver's own array would have as {@code java.sql} does, or, not a number, not at all. */
    private static final Map<String, Class<?>> READ_EACH = Map.of(
            "numeric", BigDecimal.class,
            "date", LocalDate.class,
            "time", LocalTime.class,
            "timetz", OffsetTime.class,
            "timestamp", LocalDateTime.class,
            "timestamptz", OffsetDateTime.class);

    private final Array array;
    private final Object elements;

    private ExactArray(Array array, Object elements) {
        this.array = array;
        this.elements = elements;
    }

    /** Reads all of it. */
    static Array of(Array array) throws SQLException {
        Class<?> element = READ_EACH.get(array.getBaseTypeName());
        if (element != null) {
            return new ExactArray(array, ArrayCodec.elements(array, element));
        }
        return new ExactArray(array, array.getArray());
    }

    @Override
    public Object getArray() {
        return elements;
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return new ExactRows(array.getResultSet());
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        return array.getBaseTypeName();
    }

    @Override
    public int getBaseType() throws SQLException {
        return array.getBaseType();
    }

    @Override
    public void free() throws SQLException {
        array.free();
    }

    @Override
    public String toString() {
        return array.toString();
    }

    // jOOQ asks for none of these

    @Override
    public Object getArray(Map<String, Class<?>> types) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> types) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> types) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> types) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }
}
