package dev.serein.migrate;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How long something is waited for, from now on. Pauses are of a random length, so that those who wait spread. */
final class Patience {
    private final long begun = System.nanoTime();
    private final Duration all;

    Patience(Duration all) {
        this.all = all;
    }

    Duration all() {
        return all;
    }

    Duration waited() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    boolean isOver() {
        return waited().compareTo(all) >= 0;
    }

    /** Between a half and one and a half of it, but not beyond the end. */
    Duration about(Duration pause) {
        long nanos = (long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1.5));
        long left = Math.max(all.minus(waited()).toNanos(), 0);
        return Duration.ofNanos(Math.min(nanos, left));
    }

    static void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /** In the largest unit that it is a whole number of. */
    static String text(Duration time) {
        if (time.toMillis() % 1000 != 0) {
            return time.toMillis() + " ms";
        }
        return time.toSeconds() % 60 != 0 || time.isZero() ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }
}
