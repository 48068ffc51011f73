package dev.serein;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The statement was ended because its thread was interrupted, because the database is being closed, or by somebody on
 * the server. Nothing of it goes on running. What to do: stop.
 */
public final class Cancelled extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private Cancelled(ErrorText text, @Nullable Throwable cause) {
        super(text, cause);
    }

    static Cancelled whileWaiting(Duration waited) {
        return new Cancelled(
                new ErrorText("Cannot borrow a connection: the thread was interrupted")
                        .with("waited", waited.toMillis() + " ms"),
                null);
    }

    static Cancelled because(String what, String why, ErrorText.Facts facts, Throwable cause) {
        return new Cancelled(facts.addTo(new ErrorText(what + ": " + why)), cause);
    }
}
