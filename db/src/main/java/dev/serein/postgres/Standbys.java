package dev.serein.postgres;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The standbys that follow one server. Thread-safe. */
final class Standbys {
    private final Set<Standby> all = new LinkedHashSet<>();

    synchronized void add(Standby standby) {
        all.add(standby);
    }

    synchronized void remove(Standby standby) {
        all.remove(standby);
    }

    /** What {@code synchronous_standby_names} is, so that a commit waits for each of those that it is to wait for. */
    synchronized String waitedFor() {
        List<String> names =
                all.stream().filter(Standby::isSynchronous).map(Standby::name).toList();
        return names.isEmpty()
                ? ""
                : names.stream()
                        .map(name -> '"' + name + '"')
                        .collect(Collectors.joining(", ", "FIRST " + names.size() + " (", ")"));
    }

    /** When the server ends, so that nobody need be told. */
    void end() {
        Set<Standby> ended;
        synchronized (this) {
            ended = Set.copyOf(all);
            all.clear();
        }
        ended.forEach(Standby::end);
    }
}
