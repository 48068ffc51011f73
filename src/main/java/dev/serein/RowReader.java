package dev.serein;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * One row that the server has sent, read column by column, straight from the driver. For generated code, which knows
 * which column is where; columns count from 0. One thread's, and of use only while the row is read.
 */
public final class RowReader {
    private final ResultSet rows;
    private final Columns columns;
    /** Before the first column; JDBC counts from 1. */
    private final int before;

    /**
     * @param columns those that are read
     * @param before how many columns stand before those
     */
    RowReader(ResultSet rows, Columns columns, int before) {
        this.rows = rows;
        this.columns = columns;
        this.before = before + 1;
    }

    /** What is read, and how. Immutable. */
    record Columns(List<? extends Field<?>> fields, List<Codec<?>> codecs) {

        static Columns of(List<? extends Field<?>> fields) {
            List<Codec<?>> codecs = new ArrayList<>();
            fields.forEach(field -> codecs.add(Codec.of(field.getDataType())));
            return new Columns(List.copyOf(fields), List.copyOf(codecs));
        }
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public boolean getBoolean(int column) throws SQLException {
        try {
            boolean value = rows.getBoolean(before + column);
            requireValue(!value);
            return value;
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public short getShort(int column) throws SQLException {
        try {
            short value = rows.getShort(before + column);
            requireValue(value == 0);
            return value;
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public int getInt(int column) throws SQLException {
        try {
            int value = rows.getInt(before + column);
            requireValue(value == 0);
            return value;
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public long getLong(int column) throws SQLException {
        try {
            long value = rows.getLong(before + column);
            requireValue(value == 0);
            return value;
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public float getFloat(int column) throws SQLException {
        try {
            float value = rows.getFloat(before + column);
            requireValue(value == 0);
            return value;
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /**
     * A value that is a primitive in Java.
     *
     * @param column from 0
     * @return the value
     * @throws SQLException if it is null, or cannot be read
     */
    public double getDouble(int column) throws SQLException {
        try {
            double value = rows.getDouble(before + column);
            requireValue(value == 0);
            return value;
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    /** The driver's zero may stand for null. */
    private void requireValue(boolean maybeNull) throws SQLException {
        if (maybeNull && rows.wasNull()) {
            throw unexpectedNull();
        }
    }

    private static SQLException unexpectedNull() {
        return new UnfitValue("is null, which it never was when the code was generated", "22002");
    }

    /** Names the column; what came of the connection is left as it is. */
    private SQLException unreadable(int column, SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("08")
                ? e
                : new UnreadableColumn(columns.fields.get(column), e);
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
            throw unreadable(column, unexpectedNull());
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
        try {
            return (V) columns.codecs.get(column).get(rows, before + column);
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }
}
