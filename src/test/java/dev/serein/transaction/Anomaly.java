package dev.serein.transaction;

import dev.serein.transaction.History.Attempt;
import java.util.List;
import java.util.stream.Collectors;

/** Something in a history that does not go together with transactions that run one after the other. */
record Anomaly(Phenomenon phenomenon, String text) {

    /** From the worst to the mildest. G… are Adya's: "Weak Consistency", 1999. */
    enum Phenomenon {
        /** A value that nobody appended. */
        GARBAGE("garbage"),
        /** A value that was appended once, and is there twice. */
        DUPLICATE("duplicate append"),
        /** A value that was committed, and is not there. */
        LOST("lost append"),
        /** Two views of a list of which neither is the beginning of the other. */
        INCOMPATIBLE_ORDER("incompatible order"),
        /** Transactions wrote between each other's writes. */
        G0("G0"),
        /** Somebody saw what was rolled back. */
        G1A("G1a"),
        /** Somebody saw what a transaction wrote before its last word. */
        G1B("G1b"),
        /** Each saw, or wrote over, what the other did. */
        G1C("G1c"),
        /** A transaction does not see what it did itself or has seen before. */
        INTERNAL("internal"),
        /** One of them did not see what it comes after: lost update, read skew. */
        G_SINGLE("G-single"),
        /** Several did not see each other: write skew. */
        G2_ITEM("G2-item");

        private final String name;

        Phenomenon(String name) {
            this.name = name;
        }
    }

    static Anomaly of(Phenomenon phenomenon, String what, Attempt... involved) {
        return new Anomaly(phenomenon, phenomenon.name + ": " + what + lines(List.of(involved)));
    }

    /** @param cycle from each to the next, and from the last to the first */
    static Anomaly ofCycle(Phenomenon phenomenon, List<Dependency> cycle) {
        return new Anomaly(
                phenomenon,
                phenomenon.name + ": these cannot have run one after the other" + lines(cycle)
                        + lines(cycle.stream().map(Dependency::from).toList()));
    }

    private static String lines(List<?> facts) {
        return facts.stream().map(fact -> "\n  " + fact).collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return text;
    }
}
