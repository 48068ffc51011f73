package dev.serein.type;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Dates and times as PostgreSQL writes them, which is not as Java does before the year 1, after the year 9999 and at
 * infinity. All methods are pure.
 */
public final class TemporalText {
    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";
    private static final String BC = " BC";

    private TemporalText() {}

    /**
     * A date as text.
     *
     * @param date {@code LocalDate.MAX} and {@code MIN} are the infinities
     * @return what the server reads
     */
    public static String of(LocalDate date) {
        if (date.equals(LocalDate.MAX)) {
            return INFINITY;
        }
        return date.equals(LocalDate.MIN) ? MINUS_INFINITY : day(date) + era(date);
    }

    /**
     * A time as text.
     *
     * @param time {@code LocalTime.MAX} is 24:00
     * @return what the server reads
     */
    public static String of(LocalTime time) {
        return time.equals(LocalTime.MAX) ? "24:00:00" : time.toString();
    }

    /**
     * A timestamp as text.
     *
     * @param timestamp {@code LocalDateTime.MAX} and {@code MIN} are the infinities
     * @return what the server reads
     */
    public static String of(LocalDateTime timestamp) {
        if (timestamp.equals(LocalDateTime.MAX)) {
            return INFINITY;
        }
        return timestamp.equals(LocalDateTime.MIN) ? MINUS_INFINITY : local(timestamp) + era(timestamp.toLocalDate());
    }

    /**
     * A timestamp with a time zone as text, in UTC.
     *
     * @param timestamp {@code OffsetDateTime.MAX} and {@code MIN} are the infinities
     * @return what the server reads
     */
    public static String of(OffsetDateTime timestamp) {
        if (timestamp.equals(OffsetDateTime.MAX)) {
            return INFINITY;
        }
        if (timestamp.equals(OffsetDateTime.MIN)) {
            return MINUS_INFINITY;
        }
        LocalDateTime utc = timestamp.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        return local(utc) + "+00" + era(utc.toLocalDate());
    }

    /**
     * Reads a date.
     *
     * @param text as the server writes it
     * @return the date
     */
    public static LocalDate date(String text) {
        if (text.equals(INFINITY)) {
            return LocalDate.MAX;
        }
        return text.equals(MINUS_INFINITY) ? LocalDate.MIN : day(text, text.length());
    }

    /**
     * Reads a timestamp.
     *
     * @param text as the server writes it
     * @return the timestamp
     */
    public static LocalDateTime timestamp(String text) {
        if (text.equals(INFINITY)) {
            return LocalDateTime.MAX;
        }
        if (text.equals(MINUS_INFINITY)) {
            return LocalDateTime.MIN;
        }
        int space = text.indexOf(' ');
        String time = text.substring(space + 1);
        return day(text, space).atTime(LocalTime.parse(withoutEra(time)));
    }

    /**
     * Reads a timestamp with a time zone.
     *
     * @param text as the server writes it
     * @return the timestamp, with the offset that the server wrote
     */
    public static OffsetDateTime timestamptz(String text) {
        if (text.equals(INFINITY)) {
            return OffsetDateTime.MAX;
        }
        if (text.equals(MINUS_INFINITY)) {
            return OffsetDateTime.MIN;
        }
        int space = text.indexOf(' ');
        String time = withoutEra(text.substring(space + 1));
        int sign = Math.max(time.indexOf('+'), time.indexOf('-'));
        return day(text, space)
                .atTime(LocalTime.parse(time.substring(0, sign)))
                .atOffset(ZoneOffset.of(time.substring(sign)));
    }

    private static String withoutEra(String text) {
        return text.endsWith(BC) ? text.substring(0, text.length() - BC.length()) : text;
    }

    private static LocalDate day(String text, int end) {
        String[] numbers = withoutEra(text.substring(0, end)).split("-", -1);
        int year = Integer.parseInt(numbers[0]);
        return LocalDate.of(
                text.endsWith(BC) ? 1 - year : year, Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    }

    private static String local(LocalDateTime value) {
        return day(value.toLocalDate()) + " " + of(value.toLocalTime());
    }

    private static String day(LocalDate date) {
        int year = date.getYear();
        return pad(year > 0 ? year : 1 - year, 4) + "-" + pad(date.getMonthValue(), 2) + "-"
                + pad(date.getDayOfMonth(), 2);
    }

    /** Not formatted: the digits of a locale need not be these. */
    private static String pad(int number, int length) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : BC;
    }
}
