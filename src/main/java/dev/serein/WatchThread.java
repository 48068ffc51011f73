package dev.serein;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that looks, for all databases of the process. It runs while there is a database, and forgets one that
 * nobody refers to any more: of a {@link Database#using} nobody is obliged to close it.
 */
final class WatchThread {
    static final long LOOK_NANOS = Duration.ofMillis(25).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final List<WeakReference<Watch>> WATCHES = new CopyOnWriteArrayList<>();
    /** A request to cancel may take its time: the network may be what is wrong. */
    private static final ExecutorService MESSENGERS = Executors.newCachedThreadPool(daemons("serein-cancel"));

    private static @Nullable Thread running;

    private WatchThread() {}

    static synchronized void add(Watch watch) {
        WATCHES.add(new WeakReference<>(watch));
        if (running == null) {
            running = daemons("serein-watch").newThread(WatchThread::run);
            running.start();
        }
    }

    static void send(Runnable message) {
        MESSENGERS.execute(message);
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private static void run() {
        do {
            for (WeakReference<Watch> each : WATCHES) {
                look(each);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        } while (isNeeded());
    }

    private static synchronized boolean isNeeded() {
        if (WATCHES.isEmpty()) {
            running = null;
            return false;
        }
        return true;
    }

    private static void look(WeakReference<Watch> each) {
        Watch watch = each.get();
        try {
            if (watch == null || watch.isOver()) {
                WATCHES.remove(each);
            } else {
                watch.look();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            // one that fails must not leave all the others without deadlines
            LOG.error("Connections could not be looked over", e);
        }
    }
}
