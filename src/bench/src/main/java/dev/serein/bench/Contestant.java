package dev.serein.bench;

import java.io.IOException;
import java.time.Duration;

/** A peer as the driver sees it. */
interface Contestant extends AutoCloseable {
    String name();

    /**
     * What it makes of the operation in this turn.
     *
     * @throws Skipped if it does not offer it
     */
    String check(Operation operation, long turn) throws IOException;

    Answer run(Operation operation, int concurrency, Duration time) throws IOException;

    /** Nanoseconds of processor time that it has taken since it began. */
    long cpu() throws IOException;

    /** On which processors it works from now on, as {@code taskset} takes them. */
    void moveTo(String processors) throws IOException;

    @Override
    void close();
}
