package dev.serein.transaction;

import dev.serein.transaction.Dependency.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which transaction has to come before which. Where it has a cycle, there is no order that they can have run in. */
final class DependencyGraph {
    private final Map<Integer, List<Dependency>> dependencies = new LinkedHashMap<>();

    void add(Dependency dependency) {
        dependencies
                .computeIfAbsent(dependency.from().id(), from -> new ArrayList<>())
                .add(dependency);
    }

    private List<Dependency> from(int id, Set<Kind> kinds) {
        return dependencies.getOrDefault(id, List.of()).stream()
                .filter(dependency -> kinds.contains(dependency.kind()))
                .toList();
    }

    /**
     * The shortest cycle of each group of transactions that depend on one another: one dependency of the first kind,
     * and then others.
     *
     * @param besides a group with one of these transactions is left out
     */
    List<List<Dependency>> cycles(Kind first, Set<Kind> others, Set<Integer> besides) {
        Set<Kind> kinds = EnumSet.of(first);
        kinds.addAll(others);
        List<List<Dependency>> cycles = new ArrayList<>();
        for (Set<Integer> component : components(kinds)) {
            if (component.stream().noneMatch(besides::contains)) {
                List<Dependency> cycle = shortestCycle(component, first, others);
                if (!cycle.isEmpty()) {
                    cycles.add(cycle);
                }
            }
        }
        return cycles;
    }

    private List<Dependency> shortestCycle(Set<Integer> component, Kind first, Set<Kind> others) {
        List<Dependency> shortest = List.of();
        for (int id : component) {
            for (Dependency start : from(id, EnumSet.of(first))) {
                if (component.contains(start.to().id())) {
                    // a longer one is not even looked for
                    int most = shortest.isEmpty() ? component.size() : shortest.size() - 1;
                    List<Dependency> back = path(start.to().id(), id, component, others, most - 1);
                    if (!back.isEmpty()) {
                        shortest = new ArrayList<>(List.of(start));
                        shortest.addAll(back);
                    }
                }
            }
            if (shortest.size() == 2) {
                break;
            }
        }
        return shortest;
    }

    /** @return nothing if there is none of at most so many */
    private List<Dependency> path(int from, int to, Set<Integer> within, Set<Kind> kinds, int most) {
        Map<Integer, Dependency> reachedBy = new HashMap<>();
        List<Integer> reached = List.of(from);
        for (int length = 1; length <= most && !reached.isEmpty(); length++) {
            List<Integer> next = new ArrayList<>();
            for (int id : reached) {
                for (Dependency dependency : from(id, kinds)) {
                    int there = dependency.to().id();
                    if (there != from && within.contains(there) && reachedBy.putIfAbsent(there, dependency) == null) {
                        next.add(there);
                    }
                }
            }
            if (reachedBy.containsKey(to)) {
                LinkedList<Dependency> path = new LinkedList<>();
                for (int at = to; at != from; at = path.getFirst().from().id()) {
                    path.addFirst(reachedBy.get(at));
                }
                return path;
            }
            reached = next;
        }
        return List.of();
    }

    /** Tarjan's strongly connected components of more than one, with a stack of our own: there may be many in a row. */
    private Collection<Set<Integer>> components(Set<Kind> kinds) {
        Map<Integer, Visit> visits = new HashMap<>();
        Deque<Integer> open = new ArrayDeque<>();
        List<Set<Integer>> components = new ArrayList<>();
        for (int root : dependencies.keySet()) {
            Deque<Visit> path = new ArrayDeque<>();
            if (!visits.containsKey(root)) {
                path.push(visit(root, kinds, visits, open));
            }
            while (!path.isEmpty()) {
                Visit visit = path.peek();
                if (visit.next < visit.dependencies.size()) {
                    int to = visit.dependencies.get(visit.next++).to().id();
                    Visit seen = visits.get(to);
                    if (seen == null) {
                        path.push(visit(to, kinds, visits, open));
                    } else if (seen.open) {
                        visit.lowest = Math.min(visit.lowest, seen.number);
                    }
                    continue;
                }
                path.pop();
                if (!path.isEmpty()) {
                    path.peek().lowest = Math.min(path.peek().lowest, visit.lowest);
                }
                if (visit.lowest == visit.number) {
                    components.add(closed(visit, visits, open));
                }
            }
        }
        components.removeIf(component -> component.size() < 2);
        return components;
    }

    private Visit visit(int id, Set<Kind> kinds, Map<Integer, Visit> visits, Deque<Integer> open) {
        Visit visit = new Visit(id, visits.size(), from(id, kinds));
        visits.put(id, visit);
        open.push(id);
        return visit;
    }

    private static Set<Integer> closed(Visit root, Map<Integer, Visit> visits, Deque<Integer> open) {
        Set<Integer> component = new HashSet<>();
        int id;
        do {
            id = open.pop();
            visits.get(id).open = false;
            component.add(id);
        } while (id != root.id);
        return component;
    }

    private static final class Visit {
        private final int id;
        private final int number;
        private final List<Dependency> dependencies;
        private int next;
        private int lowest;
        private boolean open = true;

        Visit(int id, int number, List<Dependency> dependencies) {
            this.id = id;
            this.number = number;
            this.dependencies = dependencies;
            this.lowest = number;
        }
    }
}
