package dev.serein.postgres.fault;

import java.net.Socket;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The connections of a proxy, and what has been arranged for those to come. Thread-safe. */
final class Links {
    private final Target target;
    private final Messages messages;
    private final Map<Direction, Way> ways = Map.of(Direction.TO_SERVER, new Way(), Direction.TO_CLIENT, new Way());
    private final NavigableMap<Integer, Link> open = new ConcurrentSkipListMap<>();
    private final Set<Link> stranded = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Map<Direction, Long> cutEach = new EnumMap<>(Direction.class); // guarded by this
    private final Map<Direction, Long> cutNext = new EnumMap<>(Direction.class); // guarded by this

    Links(Target target, Messages messages) {
        this.target = target;
        this.messages = messages;
    }

    Target target() {
        return target;
    }

    Messages messages() {
        return messages;
    }

    Way way(Direction direction) {
        return Objects.requireNonNull(ways.get(direction));
    }

    void add(Socket client) {
        int number = accepted.incrementAndGet();
        Link link = new Link(this, number, client, nextCuts());
        open.put(number, link);
        Listener.start("requests", link::serve);
    }

    private synchronized CutPoints nextCuts() {
        Map<Direction, Long> bytes = new EnumMap<>(Direction.class);
        bytes.putAll(cutEach);
        bytes.putAll(cutNext);
        cutNext.clear();
        return new CutPoints(bytes);
    }

    synchronized void cutEach(Direction direction, long bytes) {
        cutEach.put(direction, bytes);
    }

    synchronized void cutNext(Direction direction, long bytes) {
        cutNext.put(direction, bytes);
    }

    private synchronized void cutNone() {
        cutEach.clear();
        cutNext.clear();
    }

    void forget(Link link) {
        open.remove(link.number());
        stranded.remove(link);
    }

    /** Nobody is there any more but the server. */
    void strand(Link link) {
        stranded.add(link);
        open.remove(link.number());
    }

    void release() {
        open.values().forEach(Link::release);
    }

    boolean areEncrypted() {
        return open.values().stream().anyMatch(Link::isEncrypted);
    }

    int open() {
        return open.size();
    }

    int accepted() {
        return accepted.get();
    }

    /** The one that is open longest ends; whether there is one. */
    boolean resetOldest() {
        Map.Entry<Integer, Link> oldest = open.pollFirstEntry();
        if (oldest == null) {
            return false;
        }
        oldest.getValue().reset();
        return true;
    }

    void reset() {
        open.values().forEach(Link::reset);
    }

    /** Those too of which the server alone is left. */
    void close() {
        reset();
        stranded.forEach(Link::reset);
    }

    /** Something happens to these directions, or to both where none is named. */
    void change(Direction[] only, Consumer<Way> change) {
        Set<Direction> which = EnumSet.allOf(Direction.class);
        if (only.length > 0) {
            which.retainAll(List.of(only));
        }
        which.forEach(direction -> change.accept(way(direction)));
        open.values().forEach(Link::ring);
        stranded.forEach(Link::ring);
    }

    /** All is well, and will be; what has lost something cannot be. */
    void heal() {
        cutNone();
        change(new Direction[0], Way::heal);
        open.values().stream().filter(Link::isLossy).forEach(Link::reset);
    }
}
