package dev.serein.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param peers none are all
 * @param rounds how many slices are kept of each peer
 * @param slice how long a peer works in its turn
 * @param warmUp how long it may take until its figures are flat
 * @param node the folder with peers that are not of the JVM
 */
record Arguments(
        List<Operation> operations,
        List<String> peers,
        List<Integer> concurrency,
        int rounds,
        Duration slice,
        Duration warmUp,
        @Nullable Path json,
        Path node,
        boolean list) {

    static final String USAGE = """
            java -jar bench.jar [--only OPERATION,…] [--peers NAME,…] [--concurrency 1,10] [--rounds 9]
                [--slice MILLIS] [--warm-up SECONDS] [--json FILE] [--node FOLDER] [--list]""";

    /** @throws IllegalArgumentException saying what is wrong */
    static Arguments of(String... words) {
        List<Operation> operations = List.of(Operation.values());
        List<String> peers = List.of();
        List<Integer> concurrency = List.of(1, 10);
        int rounds = 9;
        Duration slice = Duration.ofMillis(400);
        Duration warmUp = Duration.ofSeconds(12);
        Path json = null;
        Path node = Path.of("src/bench/node");
        boolean list = false;
        Deque<String> rest = new ArrayDeque<>(List.of(words));
        while (!rest.isEmpty()) {
            String option = rest.remove();
            switch (option) {
                case "--only" ->
                    operations = several(option, rest).stream()
                            .map(Arguments::operation)
                            .toList();
                case "--peers" -> peers = several(option, rest);
                case "--concurrency" ->
                    concurrency = several(option, rest).stream()
                            .map(word -> number(option, word, Peer.POOL))
                            .toList();
                case "--rounds" -> rounds = number(option, value(option, rest), 1_000);
                case "--slice" -> slice = Duration.ofMillis(number(option, value(option, rest), 60_000));
                case "--warm-up" -> warmUp = Duration.ofSeconds(number(option, value(option, rest), 600));
                case "--json" -> json = Path.of(value(option, rest));
                case "--node" -> node = Path.of(value(option, rest));
                case "--list" -> list = true;
                default -> throw new IllegalArgumentException("There is no option " + option);
            }
        }
        return new Arguments(operations, peers, concurrency, rounds, slice, warmUp, json, node, list);
    }

    private static Operation operation(String word) {
        return Operation.of(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no operation " + word + ", only " + String.join(", ", Operation.words())));
    }

    private static List<String> several(String option, Deque<String> rest) {
        return Arrays.asList(value(option, rest).split(","));
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null) {
            throw new IllegalArgumentException("What does " + option + " say?");
        }
        return value;
    }

    private static int number(String option, String word, int most) {
        int number = word.matches("\\d{1,6}") ? Integer.parseInt(word) : 0;
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(option + " takes numbers from 1 to " + most + ", not " + word);
        }
        return number;
    }
}
