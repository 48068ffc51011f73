package dev.serein;

import java.util.Arrays;

/**
 * What two queries have in common that differ in values only. All of it is compared by identity: jOOQ's own
 * {@code equals} and {@code hashCode} render. Holds no value. Immutable.
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
            code = 31 * code + System.identityHashCode(parts[i]);
        }
        this.hash = code;
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
            if (parts[i] != key.parts[i]) {
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
