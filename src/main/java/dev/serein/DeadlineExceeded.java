package dev.serein;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * It took longer than it may. Nothing of it goes on running in the server; only when the server did not answer any
 * more, and the connection was cut, is it not known whether it ran, and the message says so. What to do: give up, or
 * ask for less.
 */
public final class DeadlineExceeded extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private final Duration allowed;

    private DeadlineExceeded(ErrorText text, Duration allowed, @Nullable Throwable cause) {
        super(text, cause);
        this.allowed = allowed;
    }

    static DeadlineExceeded waitingForAConnection(Duration allowed, PoolStatus status) {
        ErrorText text = new ErrorText("Cannot borrow a connection within " + ErrorText.of(allowed));
        PoolExhausted.describe(status, text);
        return new DeadlineExceeded(text, allowed, null);
    }

    static DeadlineExceeded beforeTheStatement(Duration allowed) {
        return new DeadlineExceeded(
                new ErrorText("Cannot run a statement within " + ErrorText.of(allowed)
                                + ": what came before it took all of it")
                        .fix("ask for less, or allow more: withDeadline(…)"),
                allowed,
                null);
    }

    static DeadlineExceeded of(
            String what, String why, Duration allowed, String fix, ErrorText.Facts facts, Throwable cause) {
        ErrorText text = new ErrorText(what + " within " + ErrorText.of(allowed) + ": " + why);
        return new DeadlineExceeded(facts.addTo(text).fix(fix), allowed, cause);
    }

    /** @param after how long it ran: the server does not say how long it was allowed to */
    static DeadlineExceeded ofServer(
            String what, String why, Duration after, String fix, ErrorText.Facts facts, Throwable cause) {
        ErrorText text = facts.addTo(new ErrorText(what + ": " + why)).with("ran", after.toMillis() + " ms");
        return new DeadlineExceeded(text.fix(fix), after, cause);
    }

    /**
     * How long it was allowed to take.
     *
     * @return the deadline of the session; of what a timeout of the server's has ended, how long it ran
     */
    public Duration allowed() {
        return allowed;
    }
}
