package dev.serein.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table for each operation and concurrency; and all of them as JSON. */
final class Report {
    /** To whom the others are compared; without it to the first. */
    private static final String FLOOR = "jdbc";

    private final PrintStream out;
    private final List<Map<String, @Nullable Object>> all = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void add(Operation operation, int concurrency, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        Figures floor = Figures.of(entries.stream()
                .filter(entry -> entry.peer().name().equals(FLOOR))
                .findFirst()
                .orElse(entries.get(0)));
        out.printf(
                "%n%-18s %10s %9s %9s %10s %10s %10s %9s %9s %8s%n",
                operation.word() + " × " + concurrency,
                "ops/s",
                "p50 µs",
                "p99 µs",
                "client µs",
                "server µs",
                "bytes/op",
                "ops ÷",
                "client ÷",
                "dropped");
        for (Entry entry : entries) {
            Figures figures = Figures.of(entry);
            out.printf(
                    Locale.ROOT,
                    "%-18s %10.0f %9.0f %9.0f %10.1f %10.1f %10s %9.2f %9.2f %8d%n",
                    entry.peer().name(),
                    figures.perSecond,
                    figures.p50,
                    figures.p99,
                    figures.client,
                    figures.server,
                    Double.isNaN(figures.bytes) ? "–" : String.format(Locale.ROOT, "%.0f", figures.bytes),
                    figures.perSecond / floor.perSecond,
                    figures.client / floor.client,
                    entry.dropped());
            all.add(figures.words(operation, concurrency, entry, floor));
        }
    }

    void write(Path file, int version) throws IOException {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("postgresql", version);
        words.put("java", System.getProperty("java.version"));
        words.put("processors", Cpu.processors());
        words.put("results", all);
        Files.writeString(file, Json.write(words) + "\n");
    }

    /** The medians of the slices. */
    private record Figures(double perSecond, double p50, double p99, double client, double server, double bytes) {
        static Figures of(Entry entry) {
            return new Figures(
                    entry.median(Slice::perSecond),
                    entry.median(slice -> slice.answer().p50()),
                    entry.median(slice -> slice.answer().p99()),
                    entry.median(Slice::clientCost),
                    entry.median(Slice::serverCost),
                    entry.median(Slice::bytes));
        }

        Map<String, @Nullable Object> words(Operation operation, int concurrency, Entry entry, Figures floor) {
            Map<String, @Nullable Object> words = new LinkedHashMap<>();
            words.put("operation", operation.word());
            words.put("concurrency", concurrency);
            words.put("peer", entry.peer().name());
            words.put("opsPerSecond", rounded(perSecond));
            words.put("p50Micros", rounded(p50));
            words.put("p99Micros", rounded(p99));
            words.put("clientMicros", rounded(client));
            words.put("serverMicros", rounded(server));
            words.put("bytes", Double.isNaN(bytes) ? null : rounded(bytes));
            words.put("opsRatio", rounded(perSecond / floor.perSecond));
            words.put("clientRatio", rounded(client / floor.client));
            words.put("dropped", entry.dropped());
            return words;
        }

        private static double rounded(double figure) {
            return Math.round(figure * 1000) / 1000.0;
        }
    }
}
