package dev.serein.postgres.fault;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What the threads of one connection wait for: that something changes, or that the connection is over. Thread-safe. */
final class Bell {
    private boolean over;

    /** Something has changed. */
    synchronized void ring() {
        notifyAll();
    }

    /** The connection is over: whoever waits is told, now and later. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    synchronized void await(BooleanSupplier condition) throws IOException {
        while (!over && !condition.getAsBoolean()) {
            pause(0);
        }
        requireConnection();
    }

    /** Waits until that time by {@link System#nanoTime}, but not longer than the condition holds. */
    synchronized void awaitUntil(long nanoTime, BooleanSupplier still) throws IOException {
        long left = nanoTime - System.nanoTime();
        while (left > 0 && !over && still.getAsBoolean()) {
            pause(1 + TimeUnit.NANOSECONDS.toMillis(left));
            left = nanoTime - System.nanoTime();
        }
        requireConnection();
    }

    private void pause(long millis) throws IOException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void requireConnection() throws SocketException {
        if (over) {
            throw new SocketException("The connection is over");
        }
    }
}
