package dev.serein.connection;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The times that {@code options} sets in the server, which decide for how long we wait for it. Written as for <a
 * href="https://www.postgresql.org/docs/current/config-setting.html">any parameter</a>: without a unit, milliseconds.
 */
final class ServerOptions {
    /** Words are apart by blanks; a backslash before one makes it a part of the word. */
    private static final Pattern SET =
            Pattern.compile("(?<=^|\\s)(?:-c\\s*|--)([A-Za-z0-9_.-]+)=((?:\\\\.|[^\\s\\\\])*)", Pattern.DOTALL);

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);
    private static final Pattern TIME = Pattern.compile("\\s*(\\d{1,12}(?:\\.\\d{0,9})?)\\s*(us|ms|s|min|h|d)?\\s*");
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final Map<String, BigDecimal> MILLIS = Map.of(
            "us", new BigDecimal("0.001"),
            "ms", BigDecimal.ONE,
            "s", new BigDecimal(1_000),
            "min", new BigDecimal(60_000),
            "h", new BigDecimal(3_600_000),
            "d", new BigDecimal(86_400_000));

    private ServerOptions() {}

    /** Empty also for a value that only the server understands, or nobody. */
    static Optional<Duration> time(String options, String parameter) {
        String value = value(options, parameter);
        Matcher time = TIME.matcher(value == null ? "" : value);
        if (!time.matches()) {
            return Optional.empty();
        }
        BigDecimal unit = time.group(2) == null ? BigDecimal.ONE : MILLIS.get(time.group(2));
        BigDecimal millis = new BigDecimal(time.group(1)).multiply(unit).setScale(0, RoundingMode.HALF_EVEN);
        return millis.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis.longValue()));
    }

    static boolean isUnreadable(String options, String parameter) {
        return value(options, parameter) != null && time(options, parameter).isEmpty();
    }

    /** The last of several, as the server has it, to which case is nothing and a hyphen an underscore. */
    private static @Nullable String value(String options, String parameter) {
        String last = null;
        Matcher each = SET.matcher(options);
        while (each.find()) {
            if (each.group(1).replace('-', '_').toLowerCase(Locale.ROOT).equals(parameter)) {
                last = ESCAPE.matcher(each.group(2)).replaceAll("$1");
            }
        }
        return last;
    }
}
