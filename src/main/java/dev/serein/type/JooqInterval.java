package dev.serein.type;

import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;
import org.jooq.types.YearToSecond;

/** jOOQ's interval, where jOOQ converts one without the database: of values out of JSON, and between classes. */
final class JooqInterval {
    private static final long SECOND = 1_000_000;

    private JooqInterval() {}

    /** It has a class for each of three ways to declare one. */
    static Interval toInterval(Object interval) {
        if (interval instanceof YearToMonth month) {
            return toInterval(new YearToSecond(month, new DayToSecond()));
        }
        if (interval instanceof DayToSecond second) {
            return toInterval(new YearToSecond(new YearToMonth(), second));
        }
        return interval instanceof YearToSecond both ? toInterval(both) : Interval.parse(interval.toString());
    }

    private static Interval toInterval(YearToSecond interval) {
        YearToMonth month = interval.getYearToMonth();
        DayToSecond second = interval.getDayToSecond();
        long time = ((second.getHours() * 60L + second.getMinutes()) * 60 + second.getSeconds()) * SECOND
                + Math.round(second.getNano() / 1_000.0);
        return new Interval(
                month.getSign() * (month.getYears() * 12 + month.getMonths()),
                second.getSign() * second.getDays(),
                second.getSign() * time);
    }

    /** Days and time have one sign in it. */
    static YearToSecond ofInterval(Interval interval) {
        YearToMonth month = new YearToMonth(interval.months() / 12, interval.months() % 12);
        long seconds = interval.microseconds() / SECOND;
        DayToSecond second = new DayToSecond(
                interval.days(),
                Math.toIntExact(seconds / 3_600),
                (int) (seconds / 60 % 60),
                (int) (seconds % 60),
                (int) (interval.microseconds() % SECOND * 1_000));
        return new YearToSecond(month, second);
    }
}
