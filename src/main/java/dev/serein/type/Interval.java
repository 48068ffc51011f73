package dev.serein.type;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;

/**
 * PostgreSQL's {@code interval}, exactly as it is stored: months, days and microseconds, each counted apart and with a
 * sign of its own, since a month has no fixed number of days and a day no fixed number of hours. Immutable.
 *
 * <p>Two intervals are equal if all three are; to PostgreSQL one month equals thirty days.
 *
 * @param months twelve to a year
 * @param days weeks are days
 * @param microseconds hours, minutes and seconds
 */
public record Interval(int months, int days, long microseconds) {
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /** {@code infinity} of PostgreSQL 17 and newer. */
    public static final Interval INFINITY = new Interval(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** {@code -infinity} of PostgreSQL 17 and newer. */
    public static final Interval MINUS_INFINITY = new Interval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);

    /**
     * From Java's two halves of it.
     *
     * @param period years, months and days
     * @param duration the rest; whole microseconds
     * @return the interval
     * @throws ArithmeticException if it is too long, or the duration holds a part of a microsecond
     */
    public static Interval of(Period period, Duration duration) {
        if (duration.getNano() % 1_000 != 0) {
            throw new ArithmeticException("An interval counts microseconds, and " + duration + " is finer");
        }
        return new Interval(
                Math.toIntExact(period.toTotalMonths()),
                period.getDays(),
                Math.addExact(Math.multiplyExact(duration.getSeconds(), SECOND), duration.getNano() / 1_000));
    }

    /**
     * Months and days.
     *
     * @return years and months as far as they go, and the days
     */
    public Period period() {
        return Period.of(months / 12, months % 12, days);
    }

    /**
     * The time beside months and days.
     *
     * @return the microseconds
     */
    public Duration duration() {
        return Duration.ofSeconds(microseconds / SECOND, microseconds % SECOND * 1_000);
    }

    /**
     * Reads the server's text.
     *
     * @param text with {@code intervalstyle} as it is by default
     * @return the interval
     * @throws IllegalArgumentException if it is something else; the message does not hold it
     */
    public static Interval parse(String text) {
        if (text.equals("infinity")) {
            return INFINITY;
        }
        if (text.equals("-infinity")) {
            return MINUS_INFINITY;
        }
        int months = 0;
        int days = 0;
        long microseconds = 0;
        String[] words = text.split(" ", -1);
        try {
            for (int i = 0; i < words.length; i++) {
                if (words[i].indexOf(':') >= 0) {
                    microseconds = time(words[i]);
                } else {
                    int number = Integer.parseInt(words[i]);
                    switch (words[++i]) {
                        case "year", "years" -> months = Math.addExact(months, Math.multiplyExact(number, 12));
                        case "mon", "mons" -> months = Math.addExact(months, number);
                        case "day", "days" -> days = number;
                        default -> throw new NumberFormatException();
                    }
                }
            }
        } catch (ArithmeticException | IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("Not an interval as the server writes it by default");
        }
        return new Interval(months, days, microseconds);
    }

    private static long time(String text) {
        boolean negative = text.startsWith("-");
        String[] parts =
                text.substring(negative || text.startsWith("+") ? 1 : 0).split(":", -1);
        BigDecimal seconds = new BigDecimal(parts[2]);
        BigDecimal all = BigDecimal.valueOf(Long.parseLong(parts[0]))
                .multiply(BigDecimal.valueOf(HOUR))
                .add(BigDecimal.valueOf(Long.parseLong(parts[1]) * MINUTE))
                .add(seconds.movePointRight(6));
        return (negative ? all.negate() : all).longValueExact();
    }

    /**
     * The text that PostgreSQL reads.
     *
     * @return for example {@code 14 mons -3 days 04:05:06.789012}
     */
    @Override
    public String toString() {
        if (equals(INFINITY)) {
            return "infinity";
        }
        if (equals(MINUS_INFINITY)) {
            return "-infinity";
        }
        StringBuilder text = new StringBuilder();
        if (months != 0) {
            text.append(months).append(" mons ");
        }
        if (days != 0) {
            text.append(days).append(" days ");
        }
        // negative, which has a number more
        long left = microseconds > 0 ? -microseconds : microseconds;
        text.append(microseconds < 0 ? '-' : '+');
        two(text, left / HOUR).append(':');
        two(text, left / MINUTE % 60).append(':');
        two(text, left / SECOND % 60).append('.');
        String fraction = Long.toString(SECOND - left % SECOND);
        return text.append(fraction, 1, fraction.length()).toString();
    }

    private static StringBuilder two(StringBuilder text, long negative) {
        return text.append(negative > -10 ? "0" : "").append(-negative);
    }
}
