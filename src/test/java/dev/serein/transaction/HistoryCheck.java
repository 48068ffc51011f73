package dev.serein.transaction;

import dev.serein.transaction.Anomaly.Phenomenon;
import dev.serein.transaction.Dependency.Kind;
import dev.serein.transaction.History.Append;
import dev.serein.transaction.History.Attempt;
import dev.serein.transaction.History.Operation;
import dev.serein.transaction.History.Outcome;
import dev.serein.transaction.History.Read;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what is wrong with a history: values that are where they should not be, and cycles of transactions each of
 * which would have to come before the next. Of a group of transactions that depend on one another the worst phenomenon
 * is told only.
 */
final class HistoryCheck {
    private final History history;
    private final Map<Long, Attempt> writers = new HashMap<>();
    private final Map<Long, Integer> keys = new HashMap<>();
    /** The attempts of which something is there, or should be, by their ids. */
    private final Set<Integer> stored = new HashSet<>();

    private final List<Anomaly> anomalies = new ArrayList<>();

    private HistoryCheck(History history) {
        this.history = history;
        Set<Long> there = new HashSet<>();
        history.after().values().forEach(there::addAll);
        for (Attempt attempt : history.attempts()) {
            boolean seen = false;
            for (Operation operation : attempt.operations()) {
                if (operation instanceof Append append) {
                    if (writers.put(append.value(), attempt) != null) {
                        throw new IllegalArgumentException("Appended twice by the clients: " + append.value());
                    }
                    keys.put(append.value(), append.key());
                    seen |= there.contains(append.value());
                }
            }
            if (attempt.outcome() == Outcome.COMMITTED || attempt.outcome() == Outcome.UNKNOWN && seen) {
                stored.add(attempt.id());
            }
        }
    }

    /**
     * What is wrong; nothing if the transactions can have run one after the other.
     *
     * @throws IllegalArgumentException if a value was appended by two
     */
    static List<Anomaly> anomaliesOf(History history) {
        HistoryCheck check = new HistoryCheck(history);
        history.after().forEach((key, values) -> check.values(key, values, null));
        for (Attempt attempt : history.attempts()) {
            if (check.stored.contains(attempt.id())) {
                check.appends(attempt);
                check.reads(attempt);
                check.internal(attempt);
            }
        }
        check.cycles();
        return check.anomalies;
    }

    private void found(Phenomenon phenomenon, String what, Attempt... involved) {
        anomalies.add(Anomaly.of(phenomenon, what, involved));
    }

    private void appends(Attempt attempt) {
        Set<Integer> appendedTo = new LinkedHashSet<>();
        for (Operation operation : attempt.operations()) {
            if (operation instanceof Append append) {
                appendedTo.add(append.key());
                if (!history.after(append.key()).contains(append.value())) {
                    found(Phenomenon.LOST, "%d is not in %d".formatted(append.value(), append.key()), attempt);
                }
            }
        }
        for (int key : appendedTo) {
            List<Long> order = new ArrayList<>(history.after(key));
            List<Long> appended = attempt.appendedTo(key);
            order.retainAll(appended);
            if (!order.equals(appended) && order.size() == appended.size() && order.containsAll(appended)) {
                found(Phenomenon.INCOMPATIBLE_ORDER, "%d is %s".formatted(key, history.after(key)), attempt);
            }
        }
    }

    private void reads(Attempt reader) {
        for (Operation operation : reader.operations()) {
            if (operation instanceof Read read && values(read.key(), read.values(), reader)) {
                List<Long> order = history.after(read.key());
                int size = read.values().size();
                if (size > order.size() || !order.subList(0, size).equals(read.values())) {
                    found(Phenomenon.INCOMPATIBLE_ORDER, "%d is %s".formatted(read.key(), order), reader);
                }
            }
        }
    }

    /** @param reader null if it is the end */
    private boolean values(int key, List<Long> values, Attempt reader) {
        int before = anomalies.size();
        String where = (reader == null ? "%d in the end" : "%d as " + reader.name() + " read it").formatted(key);
        Attempt[] involved = reader == null ? new Attempt[0] : new Attempt[] {reader};
        Set<Long> distinct = new HashSet<>();
        for (long value : values) {
            Attempt writer = writers.get(value);
            if (!distinct.add(value)) {
                found(Phenomenon.DUPLICATE, "%d is twice in %s".formatted(value, where), involved);
            } else if (writer == null || keys.get(value) != key) {
                found(Phenomenon.GARBAGE, "nobody appended %d, which is in %s".formatted(value, where), involved);
            } else if (!stored.contains(writer.id()) && writer != reader) {
                Attempt[] both = reader == null ? new Attempt[] {writer} : new Attempt[] {reader, writer};
                found(Phenomenon.G1A, "%d of a rollback is in %s".formatted(value, where), both);
            }
        }
        if (reader != null && anomalies.size() == before && !values.isEmpty()) {
            intermediate(key, values.get(values.size() - 1), reader);
        }
        return anomalies.size() == before;
    }

