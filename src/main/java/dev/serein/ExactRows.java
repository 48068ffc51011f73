package dev.serein;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import org.jooq.tools.jdbc.DefaultResultSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * What jOOQ reads. It asks for {@code java.sql} types and makes {@code java.time} of them; the ones it gets here
 * remember what the server sent, and say that. Arrays hold the elements as {@code java.time} has them.
 */
final class ExactRows extends DefaultResultSet {
    ExactRows(ResultSet rows) {
        super(rows);
    }

    @Override
    public @Nullable Date getDate(int column) throws SQLException {
        if (!"date".equals(type(column))) {
            return super.getDate(column);
        }
        LocalDate date = DateTimes.DATE.get(getDelegate(), column);
        return date == null ? null : new ExactDate(date);
    }

    @Override
    public @Nullable Time getTime(int column) throws SQLException {
        if (!"time".equals(type(column))) {
            return super.getTime(column);
        }
        LocalTime time = DateTimes.TIME.get(getDelegate(), column);
        return time == null ? null : new ExactTime(time);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column) throws SQLException {
        if (!"timestamp".equals(type(column))) {
            return super.getTimestamp(column);
        }
        LocalDateTime timestamp = DateTimes.TIMESTAMP.get(getDelegate(), column);
        return timestamp == null ? null : new ExactTimestamp(timestamp);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
        return Codec.number(getDelegate(), column);
    }

    @Override
    public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
        return type == OffsetTime.class
                ? type.cast(DateTimes.TIMETZ.get(getDelegate(), column))
                : super.getObject(column, type);
    }

    /** Read here, and not by jOOQ, which logs an array that it cannot read, and takes it for null. */
    @Override
    public @Nullable Array getArray(int column) throws SQLException {
        Array array = super.getArray(column);
        return array == null ? null : ExactArray.of(array);
    }

    private String type(int column) throws SQLException {
        return getDelegate().getMetaData().getColumnTypeName(column);
    }

    private static final class ExactDate extends Date {
        private static final long serialVersionUID = 1L;

        private final LocalDate exact;

        ExactDate(LocalDate exact) {
            super(millis(exact.atStartOfDay()));
            this.exact = exact;
        }

        @Override
        public LocalDate toLocalDate() {
            return exact;
        }
    }

    private static final class ExactTime extends Time {
        private static final long serialVersionUID = 1L;

        private final LocalTime exact;

        ExactTime(LocalTime exact) {
            super(millis(exact.atDate(LocalDate.EPOCH)));
            this.exact = exact;
        }

        @Override
        public LocalTime toLocalTime() {
            return exact;
        }
    }

    private static final class ExactTimestamp extends Timestamp {
        private static final long serialVersionUID = 1L;

        private final LocalDateTime exact;

        ExactTimestamp(LocalDateTime exact) {
            super(millis(exact));
            setNanos(exact.getNano());
            this.exact = exact;
        }

        @Override
        public LocalDateTime toLocalDateTime() {
            return exact;
        }
    }

    /** For who reads {@code java.sql} types: as near as they come. */
    private static long millis(LocalDateTime exact) {
        if (exact.toLocalDate().equals(LocalDate.MAX)) {
            return PGStatement.DATE_POSITIVE_INFINITY;
        }
        return exact.toLocalDate().equals(LocalDate.MIN)
                ? PGStatement.DATE_NEGATIVE_INFINITY
                : Timestamp.valueOf(exact).getTime();
    }
}
