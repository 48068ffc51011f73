package dev.serein.postgres;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks, every few milliseconds, whether something outside of this process has happened. */
final class Wait {
    private static final long LOOK_MILLIS = 5;

    private Wait() {}

    /** Whether it has happened within this time; false too when the thread is interrupted. */
    static boolean until(BooleanSupplier happened, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            if (!pause()) {
                return false;
            }
        }
        return true;
    }

    /** A few milliseconds; false when the thread is interrupted. */
    static boolean pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
