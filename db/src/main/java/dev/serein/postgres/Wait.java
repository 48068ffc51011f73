package dev.serein.postgres;

import java.io.IOException;
import java.io.InterruptedIOException;
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

    interface Work {
        void run() throws IOException;
    }

    /**
     * Does what must not be left half done, such as the removal of a server, though the thread is interrupted: locks of
     * files, and their channels, would refuse. What is interrupted in the middle is done again. The thread stays
     * interrupted.
     */
    static void throughInterrupts(Work work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    work.run();
                    return;
                } catch (IOException e) {
                    if (!Thread.interrupted()) {
                        throw e;
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What was waited for, or read, before may be only half of it in an interrupted thread. */
    static void requireNoInterrupt() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the thread was interrupted");
        }
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
