package dev.serein.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Period;
import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;
import org.jooq.types.YearToSecond;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void isMadeOfAPeriodAndADuration() {
        Interval interval = Interval.of(Period.of(1, 2, -3), Duration.ofSeconds(-1, 1_000));
        assertThat(interval).isEqualTo(new Interval(14, -3, -999_999));
        assertThat(interval.period()).isEqualTo(Period.of(1, 2, -3));
        assertThat(interval.duration()).isEqualTo(Duration.ofSeconds(-1, 1_000));
        assertThatThrownBy(() -> Interval.of(Period.ZERO, Duration.ofNanos(1)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("An interval counts microseconds, and PT0.000000001S is finer");
    }

    @Test
    void isWrittenAsPostgresqlReadsIt() {
        assertThat(new Interval(14, -3, -1)).hasToString("14 mons -3 days -00:00:00.000001");
        assertThat(new Interval(0, 0, Long.MIN_VALUE)).hasToString("-2562047788:00:54.775808");
        assertThat(Interval.INFINITY).hasToString("infinity");
        assertThat(Interval.MINUS_INFINITY).hasToString("-infinity");
    }

    @Test
    void isReadAsPostgresqlWritesIt() {
        assertThat(Interval.parse("-1 years -2 mons +3 days -04:05:06.7"))
                .isEqualTo(new Interval(-14, 3, -14_706_700_000L));
        assertThat(Interval.parse("infinity")).isEqualTo(Interval.INFINITY);
        assertThat(Interval.parse("-infinity")).isEqualTo(Interval.MINUS_INFINITY);
        for (String other : new String[] {"", "P1M", "1", "1 week", "1:2", "x:y:z", "9999999999 days"}) {
            assertThatThrownBy(() -> Interval.parse(other))
                    .as(other)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Not an interval as the server writes it by default");
        }
    }

    @Test
    void isWhatJooqTakesItFor() {
        YearToSecond jooqs = JooqInterval.ofInterval(new Interval(-14, 3, 14_706_789_012L));
        assertThat(JooqInterval.toInterval(jooqs)).isEqualTo(new Interval(-14, 3, 14_706_789_012L));
        assertThat(JooqInterval.toInterval(new YearToMonth(1, 2))).isEqualTo(new Interval(14, 0, 0));
        assertThat(JooqInterval.toInterval(new DayToSecond(3))).isEqualTo(new Interval(0, 3, 0));
        assertThat(JooqInterval.toInterval("1 mon")).isEqualTo(new Interval(1, 0, 0));
    }
}
