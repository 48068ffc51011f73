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
    private static final long SLICE = Duration.ofMillis(400).toNanos();
    private static final int WARM_UP_ROUNDS = 4;

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

    /** A slice of time, for each of the runs in it. */
    record Cost(double operationsPerSecond, double microseconds, double bytes) {}

    void run(List<Entry> entries, int rounds) {
        List<Entry> order = new ArrayList<>(entries);
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (Entry entry : order) {
                Cost cost = slice(entry.contender);
                if (round >= 0) {
                    entry.costs.add(cost);
                }
            }
            Collections.rotate(order, 1);
        }
    }

    private Cost slice(Contender contender) {
        long operations = 0;
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < SLICE) {
            for (int i = 0; i < 10; i++) {
                if (task.run(contender, turn++).hashCode() == turn) {
                    turn++; // so that no result is left out by the compiler
                }
                operations++;
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double microseconds = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        return new Cost(operations / seconds, microseconds / operations, (double) bytes / operations);
    }
}
