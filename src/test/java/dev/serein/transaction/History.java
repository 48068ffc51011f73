package dev.serein.transaction;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What clients did to lists that live in a database, and what they saw of them. Each value is appended once, so that a
 * list that is read tells which transactions made it, and in which order. The idea is that of Elle: Kingsbury and
 * Alvaro, "Elle: Inferring Isolation Anomalies from Experimental Observations", VLDB 2020.
 *
 * @param attempts at a transaction, each of them an entry of its own
 * @param after the lists by their keys, when all was over; a key that is missing has an empty one
 */
record History(List<Attempt> attempts, Map<Integer, List<Long>> after) {
    History {
        attempts = List.copyOf(attempts);
        after = Map.copyOf(after);
    }

    /** What the client was told. */
    enum Outcome {
        COMMITTED("committed"),
        ABORTED("rolled back"),
        UNKNOWN("committed or not");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }
    }

    /** What a transaction does. */
    sealed interface Operation {
        int key();
    }

    /** Whether or not its statement succeeded. */
    record Append(int key, long value) implements Operation {
        @Override
        public String toString() {
            return "append " + value + " to " + key;
        }
    }

    record Read(int key, List<Long> values) implements Operation {
        Read {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return "read " + key + " as " + values;
        }
    }

    /**
     * One run of the body of a transaction, or of a nested one that was rolled back.
     *
     * @param id of no other one
     */
    record Attempt(int id, Outcome outcome, List<Operation> operations) {
        Attempt {
            operations = List.copyOf(operations);
        }

        String name() {
            return "T" + id;
        }

        /** The values it appended to a list, in its order. */
        List<Long> appendedTo(int key) {
            return operations.stream()
                    .filter(operation -> operation instanceof Append && operation.key() == key)
                    .map(append -> ((Append) append).value())
                    .toList();
        }

        @Override
        public String toString() {
            return name() + ", " + outcome.words + ": "
                    + operations.stream().map(Object::toString).collect(Collectors.joining(", "));
        }
    }

    List<Long> after(int key) {
        return after.getOrDefault(key, List.of());
    }
}
