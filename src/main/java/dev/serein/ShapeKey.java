package dev.serein;

import java.util.Arrays;

/**
 * What two queries have in common that differ in values only. jOOQ's parts are compared by identity, as their own
 * {@code equals} and {@code hashCode} render; names, lengths and escapes by what they are. Holds no value. Immutable.
 */
final class ShapeKey {
    private final Object[] parts;
    private final int size;
    private final int hash;

    /** @param parts not changed any more; the first so many count */
    ShapeKey(Object[] parts, int size) {
        this.parts = parts;
        this.size = size;
        int code = 1;
        for (int i = 0; i < size; i++) {
            Object part = parts[i];
            code = 31 * code + (isPlain(part) ? part.hashCode() : System.identityHashCode(part));
        }
        this.hash = code;
    }

    private static boolean isPlain(Object part) {
        return part instanceof String || part instanceof Integer || part instanceof Character;
    }

    /** The same, to be kept. */
    ShapeKey compact() {
        return new ShapeKey(Arrays.copyOf(parts, size), size);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // as the class says
    public boolean equals(Object other) {
        if (!(other instanceof ShapeKey key) || key.hash != hash || key.size != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            Object part = parts[i];
            if (part != key.parts[i] && !(isPlain(part) && part.equals(key.parts[i]))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
