package dev.serein;

import java.time.Duration;

/**
 * Is told of every statement, of those that Serein runs and of those of {@link Session#sql()}: for metrics, traces and
 * logs. Registered with {@link DatabaseOptions#withListener} or {@link Database#using(javax.sql.DataSource,
 * StatementListener...)}. Where there is none, nothing is measured.
 *
 * <p>Called on the thread that ran the statement, once it is over and its connection is given back, unless that is a
 * transaction's; so be quick and thread-safe. What it throws is logged and harms nobody. It may run statements itself,
 * of which no listener is told.
 */
@FunctionalInterface
public interface StatementListener {

    /**
     * A statement is over: it has failed, or its last row is read, or nobody wants more of them.
     *
     * @param event what is known of it, without any value
     */
    void finished(StatementEvent event);

    /**
     * Writes what takes too long to the log {@code dev.serein.SlowQueryLog}, as a warning: how long it took, its name,
     * rows and SQL, and the line that called. No value.
     *
     * @param limit what takes so long, or longer, is written
     * @return a listener, thread-safe
     * @throws IllegalArgumentException if the limit is less than 1 ms
     */
    static StatementListener slowQueryLog(Duration limit) {
        return new SlowQueryLog(limit);
    }
}
