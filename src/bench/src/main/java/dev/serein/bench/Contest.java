package dev.serein.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One operation for all peers that offer it, in turns. */
final class Contest {
    /** How many turns are compared before the clock runs. */
    private static final int CHECKED = 5;
    /** So many slices in a row that differ by no more than {@link #SPREAD}. */
    private static final int FLAT = 3;

    /** A JVM's figures are flat for a moment also between two of its compilers. */
    private static final int FEWEST = 5;

    private static final double SPREAD = 0.05;

    private final Operation operation;
    private final ShopDatabase shop;
    private final Server server;
    private final Arguments arguments;
    private final List<Contestant> peers = new ArrayList<>();

    Contest(Operation operation, ShopDatabase shop, Server server, Arguments arguments) {
        this.operation = operation;
        this.shop = shop;
        this.server = server;
        this.arguments = arguments;
    }

    /** Lets those take part which offer the operation, if all of them return the same. */
    void invite(List<Contestant> all) throws IOException, SQLException {
        Map<Long, String> seen = new HashMap<>();
        for (Contestant peer : all) {
            shop.settle();
            shop.clear();
            try {
                for (long turn = 0; turn < CHECKED; turn++) {
                    String said = peer.check(operation, turn);
                    if (said.equals(Pgbench.NOTHING_TOLD)) {
                        continue;
                    }
                    String first = seen.computeIfAbsent(turn, any -> said);
                    if (!first.equals(said)) {
                        throw new IllegalStateException("In turn " + turn + " of " + operation.word() + " "
                                + peer.name() + " says " + said + ", others " + first);
                    }
                }
                if (!Pgbench.NAMES.contains(peer.name())) {
                    shop.requireStored(operation, peer.name(), CHECKED);
                }
                peers.add(peer);
            } catch (Skipped e) {
                // then it is not in the table
            }
        }
        shop.clear();
    }

    /**
     * Lets all run until their figures are flat. To be called while they may use all processors, too: compilers of
     * their own work beside them.
     */
    void warmUp(int concurrency) throws IOException, SQLException {
        for (Contestant peer : peers) {
            warmUp(peer, concurrency);
        }
    }

    List<Entry> run(int concurrency) throws IOException, SQLException {
        warmUp(concurrency);
        List<Entry> entries = peers.stream().map(Entry::new).toList();
        List<Entry> order = new ArrayList<>(entries);
        for (int round = 0; round < arguments.rounds(); round++) {
            Collections.rotate(order, 1);
            for (Entry entry : order) {
                entry.keep(undisturbed(entry, concurrency));
            }
            if (operation.writes()) {
                shop.clear();
            }
        }
        return entries;
    }

    private Slice undisturbed(Entry entry, int concurrency) throws IOException {
        Slice slice = slice(entry.peer(), concurrency);
        while (slice.isDisturbed() && entry.dropped() < arguments.rounds()) {
            entry.drop();
            slice = slice(entry.peer(), concurrency);
        }
        return slice;
    }

    /** By what it costs the client: that does not waver with what else goes on. */
    private void warmUp(Contestant peer, int concurrency) throws IOException, SQLException {
        long end = System.nanoTime() + arguments.warmUp().toNanos();
        List<Double> last = new ArrayList<>();
        do {
            last.add(slice(peer, concurrency).clientCost());
        } while (!isFlat(last) && System.nanoTime() < end);
        if (operation.writes()) {
            shop.clear();
        }
    }

    private static boolean isFlat(List<Double> costs) {
        if (costs.size() < FEWEST) {
            return false;
        }
        List<Double> last = costs.subList(costs.size() - FLAT, costs.size());
        return Collections.max(last) <= Collections.min(last) * (1 + SPREAD);
    }

    private Slice slice(Contestant peer, int concurrency) throws IOException {
        Server.Reading before = server.read();
        long client = peer.cpu();
        long driver = Cpu.of(ProcessHandle.current().pid());
        long machine = Cpu.ofMachine();
        Answer answer = peer.run(operation, concurrency, arguments.slice());
        machine = Cpu.ofMachine() - machine;
        driver = Cpu.of(ProcessHandle.current().pid()) - driver;
        client = peer.cpu() - client;
        long taken = server.read().since(before);
        return new Slice(answer, client, taken, machine - client - taken - driver);
    }
}
