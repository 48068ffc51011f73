package dev.serein;

import dev.serein.log.LoggedStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@link StatementLog} keeps; thread-safe. */
final class Recording implements StatementListener {
    /** Of a test; some 20 MB. */
    static final int MOST = 100_000;

    private final long begun = System.nanoTime();
    private final int most;
    private final List<LoggedStatement> kept = new ArrayList<>();
    /** Most statements are the same as others: each text is kept once. */
    private final Map<String, String> texts = new HashMap<>();

    private long count;

    Recording(int most) {
        this.most = most;
    }

    @Override
    public synchronized void finished(StatementEvent event) {
        if (event.begun() - begun < 0) {
            return; // of two that began before the log, one may be told of as somebody else listens, the other not
        }
        if (count++ < most) {
            kept.add(new LoggedStatement(
                    once(event.sql()),
                    event.name(),
                    once(event.callSite()),
                    event.duration(),
                    event.rows(),
                    event.error(),
                    event.inTransaction()));
        }
    }

    private String once(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    /** In the time of {@link System#nanoTime()}. */
    long begun() {
        return begun;
    }

    synchronized List<LoggedStatement> kept() {
        return List.copyOf(kept);
    }

    /** Of all, kept or not. */
    synchronized long count() {
        return count;
    }
}
