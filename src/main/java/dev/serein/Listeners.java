package dev.serein;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told of statements: what the program has registered, and the flight recorder while it records. */
final class Listeners {
    static final Listeners NONE = new Listeners(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(StatementListener.class);
    /** A runtime image may have been made without it. */
    private static final boolean FLIGHT_RECORDER =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    /** Set while a thread's listeners run: what they run themselves would otherwise never end. */
    private static final ThreadLocal<Boolean> TELLING = new ThreadLocal<>();

    /** Those of the program first, then the logs that are open: replaced as a whole, never changed. */
    private volatile StatementListener[] all;
    /** What has begun while a log was open, and is not over. */
    private final Set<Observation> open = ConcurrentHashMap.newKeySet();

    private final Set<StatementListener> blamed = ConcurrentHashMap.newKeySet();

    Listeners(List<StatementListener> all) {
        this.all = all.toArray(StatementListener[]::new);
    }

    /** Null if nobody listens. */
    @Nullable
    Observation observe(Connection connection) throws SQLException {
        FlightRecord record = FLIGHT_RECORDER ? FlightRecord.begun() : null;
        StatementListener[] told = all;
        if (told.length == 0 && record == null) {
            return null;
        }
        boolean listened = told.length > 0 && TELLING.get() == null;
        if (!listened && record == null) {
            return null;
        }
        Observation begun = new Observation(this, listened, record, !connection.getAutoCommit());
        if (listened && told[told.length - 1] instanceof Recording) {
            begun.isLogged(
                    CallSite.below(Listeners.class),
                    LentConnection.of(connection).slot());
            open.add(begun);
        }
        return begun;
    }

    /** From now on; of what has begun before it is not told. */
    synchronized void add(Recording log) {
        StatementListener[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = log;
        all = more;
    }

    synchronized void remove(Recording log) {
        all = Arrays.stream(all).filter(each -> each != log).toArray(StatementListener[]::new);
    }

    /** What has begun while a log was open, and is not over: statements that run, results that nobody has closed. */
    Set<Observation> open() {
        return open;
    }

    void over(Observation ended) {
        open.remove(ended);
    }

    void tell(StatementEvent event) {
        TELLING.set(true);
        try {
            for (StatementListener listener : all) {
                tell(listener, event);
            }
        } finally {
            TELLING.remove();
            event.delivered();
        }
    }

    /** A listener that fails, fails most likely at every statement: once is enough to see it. */
    private void tell(StatementListener listener, StatementEvent event) {
        try {
            listener.finished(event);
        } catch (Throwable e) {
            if (blamed.add(listener)) {
                LOG.warn("A listener of statements has failed; when it fails again, only the level debug shows it", e);
            } else {
                LOG.debug("A listener of statements has failed again", e);
            }
        }
    }
}
