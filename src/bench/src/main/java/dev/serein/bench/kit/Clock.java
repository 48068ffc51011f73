package dev.serein.bench.kit;

import java.util.Arrays;

/** Times what it is given. */
final class Clock {
    private Clock() {}

    interface Work {
        void run() throws Exception;
    }

    static long nanos(Work work) throws Exception {
        long begun = System.nanoTime();
        work.run();
        return System.nanoTime() - begun;
    }

    static double millis(Work work) throws Exception {
        return nanos(work) / 1e6;
    }

    static double median(double... all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
