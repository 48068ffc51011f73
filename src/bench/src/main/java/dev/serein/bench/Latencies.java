package dev.serein.bench;

import java.util.Arrays;

/** How long the operations took, within one percent; noting one costs nanoseconds and no memory. */
final class Latencies {
    /** So many bits of a number are kept, below its highest one. */
    private static final int BITS = 7;

    private final long[] counts = new long[(64 - BITS + 1) << BITS];

    void note(long nanos) {
        counts[bucket(nanos)]++;
    }

    void add(Latencies others) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += others.counts[i];
        }
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    /** {@return the nanoseconds that this share of all did not exceed} */
    long percentile(double share) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long rank = (long) Math.ceil(share * all);
        int bucket = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[bucket]) {
            bucket++;
        }
        return middle(bucket);
    }

    private static int bucket(long nanos) {
        int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos) - BITS);
        return shift == 0 ? (int) nanos : (shift << BITS) + (int) (nanos >> shift);
    }

    private static long middle(int bucket) {
        int shift = Math.max(0, (bucket >> BITS) - 1);
        long mantissa = bucket - ((long) shift << BITS);
        return (mantissa << shift) + ((1L << shift) >> 1);
    }
}
