package com.acme;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/** Says what was done, how long it took, and what came of it. */
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    <T> T timed(String work, Supplier<T> body) {
        long start = System.nanoTime();
        T result = body.get();
        double milliseconds = (System.nanoTime() - start) / 1e6;
        out.printf(Locale.ROOT, "%n%-40s %,10.1f ms%n", work, milliseconds);
        return result;
    }

    void line(String format, Object... values) {
        out.printf(Locale.ROOT, "    " + format + "%n", values);
    }
}
