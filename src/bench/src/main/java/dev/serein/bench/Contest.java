package dev.serein.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One task for all contenders, in turns; on the calling thread. */
final class Contest {
    static final int USERS = 10_000;
    static final int LISTED = 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** So short that the neighbours of this process disturb all contenders alike. */
    private static final long SLICE = Duration.ofMillis(10).toNanos();

    private static final int SLICES = 30;
    private static final int WARM_UP_ROUNDS = 5;

    private final Task task;
    private long turn;

    Contest(Task task) {
        this.task = task;
    }

    /**
     * Who takes part.
     *
     * @param costs one for each round
     */
    record Entry(String name, Contender contender, List<Cost> costs) {
        static Entry of(String name, Contender contender) {
            return new Entry(name, contender, new ArrayList<>());
        }
    }

    /** The key of a user; no order in which the server's cache could help. */
    static long user(long turn) {
        return 1 + turn * 7919 % USERS;
    }

    static String email(long user) {
        return "user" + user + "@example.com";
    }

    /** Of one statement: the mean of a round. */
    record Cost(double operationsPerSecond, double microseconds, double bytes) {}

    void run(List<Entry> entries, int rounds) {
        List<Entry> order = new ArrayList<>(entries);
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            List<Sum> sums = entries.stream().map(Sum::new).toList();
            for (int slice = 0; slice < SLICES; slice++) {
                Collections.rotate(order, 1);
                for (Entry entry : order) {
                    run(sums.get(entries.indexOf(entry)));
                }
            }
            if (round >= 0) {
                sums.forEach(Sum::note);
            }
        }
    }

    private void run(Sum sum) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long begun = System.nanoTime();
        do {
            // the result is looked at, lest the compiler leaves it out
            sum.seen += task.run(sum.entry.contender, turn++).hashCode();
            sum.operations++;
        } while (System.nanoTime() - begun < SLICE);
        sum.nanos += System.nanoTime() - begun;
        sum.cpu += THREADS.getCurrentThreadCpuTime() - cpu;
        sum.bytes += THREADS.getCurrentThreadAllocatedBytes() - bytes;
    }

    /** The slices of one contender in one round. */
    private static final class Sum {
        private final Entry entry;
        private long operations;
        private long nanos;
        private long cpu;
        private long bytes;
        private long seen;

        Sum(Entry entry) {
            this.entry = entry;
        }

        void note() {
            double each = operations;
            entry.costs.add(new Cost(each / nanos * 1e9, cpu / each / 1e3, bytes / each));
        }
    }
}
