package dev.serein;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what takes too long; thread-safe. */
final class SlowQueryLog implements StatementListener {
    private static final Logger LOG = LoggerFactory.getLogger(SlowQueryLog.class);

    private final Duration limit;
    private final Consumer<String> log;

    SlowQueryLog(Duration limit) {
        this(limit, LOG::warn);
    }

    SlowQueryLog(Duration limit, Consumer<String> log) {
        String problem = Option.SLOW_QUERY_LOG.problem(limit);
        if (problem != null) {
            throw new IllegalArgumentException("The limit of a slow-query log cannot be used: " + problem);
        }
        this.limit = limit;
        this.log = log;
    }

    @Override
    public void finished(StatementEvent event) {
        if (event.duration().compareTo(limit) >= 0) {
            log.accept(text(event));
        }
    }

    private static String text(StatementEvent event) {
        DatabaseException error = event.error();
        ErrorText text = new ErrorText(
                "A statement took " + event.duration().toMillis() + " ms" + (error == null ? "" : ", and failed"));
        if (event.name() != null) {
            text.with("name", event.name());
        }
        if (error != null) {
            text.with("error", error.getClass().getSimpleName());
        } else if (event.rows() >= 0) {
            text.with("rows", String.valueOf(event.rows()));
        }
        return text.with("sql", event.sql()).with("line", event.callSite()).toString();
    }
}
