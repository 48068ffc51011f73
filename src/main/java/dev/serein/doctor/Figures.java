package dev.serein.doctor;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Figures and names as people read them. */
final class Figures {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

    private Figures() {}

    /** Such as {@code 1 session}, {@code 3 sessions}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Rounded down: {@code 45 s}, {@code 12 min}, {@code 3 h}, {@code 2 days}. */
    static String time(Duration time) {
        if (time.toMinutes() < 1) {
            return time.toSeconds() + " s";
        }
        if (time.toHours() < 1) {
            return time.toMinutes() + " min";
        }
        return time.toDays() < 1 ? time.toHours() + " h" : count(time.toDays(), "day");
    }

    static String time(double seconds) {
        return time(Duration.ofMillis((long) (seconds * 1_000)));
    }

    /** As PostgreSQL counts them: a kB is 1024 bytes. */
    static String bytes(long bytes) {
        double figure = bytes;
        int unit = 0;
        while (figure >= 1024 && unit < UNITS.length - 1) {
            figure /= 1024;
            unit++;
        }
        return unit == 0 || figure >= 10
                ? Math.round(figure) + " " + UNITS[unit]
                : String.format(Locale.ROOT, "%.1f %s", figure, UNITS[unit]);
    }

    /** A name as SQL takes it. */
    static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** What others have called themselves, or what is theirs: it is no line of its own, and moves no cursor. */
    static String shown(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }
}
