package dev.serein;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was made for the shapes of queries, as long as they come again. In two halves: when the younger one is full, the
 * older one goes. What is found among the younger is found without a lock. Thread-safe.
 */
final class Generations<V> {
    private static final int MOST_SEEN = 4_096;

    private final int most;
    private volatile Map<ShapeKey, V> young = new ConcurrentHashMap<>();
    private volatile Map<ShapeKey, V> old = Map.of();
    /** Hashes of shapes that came; of two shapes with one hash the second is kept at once, which costs nothing. */
    private final Set<Integer> seen = ConcurrentHashMap.newKeySet();

    /** @param most of them in each half */
    Generations(int most) {
        this.most = most;
    }

    @Nullable
    V find(ShapeKey key) {
        V found = young.get(key);
        return found == null ? foundAmongOld(key) : found;
    }

    private @Nullable V foundAmongOld(ShapeKey key) {
        V found = old.get(key);
        if (found != null) {
            keep(key, found);
        }
        return found;
    }

    /**
     * Whether a shape is worth keeping: it came before. One with an alias that is made anew each time never does, and
     * so fills nothing.
     */
    boolean isAgain(ShapeKey key) {
        if (seen.size() >= MOST_SEEN) {
            seen.clear(); // what comes often is seen again soon
        }
        return !seen.add(key.hashCode());
    }

    synchronized void keep(ShapeKey key, V made) {
        young.put(key.compact(), made);
        if (young.size() >= most) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }

    int size() {
        return young.size() + old.size();
    }
}
