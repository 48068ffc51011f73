package dev.serein;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction runs: {@code db.transaction(TransactionOptions.serializable().withName("transfer"), tx -> …)}. None
 * of it costs a round trip, but for {@link #withRole}. What is not said is as the server has it.
 *
 * <p>Immutable, thread-safe: every {@code with…} returns other options and leaves these as they are. Keep them in a
 * constant.
 */
public final class TransactionOptions {
    private static final int SERIALIZABLE_ATTEMPTS = 10;
    private static final TransactionOptions DEFAULTS = new TransactionOptions(new EnumMap<>(Said.class));

    private enum Said {
        NAME,
        ISOLATION,
        READ_ONLY,
        DEFERRABLE,
        DEADLINE,
        LOCK_TIMEOUT,
        ATTEMPTS,
        BACKOFF,
        INDEPENDENT,
        ROLE
    }

    /**
     * The pauses between attempts.
     *
     * @param first the longest that the first one may be
     * @param longest that any of them may be
     */
    record Backoff(Duration first, Duration longest) {
        private static final Backoff USUAL = new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1));
    }

    /**
     * As whom, and with which settings.
     *
     * @param name of the role
     * @param settings by their names
     */
    record Role(String name, Map<String, String> settings) {}

    private final Map<Said, Object> said;
    private final List<String> commands;

    private TransactionOptions(Map<Said, Object> said) {
        this.said = said;
        this.commands = commandsOf(said);
    }

    /** {@return as the server has it, and one attempt} */
    public static TransactionOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Serializable, in up to 10 attempts: to give up one of two transactions is how PostgreSQL keeps it. The body may
     * run several times; what it does outside of the database belongs into {@link Transaction#afterCommit}.
     *
     * @return the options
     */
    public static TransactionOptions serializable() {
        return DEFAULTS.withIsolation(Isolation.SERIALIZABLE).withAttempts(SERIALIZABLE_ATTEMPTS);
    }

    /** {@return one snapshot for all statements, none of which may write} */
    public static TransactionOptions snapshot() {
        return DEFAULTS.withIsolation(Isolation.REPEATABLE_READ).withReadOnly(true);
    }

    private TransactionOptions with(Said what, Object value) {
        Map<Said, Object> more = new EnumMap<>(Said.class);
        more.putAll(said);
        more.put(what, Objects.requireNonNull(value));
        return new TransactionOptions(more);
    }

    /**
     * Names it, for errors and logs.
     *
     * @param name such as {@code transfer}; not empty
     * @return other options
     */
    public TransactionOptions withName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a transaction is empty");
        }
        return with(Said.NAME, name);
    }

    /**
     * What it sees of others.
     *
     * @param isolation the level; the server's {@code default_transaction_isolation} unless said
     * @return other options
     */
    public TransactionOptions withIsolation(Isolation isolation) {
        return with(Said.ISOLATION, isolation);
    }

    /**
     * Whether the server refuses what writes.
     *
     * @param readOnly whether it does
     * @return other options
     */
    public TransactionOptions withReadOnly(boolean readOnly) {
        return with(Said.READ_ONLY, readOnly);
    }

    /**
     * Whether it waits, before its first statement, until it can neither fail nor make others fail: for long reports.
     * Of effect only where it is serializable and read-only, and refused otherwise when the transaction begins.
     *
     * @param deferrable whether it does
     * @return other options
     */
    public TransactionOptions withDeferrable(boolean deferrable) {
        return with(Said.DEFERRABLE, deferrable);
    }

    /**
     * How long all of it may take: waiting for a connection, the body, all attempts, and what is between them. What
     * passes it is ended, in the server too, and throws {@link DeadlineExceeded}.
     *
     * @param deadline more than zero, at most 24 days; no such limit unless said: each statement has its own
     * @return other options
     */
    public TransactionOptions withDeadline(Duration deadline) {
        return with(Said.DEADLINE, time("deadline", deadline));
    }

    /**
     * How long each of its statements may wait for a lock.
     *
     * @param timeout at least 1 ms, at most 24 days; that of the {@link DatabaseOptions} unless said
     * @return other options
     */
    public TransactionOptions withLockTimeout(Duration timeout) {
        return with(Said.LOCK_TIMEOUT, time("lock timeout", timeout));
    }

    /**
     * How often all of it may be run: again after a {@link TransactionConflict}, and after a connection was lost, or
     * could not be made, as long as nothing can have been committed. The last error is thrown. Never run again is what
     * has been committed, or may have been.
     *
     * @param attempts 1 or more; 1 unless said
     * @return other options
     */
    public TransactionOptions withAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("A transaction has at least one attempt, not " + attempts);
        }
        return with(Said.ATTEMPTS, attempts);
    }

    /**
     * How long to pause between attempts: for a random time, so that those who were in each other's way do not meet
     * again, of at most the first, twice that after the second attempt, and so on up to the longest.
     *
     * @param first more than zero; 10 ms unless said
     * @param longest not less than the first; 1 s unless said
     * @return other options
     */
    public TransactionOptions withBackoff(Duration first, Duration longest) {
        time("backoff", first);
        if (time("backoff", longest).compareTo(first) < 0) {
            throw new IllegalArgumentException("The longest backoff is less than the first");
        }
        return with(Said.BACKOFF, new Backoff(first, longest));
    }

    /**
     * Whether it is one of its own on purpose where its thread is in another one already: what it stores, such as an
     * entry in a log of attempts, stays whatever becomes of that. It holds a second connection meanwhile.
     *
     * @param independent whether it is
     * @return other options
     */
    public TransactionOptions withIndependent(boolean independent) {
        return with(Said.INDEPENDENT, independent);
    }

    /**
     * As whom it runs, with settings that last as long as it does: for row-level security. Costs one round trip: names
     * and values are bound.
     *
     * @param role one that the connection's user is a member of
     * @param settings by name, such as {@code app.tenant}, for {@code current_setting('app.tenant')}
     * @return other options
     */
    public TransactionOptions withRole(String role, Map<String, String> settings) {
        if (role.isBlank()) {
            throw new IllegalArgumentException("The name of a role is empty");
        }
        return with(Said.ROLE, new Role(role, Map.copyOf(settings)));
    }

    private static Duration time(String what, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("A " + what + " is at least 1 ms, not " + time);
        }
        if (time.compareTo(Option.LONGEST) > 0) {
            throw new IllegalArgumentException("A " + what + " is at most " + ErrorText.of(Option.LONGEST));
        }
        return time;
    }

    private static List<String> commandsOf(Map<Said, Object> said) {
        List<String> modes = new ArrayList<>();
        if (said.get(Said.ISOLATION) instanceof Isolation isolation) {
            modes.add("isolation level " + isolation.sql());
        }
        mode(said.get(Said.READ_ONLY), "read only", "read write", modes);
        mode(said.get(Said.DEFERRABLE), "deferrable", "not deferrable", modes);
        List<String> commands = new ArrayList<>();
        if (!modes.isEmpty()) {
            commands.add("set transaction " + String.join(", ", modes));
        }
        if (said.get(Said.LOCK_TIMEOUT) instanceof Duration timeout) {
            commands.add("set local lock_timeout = " + timeout.toMillis());
        }
        return List.copyOf(commands);
    }

    private static void mode(@Nullable Object value, String yes, String no, List<String> modes) {
        if (value != null) {
            modes.add((Boolean) value ? yes : no);
        }
    }

    /** What makes a transaction so, to be sent before its first statement. */
    List<String> commands() {
        return commands;
    }

    @Nullable
    String name() {
        return (String) said.get(Said.NAME);
    }

    @Nullable
    Isolation isolation() {
        return (Isolation) said.get(Said.ISOLATION);
    }

    boolean isReadOnly() {
        return is(Said.READ_ONLY);
    }

    boolean isIndependent() {
        return is(Said.INDEPENDENT);
    }

    private boolean is(Said what) {
        return Boolean.TRUE.equals(said.get(what));
    }

    @Nullable
    Duration deadline() {
        return (Duration) said.get(Said.DEADLINE);
    }

    int attempts() {
        return said.get(Said.ATTEMPTS) instanceof Integer attempts ? attempts : 1;
    }

    Backoff backoff() {
        return said.get(Said.BACKOFF) instanceof Backoff backoff ? backoff : Backoff.USUAL;
    }

    @Nullable
    Role role() {
        return (Role) said.get(Said.ROLE);
    }

    /** @throws IllegalArgumentException if what is said does not go together */
    void check() {
        if (is(Said.DEFERRABLE) && !(isolation() == Isolation.SERIALIZABLE && isReadOnly())) {
            throw new IllegalArgumentException(
                    "A transaction is deferrable only where it is serializable and read-only:"
                            + " serializable().withReadOnly(true).withDeferrable(true)");
        }
    }

    /**
     * Of a part of another transaction.
     *
     * @param outermost how that one runs; null if another than us has begun it
     * @throws IllegalArgumentException if these can only be said of a whole one
     */
    void checkNested(@Nullable TransactionOptions outermost) {
        List<Said> refused = new ArrayList<>();
        for (Map.Entry<Said, Object> each : said.entrySet()) {
            boolean fits =
                    switch (each.getKey()) {
                        case NAME, ATTEMPTS, BACKOFF -> true;
                        case ISOLATION -> {
                            Isolation wanted = (Isolation) each.getValue();
                            Isolation there = outermost == null ? null : outermost.isolation();
                            yield there != null && wanted.compareTo(there) <= 0;
                        }
                        case READ_ONLY -> each.getValue().equals(outermost != null && outermost.isReadOnly());
                        case DEFERRABLE, INDEPENDENT -> Boolean.FALSE.equals(each.getValue());
                        case DEADLINE, LOCK_TIMEOUT, ROLE -> false;
                    };
            if (!fits) {
                refused.add(each.getKey());
            }
        }
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("A transaction within another is a part of it, and cannot have its own "
                    + refused.stream().map(TransactionOptions::label).collect(Collectors.joining(", "))
                    + ": say it of the outermost one");
        }
    }

    private static String label(Said what) {
        return what.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TransactionOptions options && said.equals(options.said);
    }

    @Override
    public int hashCode() {
        return said.hashCode();
    }

    /** {@return what is said, without the values of settings} */
    @Override
    public String toString() {
        StringJoiner options = new StringJoiner(", ", "TransactionOptions[", "]");
        said.forEach((what, value) -> options.add(label(what)
                + "="
                + (value instanceof Duration time
                        ? ErrorText.of(time)
                        : value instanceof Role role ? role.name() : value)));
        return options.toString();
    }
}
