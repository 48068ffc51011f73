package dev.serein.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Times as people write and read them. */
final class Times implements ITypeConverter<Duration> {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new WrongUsage.Refused("it is not a time such as 500ms, 3s, 10m, 1h");
        }
        long count = Long.parseLong(written.group(1));
        return switch (written.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    /** Such as {@code 120 ms}, {@code 1.2 s}, {@code 3 min 5 s}. */
    static String shown(Duration time) {
        if (time.toMillis() < 1_000) {
            return time.toMillis() + " ms";
        }
        if (time.toSeconds() < 60) {
            return String.format(Locale.ROOT, "%d.%d s", time.toSeconds(), time.toMillisPart() / 100);
        }
        return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
}
