package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.transaction.History.Append;
import dev.serein.transaction.History.Attempt;
import dev.serein.transaction.History.Operation;
import dev.serein.transaction.History.Outcome;
import dev.serein.transaction.History.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The check of a history beside one that is nothing but patient: it tries every order of the transactions. */
class SerialOrderTest {
    private static final int HISTORIES = 3_000;
    private static final int KEYS = 3;

    private final Map<Integer, List<Long>> lists = new HashMap<>();
    private long value;

    /** Transactions that take turns in a store without any isolation. */
    private History history(Random random, int transactions) {
        lists.clear();
        value = 0;
        List<List<Operation>> ran = new ArrayList<>();
        List<Integer> turns = new ArrayList<>();
        for (int i = 0; i < transactions; i++) {
            ran.add(new ArrayList<>());
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                turns.add(random.nextInt(turns.size() + 1), i);
            }
        }
        for (int turn : turns) {
            ran.get(turn).add(operation(random));
        }
        List<Attempt> attempts = new ArrayList<>();
        ran.forEach(operations -> attempts.add(new Attempt(attempts.size() + 1, Outcome.COMMITTED, operations)));
        return new History(attempts, lists);
    }

    private Operation operation(Random random) {
        int key = random.nextInt(KEYS);
        List<Long> list = lists.getOrDefault(key, List.of());
        if (random.nextBoolean()) {
            return new Read(key, list);
        }
        lists.put(key, with(list, ++value));
        return new Append(key, value);
    }

    private static List<Long> with(List<Long> list, long value) {
        List<Long> longer = new ArrayList<>(list);
        longer.add(value);
        return List.copyOf(longer);
    }

    private static boolean hasAnOrder(History history, List<Attempt> left, Map<Integer, List<Long>> lists) {
        if (left.isEmpty()) {
            return lists.equals(history.after());
        }
        for (Attempt first : left) {
            Map<Integer, List<Long>> next = new HashMap<>(lists);
            List<Attempt> others = new ArrayList<>(left);
            others.remove(first);
            if (fits(first, next) && hasAnOrder(history, others, next)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(Attempt attempt, Map<Integer, List<Long>> lists) {
        for (Operation operation : attempt.operations()) {
            List<Long> list = lists.getOrDefault(operation.key(), List.of());
            if (operation instanceof Read read && !read.values().equals(list)) {
                return false;
            }
            if (operation instanceof Append append) {
                lists.put(append.key(), with(list, append.value()));
            }
        }
        return true;
    }

    @Test
    void thereIsAnOrderExactlyWhereNothingIsFound() {
        int serial = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            History history = history(random, 2 + random.nextInt(4));
            boolean hasAnOrder = hasAnOrder(history, history.attempts(), Map.of());
            assertThat(HistoryCheck.anomaliesOf(history).isEmpty())
                    .as("seed %d: %s", seed, history)
                    .isEqualTo(hasAnOrder);
            serial += hasAnOrder ? 1 : 0;
        }
        assertThat(serial).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
    }
}
