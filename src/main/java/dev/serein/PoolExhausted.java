package dev.serein;

import java.time.Duration;
import java.util.stream.Collectors;

/**
 * No connection became free in time. What to do: see who holds them; make transactions shorter, or the pool larger if
 * the server has room.
 */
public final class PoolExhausted extends DatabaseException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_HOLDERS = 3;

    private final Duration waited;
    private final PoolStatus status;

    PoolExhausted(Duration waited, PoolStatus status, Throwable cause) {
        super(text(waited, status), cause);
        this.waited = waited;
        this.status = status;
    }

    private static ErrorText text(Duration waited, PoolStatus status) {
        ErrorText text = new ErrorText("No connection became free within " + waited.toMillis() + " ms");
        describe(status, text);
        return text.fix(
                status.total() < status.max()
                        ? "connections are still being made: see why the server takes so long, or wait longer"
                        : "do not hold a connection while waiting for something else; see the holders");
    }

    /** What every wait for a connection that ends without one says. */
    static void describe(PoolStatus status, ErrorText text) {
        if (status.max() > 0) {
            text.with("pool", numbers(status));
        }
        if (!status.holders().isEmpty()) {
            text.with(
                    "held",
                    status.holders().stream()
                            .limit(MOST_HOLDERS)
                            .map(Holder::toString)
                            .collect(Collectors.joining("\n")));
        }
    }

    private static String numbers(PoolStatus status) {
        return "%d of %d connections open, %d active, %d idle, %d waiting"
                .formatted(status.total(), status.max(), status.active(), status.idle(), status.waiting());
    }

    /**
     * How long the caller waited.
     *
     * @return the time
     */
    public Duration waited() {
        return waited;
    }

    /**
     * The pool when the wait ended.
     *
     * @return its numbers, and who held the connections, the longest first
     */
    public PoolStatus pool() {
        return status;
    }
}
