package dev.serein.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The threads of a peer, each of which asks its contender for one thing after the other. */
final class Workers implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Contender contender;
    private final List<Worker> workers;

    Workers(Contender contender, int most) {
        this.contender = contender;
        this.workers = IntStream.range(0, most).mapToObj(Worker::new).toList();
    }

    /** Lets so many workers run it for so long. */
    Answer run(Operation operation, int concurrency, Duration time) throws InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        List<Future<?>> running = new ArrayList<>();
        for (Worker worker : workers.subList(0, concurrency)) {
            running.add(worker.thread.submit(() -> worker.run(operation, end)));
        }
        for (Future<?> each : running) {
            each.get();
        }
        long nanos = System.nanoTime() - begun;
        Latencies latencies = new Latencies();
        long operations = 0;
        long bytes = 0;
        for (Worker worker : workers.subList(0, concurrency)) {
            latencies.add(worker.latencies);
            operations += worker.operations;
            bytes += worker.bytes;
        }
        return new Answer(operations, nanos, latencies.percentile(0.5) / 1e3, latencies.percentile(0.99) / 1e3, bytes);
    }

    @Override
    public void close() {
        workers.forEach(worker -> worker.thread.shutdown());
    }

    /** Kept between the runs, as the threads of an application are: pools remember who borrowed what. */
    private final class Worker {
        private final int index;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Latencies latencies = new Latencies();
        private long turn;
        private long operations;
        private long bytes;
        /** Kept, lest the compiler leaves out what makes it. */
        private @Nullable Object last;

        Worker(int index) {
            this.index = index;
        }

        void run(Operation operation, long end) {
            latencies.clear();
            operations = 0;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            long now = System.nanoTime();
            do {
                last = operation.run(contender, operation.id(turn++, index));
                long begun = now;
                now = System.nanoTime();
                latencies.note(now - begun);
                operations++;
            } while (now < end);
            bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        }

        @Override
        public String toString() {
            return "worker " + index + ", which last saw " + last;
        }
    }
}
