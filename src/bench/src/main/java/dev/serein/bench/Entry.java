package dev.serein.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A peer in a contest, with the slices that are kept of it. */
final class Entry {
    private final Contestant peer;
    private final List<Slice> slices = new ArrayList<>();
    private int dropped;

    Entry(Contestant peer) {
        this.peer = peer;
    }

    Contestant peer() {
        return peer;
    }

    void keep(Slice slice) {
        slices.add(slice);
    }

    void drop() {
        dropped++;
    }

    int dropped() {
        return dropped;
    }

    double median(ToDoubleFunction<Slice> figure) {
        double[] sorted = slices.stream().mapToDouble(figure).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[half]
                : Arrays.stream(sorted, half - 1, half + 1).average().orElseThrow();
    }
}
