package dev.serein.connection;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times that {@code options} sets in the server, which decide for how long we wait for it. Written as for <a
 * href="https://www.postgresql.org/docs/current/config-setting.html">any parameter</a>: without a unit, milliseconds.
 */
final class ServerOptions {
    private static final Pattern TIME =
            Pattern.compile("(?:-c\\s*|--)([A-Za-z_-]+)=(\\d{1,12})(us|ms|s|min|h|d)?(?=\\s|$)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "us", ChronoUnit.MICROS,
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "min", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private ServerOptions() {}

    /** The last of several, as the server has it. */
    static Optional<Duration> time(String options, String parameter) {
        Optional<Duration> last = Optional.empty();
        Matcher each = TIME.matcher(options);
        while (each.find()) {
            if (each.group(1).replace('-', '_').equals(parameter)) {
                ChronoUnit unit = each.group(3) == null ? ChronoUnit.MILLIS : UNITS.get(each.group(3));
                last = Optional.of(Duration.of(Long.parseLong(each.group(2)), unit));
            }
        }
        return last;
    }
}
