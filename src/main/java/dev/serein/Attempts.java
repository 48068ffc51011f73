package dev.serein;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the whole of something again, as often as the options say, as long as nothing of it can have been committed.
 * Which errors those are, {@link TransactionOptions#withAttempts} says.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
    private static final String READ_ONLY_SERVER = "25006";

    private final TransactionOptions options;
    private final long from;
    private final @Nullable Duration allowed;
    private int made;
    private boolean last;
    private boolean replaced;

    /**
     * @param from since when the time runs
     * @param allowed for all attempts; null for no such limit
     */
    Attempts(TransactionOptions options, long from, @Nullable Duration allowed) {
        this.options = options;
        this.from = from;
        this.allowed = allowed;
    }

    /** There is no other one: it would run in a part of what another has begun. */
    void isLast() {
        last = true;
    }

    /** One attempt. */
    interface Attempt<T extends @Nullable Object, X extends Exception> {
        T run() throws X;
    }

    <T extends @Nullable Object, X extends Exception> T run(Attempt<T, X> attempt) throws X {
        while (true) {
            made++;
            try {
                return attempt.run();
            } catch (Throwable e) {
                if (!mayRunAgain(e) || !pause()) {
                    tell(e);
                    throw e;
                }
                LOG.debug("Attempt {} of transaction {} has failed; it is run again", made, options.name(), e);
            }
        }
    }

    private boolean mayRunAgain(Throwable thrown) {
        if (last || made >= options.attempts()) {
            return false;
        }
        DatabaseException failure = failure(thrown);
        if (failure instanceof TransactionConflict) {
            return true;
        }
        if (failure instanceof ConnectionFailed lost) {
            return !lost.isPermanent();
        }
        // the connection goes to a server that has become read-only, and is replaced: once
        boolean first = !replaced;
        replaced = true;
        return first
                && failure instanceof StatementFailed
                && READ_ONLY_SERVER.equals(failure.sqlState())
                && !options.isReadOnly();
    }

    /** Ours, whatever the application has put around it. */
    private static @Nullable DatabaseException failure(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof DatabaseException failure) {
                return failure;
            }
        }
        return null;
    }

    /** {@return false if there is no time left, or the thread is to stop} */
    private boolean pause() {
        TransactionOptions.Backoff backoff = options.backoff();
        long most = backoff.first().toNanos();
        for (int i = 1; i < made && most < backoff.longest().toNanos(); i++) {
            most *= 2;
        }
        long nanos = ThreadLocalRandom.current()
                .nextLong(Math.min(most, backoff.longest().toNanos()) + 1);
        if (allowed != null && System.nanoTime() - from + nanos >= allowed.toNanos()) {
            return false;
        }
        try {
            Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What is known here, to who will read it. */
    private void tell(Throwable thrown) {
        DatabaseException failure = failure(thrown);
        if (failure instanceof TransactionConflict conflict) {
            conflict.attempts(made);
        }
        String name = options.name();
        if (failure != null && name != null) {
            failure.add("transaction", name);
        }
        if (failure != null && options.attempts() > 1) {
            failure.add("attempts", Integer.toString(made));
        }
    }
}
