package dev.serein;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * One row that the server has sent, read column by column, straight from the driver. For generated code, which knows
 * which column is where; columns count from 0. One thread's, and of use only while the row is read.
 */
public final class RowReader {
    private final ResultSet rows;
    private final Codec<?>[] codecs;
    /** Before the first column; JDBC counts from 1. */
    private final int before;

    /**
     * @param codecs of the columns that are read
     * @param before how many columns stand before those
     */
    RowReader(ResultSet rows, Codec<?>[] codecs, int before) {
        this.rows = rows;
        this.codecs = codecs;
        this.before = before + 1;
    }

    static Codec<?>[] codecs(List<? extends Field<?>> columns) {
        return columns.stream().map(column -> Codec.of(column.getDataType())).toArray(Codec<?>[]::new);
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public boolean getBoolean(int column) throws SQLException {
        boolean value = rows.getBoolean(before + column);
        requireValue(!value, column);
        return value;
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public short getShort(int column) throws SQLException {
        short value = rows.getShort(before + column);
        requireValue(value == 0, column);
        return value;
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public int getInt(int column) throws SQLException {
        int value = rows.getInt(before + column);
        requireValue(value == 0, column);
        return value;
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public long getLong(int column) throws SQLException {
        long value = rows.getLong(before + column);
        requireValue(value == 0, column);
        return value;
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public float getFloat(int column) throws SQLException {
        float value = rows.getFloat(before + column);
        requireValue(value == 0, column);
        return value;
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public double getDouble(int column) throws SQLException {
        double value = rows.getDouble(before + column);
        requireValue(value == 0, column);
        return value;
    }

    /** The driver's zero may stand for null. */
    private void requireValue(boolean maybeNull, int column) throws SQLException {
        if (maybeNull && rows.wasNull()) {
            throw unexpectedNull(column);
        }
    }

    private static SQLException unexpectedNull(int column) {
        return new SQLException("Column " + (column + 1) + " is null, against what the generated class was told");
    }

    /**
     * A value of any type.
     *
     * @param column from 0
     * @param field the column, for its type
     * @param <V> its Java type
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public <V> V get(int column, Field<V> field) throws SQLException {
        V value = getOrNull(column, field);
        if (value == null) {
            throw unexpectedNull(column);
        }
        return value;
    }

    /**
     * A value of any type that may be null.
     *
     * @param column from 0
     * @param field the column, for its type
     * @param <V> its Java type
     * @return the value, or null
     * @throws SQLException if it cannot be read
     */
    @SuppressWarnings({"unchecked", "UnusedVariable"}) // the codec is that of the field
    public <V> @Nullable V getOrNull(int column, Field<V> field) throws SQLException {
        return (V) codecs[column].get(rows, before + column);
    }
}
