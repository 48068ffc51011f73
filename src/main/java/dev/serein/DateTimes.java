package dev.serein;

import dev.serein.type.TemporalText;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as {@code java.time} has them, past {@code java.sql}: its types go through the time zone of the JVM,
 * where some hours and some days do not exist, and through a calendar that leaves out ten days of 1582.
 *
 * <p>The greatest and the least value of a Java type are PostgreSQL's infinities, and {@link LocalTime#MAX} is 24:00.
 */
final class DateTimes {
    /** What is before it, the driver would make the infinity. */
    private static final LocalDate FIRST = LocalDate.of(-4712, 1, 1);

    static final Codec<LocalDate> DATE = Codec.codec(
            Types.DATE,
            (rows, column) -> read(rows, column, LocalDate.class, TemporalText::date),
            DateTimes::setDate,
            TemporalText::of);

    static final Codec<LocalTime> TIME = Codec.codec(
            Types.TIME,
            (rows, column) -> rows.getObject(column, LocalTime.class),
            PreparedStatement::setObject,
            TemporalText::of);

    static final Codec<OffsetTime> TIMETZ =
            Codec.codec(Types.TIME_WITH_TIMEZONE, DateTimes::timetz, PreparedStatement::setObject, DateTimes::timetz);

    static final Codec<LocalDateTime> TIMESTAMP = Codec.codec(
            Types.TIMESTAMP,
            (rows, column) -> read(rows, column, LocalDateTime.class, TemporalText::timestamp),
            DateTimes::setTimestamp,
            TemporalText::of);

    static final Codec<OffsetDateTime> TIMESTAMPTZ = Codec.codec(
            Types.TIMESTAMP_WITH_TIMEZONE,
            (rows, column) -> read(rows, column, OffsetDateTime.class, TemporalText::timestamptz),
            DateTimes::setTimestamptz,
            TemporalText::of);

    private DateTimes() {}

    static void addTo(Map<Class<?>, Codec<?>> codecs) {
        codecs.put(LocalDate.class, DATE);
        codecs.put(LocalTime.class, TIME);
        codecs.put(OffsetTime.class, TIMETZ);
        codecs.put(LocalDateTime.class, TIMESTAMP);
        codecs.put(OffsetDateTime.class, TIMESTAMPTZ);
    }

    private static void setDate(PreparedStatement statement, int index, LocalDate value) throws SQLException {
        check(index, value, value.equals(LocalDate.MIN));
        statement.setObject(index, value);
    }

    private static void setTimestamp(PreparedStatement statement, int index, LocalDateTime value) throws SQLException {
        check(index, value.toLocalDate(), value.equals(LocalDateTime.MIN));
        statement.setObject(index, value);
    }

    /** In UTC: Java has offsets of eighteen hours, the server of less than sixteen. */
    private static void setTimestamptz(PreparedStatement statement, int index, OffsetDateTime value)
            throws SQLException {
        check(index, value.toLocalDate(), value.equals(OffsetDateTime.MIN));
        statement.setObject(index, utc(value));
    }

    private static OffsetDateTime utc(OffsetDateTime value) {
        return value.getOffset().equals(ZoneOffset.UTC)
                        || value.equals(OffsetDateTime.MAX)
                        || value.equals(OffsetDateTime.MIN)
                ? value
                : value.withOffsetSameInstant(ZoneOffset.UTC);
    }

    private static void check(int index, LocalDate date, boolean infinity) throws SQLException {
        if (date.isBefore(FIRST) && !infinity) {
            throw new UnfitValue(index, "holds a date before 4713 BC, which PostgreSQL has not", "22008");
        }
    }

    /** The driver takes the year of a text for one of our era, in which a leap day before it need not exist. */
    private static <V> @Nullable V read(ResultSet rows, int column, Class<V> type, Function<String, V> ofText)
            throws SQLException {
        try {
            return rows.getObject(column, type);
        } catch (DateTimeException e) {
            return ofText.apply(rows.getString(column));
        }
    }

    private static @Nullable OffsetTime timetz(ResultSet rows, int column) throws SQLException {
        OffsetTime time;
        try {
            time = rows.getObject(column, OffsetTime.class);
        } catch (DateTimeException e) {
            // in the binary format
            time = OffsetTime.MAX;
        }
        if (OffsetTime.MAX.equals(time)) {
            throw new UnfitValue("holds 24:00 with an offset, which an OffsetTime cannot be", "22008");
        }
        return time;
    }

    private static String timetz(OffsetTime value) {
        ZoneOffset offset = value.getOffset();
        return TemporalText.of(value.toLocalTime()) + (offset.equals(ZoneOffset.UTC) ? "+00" : offset.getId());
    }
}
