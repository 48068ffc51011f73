package dev.serein;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a connection.
 *
 * @param thread the name of the thread that borrowed it
 * @param line where, in the application's code: {@code com.acme.Orders.list(Orders.java:42)}
 * @param held for how long
 */
public record Holder(String thread, String line, Duration held) implements Serializable {

    /** Null if nobody holds it any more. */
    static @Nullable Holder of(Slot slot) {
        Duration held = Duration.ofNanos(System.nanoTime() - slot.since());
        Thread thread = slot.holder();
        if (thread == null) {
            return null;
        }
        Throwable where = slot.where();
        StackTraceElement[] stack = where == null ? thread.getStackTrace() : where.getStackTrace();
        return slot.holder() == thread ? new Holder(nameOf(thread), CallSite.of(stack), held) : null;
    }

    /** A virtual thread has no name unless it is given one. */
    static String nameOf(Thread thread) {
        return thread.getName().isEmpty() ? thread.toString() : thread.getName();
    }

    /** {@return one line for messages and logs} */
    @Override
    public String toString() {
        return "for " + held.toMillis() + " ms by thread " + thread + ", borrowed at " + line;
    }
}
