package dev.serein.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Measures and prints: {@code java -jar src/bench/target/bench.jar}; how, is in the description of the package. */
public final class Bench {
    private Bench() {}

    /**
     * Runs it.
     *
     * @param words as {@code --help} says
     * @throws Exception if anything goes wrong
     */
    public static void main(String[] words) throws Exception {
        Arguments arguments;
        Field field;
        try {
            arguments = Arguments.of(words);
            field = new Field(arguments.node());
            for (String peer : arguments.peers()) {
                if (!field.names().contains(peer)) {
                    throw new IllegalArgumentException("There is no peer " + peer + ", only " + field.names());
                }
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Arguments.USAGE);
            System.exit(2);
            return;
        }
        if (arguments.list()) {
            System.out.println("operations: " + String.join(", ", Operation.words()));
            System.out.println("peers:      " + String.join(", ", field.names()));
        } else {
            try (ShopDatabase shop = ShopDatabase.open()) {
                measure(shop, field, arguments);
            }
        }
        field.removeLogs();
    }

    private static void measure(ShopDatabase shop, Field field, Arguments arguments) throws IOException, SQLException {
        Report report = new Report(System.out);
        Server server = shop.server();
        List<Contestant> peers = field.start(arguments.peers(), shop.url());
        try {
            for (Operation operation : arguments.operations()) {
                Contest contest = new Contest(operation, shop, server, arguments);
                contest.invite(peers);
                place(peers, server, Peer.POOL);
                contest.warmUp(Peer.POOL);
                for (int concurrency : arguments.concurrency()) {
                    place(peers, server, concurrency);
                    report.add(operation, concurrency, contest.run(concurrency));
                }
            }
        } finally {
            peers.forEach(Contestant::close);
        }
        if (arguments.json() != null) {
            report.write(arguments.json(), shop.version());
        }
    }

    /**
     * Alone, a client and its server wait for each other: on one processor that costs what it costs, on two also the
     * other one's waking up, which differs from run to run.
     */
    private static void place(List<Contestant> peers, Server server, int concurrency) throws IOException {
        String all = Cpu.allowed();
        String processors = concurrency == 1 ? all.replaceAll(".*[-,]", "") : all;
        server.moveTo(processors);
        for (Contestant peer : peers) {
            peer.moveTo(processors);
        }
    }
}
