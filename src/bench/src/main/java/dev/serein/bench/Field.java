package dev.serein.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who there is to take part: those of the JVM, pgbench, and those that a file in the folder of node names. */
final class Field {
    private final Path node;
    private final Path logs;

    Field(Path node) throws IOException {
        this.node = node;
        this.logs = Files.createTempDirectory("serein-bench");
    }

    Set<String> names() throws IOException {
        Set<String> names = new LinkedHashSet<>(Peer.contenders().keySet());
        names.addAll(Pgbench.NAMES);
        nodePeers().forEach(peer -> names.add(name(peer)));
        return names;
    }

    /** Starts these, none being all, and says of whom it leaves out why. */
    List<Contestant> start(List<String> chosen, String url) throws IOException {
        List<PeerProcess> started = new ArrayList<>();
        for (String name : Peer.contenders().keySet()) {
            if (isChosen(name, chosen)) {
                started.add(PeerProcess.jvm(name, url, logs));
            }
        }
        started.addAll(startNode(chosen, url));
        List<Contestant> all = new ArrayList<>(started);
        for (PeerProcess peer : started) {
            try {
                peer.await();
            } catch (IOException e) {
                leftOut(peer.name(), e.getMessage());
                peer.close();
                all.remove(peer);
            }
        }
        for (String name : Pgbench.NAMES) {
            if (isChosen(name, chosen)) {
                Pgbench.find(name, url, logs).ifPresentOrElse(all::add, () -> leftOut(name, "it is not installed"));
            }
        }
        return all;
    }

    /** What the peers have written to stderr; to be called when nothing has failed. */
    void removeLogs() throws IOException {
        try (Stream<Path> files = Files.walk(logs)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<PeerProcess> startNode(List<String> chosen, String url) throws IOException {
        List<PeerProcess> started = new ArrayList<>();
        boolean isInstalled = Files.isDirectory(node.resolve("node_modules"));
        for (Map<?, ?> peer : nodePeers()) {
            String name = name(peer);
            if (!isChosen(name, chosen)) {
                continue;
            }
            if (peer.get("skip") != null) {
                leftOut(name, String.valueOf(peer.get("skip")));
            } else if (!isInstalled) {
                leftOut(name, "run npm ci && npm run setup in " + node);
            } else if (peer.get("command") instanceof List<?> command) {
                List<String> words = command.stream().map(String::valueOf).toList();
                try {
                    started.add(PeerProcess.start(name, words, node, url, logs));
                } catch (IOException e) {
                    leftOut(name, e.getMessage());
                }
            }
        }
        return started;
    }

    private List<Map<?, ?>> nodePeers() throws IOException {
        Path file = node.resolve("peers.json");
        List<Map<?, ?>> peers = new ArrayList<>();
        if (Files.exists(file)) {
            for (Object peer : (List<?>) Json.parse(Files.readString(file))) {
                peers.add((Map<?, ?>) peer);
            }
        }
        return peers;
    }

    private static String name(Map<?, ?> peer) {
        return String.valueOf(peer.get("name"));
    }

    private static boolean isChosen(String name, List<String> chosen) {
        return chosen.isEmpty() || chosen.contains(name);
    }

    private static void leftOut(String name, @Nullable String reason) {
        System.err.println("Without " + name + ": " + reason);
    }
}
