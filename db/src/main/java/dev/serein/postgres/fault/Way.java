package dev.serein.postgres.fault;

import java.time.Duration;

/** What is wrong with one direction, for all connections. Thread-safe; whoever changes it rings for those who wait. */
final class Way {
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final long SLICES_PER_SECOND = 50;

    private volatile boolean held;
    private volatile boolean dropped;
    private volatile long delayNanos;
    private volatile long bytesPerSecond = UNLIMITED;

    void hold() {
        held = true;
    }

    void drop() {
        dropped = true;
    }

    void delay(Duration latency) {
        delayNanos = latency.toNanos();
    }

    void throttle(long rate) {
        bytesPerSecond = rate;
    }

    void heal() {
        bytesPerSecond = UNLIMITED;
        delayNanos = 0;
        dropped = false;
        held = false;
    }

    boolean isOpen() {
        return !held;
    }

    boolean drops() {
        return dropped;
    }

    long delayNanos() {
        return delayNanos;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    boolean isThrottled() {
        return bytesPerSecond != UNLIMITED;
    }

    /** How many bytes go at once at this rate, so that a change of it is soon felt. */
    static long slice(long rate) {
        return Math.max(1, rate / SLICES_PER_SECOND);
    }
}
