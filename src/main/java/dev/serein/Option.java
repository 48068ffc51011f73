package dev.serein;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a program may say in its {@link DatabaseOptions}. A time has bounds, and a default. */
enum Option {
    URL,
    DIRECT,
    CREDENTIALS,
    APPLICATION_NAME,
    CA_CERTIFICATE,
    POOLER,
    POOL_MAX,
    CONNECTION_LIMIT,
    // Hikari takes less than these least times for a slip of the pen, and puts its own defaults in their place
    POOL_TIMEOUT(Duration.ofMillis(250), Duration.ofSeconds(5)),
    IDLE_TIMEOUT(Duration.ofSeconds(10), Duration.ofSeconds(30)),
    MAX_LIFETIME(Duration.ofSeconds(30), Duration.ofMinutes(30)),
    CONNECT_TIMEOUT(Duration.ofMillis(1), Duration.ofSeconds(5)),
    // to the server zero is for ever
    STATEMENT_TIMEOUT(Duration.ofMillis(1), Duration.ofSeconds(30)),
    LOCK_TIMEOUT(Duration.ofMillis(1), Duration.ofSeconds(10)),
    IDLE_IN_TRANSACTION_TIMEOUT(Duration.ofMillis(1), Duration.ofSeconds(60)),
    LEAK_REPORT_AFTER(Duration.ofMillis(1), Duration.ofSeconds(60)),
    CLOSE_GRACE(Duration.ZERO, Duration.ofSeconds(10)),
    GUARD,
    SLOW_QUERY_LOG,
    LISTENER,
    EXPECTED_MIGRATIONS;

    /** Server and driver count milliseconds in 31 bits; some are added. */
    static final Duration LONGEST = Duration.ofDays(24);

    /** A limit that is off unless somebody says it. */
    private static final Duration LEAST_LIMIT = Duration.ofMillis(1);

    private final @Nullable Duration least;
    private final Duration usual;

    Option() {
        this.least = null;
        this.usual = Duration.ZERO;
    }

    Option(Duration least, Duration usual) {
        this.least = least;
        this.usual = usual;
    }

    boolean isTime() {
        return least != null;
    }

    /** What a time is when nobody says it. */
    Duration usual() {
        return usual;
    }

    /** What is wrong with such a time; null if nothing is. */
    @Nullable
    String problem(Duration time) {
        Duration shortest = least == null ? LEAST_LIMIT : least;
        if (time.compareTo(shortest) < 0) {
            return ErrorText.of(time) + " is less than " + ErrorText.of(shortest);
        }
        return time.compareTo(LONGEST) > 0 ? ErrorText.of(time) + " is more than " + ErrorText.of(LONGEST) : null;
    }

    /** The method that says it. */
    String method() {
        if (this == EXPECTED_MIGRATIONS) {
            return "expecting";
        }
        StringBuilder method = new StringBuilder("with");
        for (String word : name().split("_")) {
            method.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return method.toString();
    }

    /** For a report. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