    private void intermediate(int key, long last, Attempt reader) {
        Attempt writer = writers.get(last);
        List<Long> appended = writer.appendedTo(key);
        if (writer != reader && appended.get(appended.size() - 1) != last) {
            found(
                    Phenomenon.G1B,
                    "%d is the end of %d as %s read it".formatted(last, key, reader.name()),
                    reader,
                    writer);
        }
    }

    private void internal(Attempt attempt) {
        Map<Integer, List<Long>> seen = new HashMap<>();
        Map<Integer, List<Long>> since = new HashMap<>();
        for (Operation operation : attempt.operations()) {
            int key = operation.key();
            List<Long> own = since.computeIfAbsent(key, k -> new ArrayList<>());
            if (operation instanceof Append append) {
                own.add(append.value());
            } else if (operation instanceof Read read) {
                List<Long> expected = new ArrayList<>(seen.getOrDefault(key, List.of()));
                expected.addAll(own);
                int others = Math.max(0, read.values().size() - own.size());
                List<Long> comparable = seen.containsKey(key)
                        ? read.values()
                        : read.values().subList(others, read.values().size());
                if (!comparable.equals(expected)) {
                    found(
                            Phenomenon.INTERNAL,
                            "%d is %s to %s, and not %s".formatted(key, read.values(), attempt.name(), expected),
                            attempt);
                }
                seen.put(key, read.values());
                own.clear();
            }
        }
    }

    private void cycles() {
        DependencyGraph graph = new DependencyGraph();
        history.after().forEach((key, order) -> {
            for (int i = 1; i < order.size(); i++) {
                add(graph, writers.get(order.get(i - 1)), writers.get(order.get(i)), Kind.WW, key, order.get(i));
            }
        });
        history.attempts().forEach(attempt -> dependenciesOfReads(graph, attempt));

        Set<Integer> known = new HashSet<>();
        cycles(graph, Phenomenon.G0, Kind.WW, EnumSet.of(Kind.WW), known);
        cycles(graph, Phenomenon.G1C, Kind.WR, EnumSet.of(Kind.WW, Kind.WR), known);
        cycles(graph, Phenomenon.G_SINGLE, Kind.RW, EnumSet.of(Kind.WW, Kind.WR), known);
        cycles(graph, Phenomenon.G2_ITEM, Kind.RW, EnumSet.allOf(Kind.class), known);
    }

    private void cycles(DependencyGraph graph, Phenomenon name, Kind first, Set<Kind> others, Set<Integer> known) {
        for (List<Dependency> cycle : graph.cycles(first, others, known)) {
            anomalies.add(Anomaly.ofCycle(name, cycle));
            cycle.forEach(dependency -> known.add(dependency.from().id()));
        }
    }

    /** What is read of a list after one's own append to it tells nothing new. */
    private void dependenciesOfReads(DependencyGraph graph, Attempt reader) {
        Set<Integer> appendedTo = new HashSet<>();
        for (Operation operation : reader.operations()) {
            if (operation instanceof Append) {
                appendedTo.add(operation.key());
            } else if (operation instanceof Read read && !appendedTo.contains(read.key())) {
                List<Long> order = history.after(read.key());
                int size = read.values().size();
                if (size > 0) {
                    long last = read.values().get(size - 1);
                    add(graph, writers.get(last), reader, Kind.WR, read.key(), last);
                }
                if (size < order.size()) {
                    add(graph, reader, writers.get(order.get(size)), Kind.RW, read.key(), order.get(size));
                }
            }
        }
    }

    private void add(DependencyGraph graph, Attempt from, Attempt to, Kind kind, int key, long value) {
        if (from != null && to != null && from != to && stored.contains(from.id()) && stored.contains(to.id())) {
            graph.add(new Dependency(from, to, kind, key, value));
        }
    }
}
