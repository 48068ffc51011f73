package dev.serein;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Statements that are rendered once for each shape they come in, such as the columns that are set. As many as anybody
 * writes down are kept; where a program makes up shapes without end, the others are rendered each time. Thread-safe.
 *
 * @param <S> the shape, with {@code equals}
 * @param <V> what is rendered
 */
final class Shapes<S, V> {
    static final int MOST = 256;

    private final Map<S, V> known = new ConcurrentHashMap<>();
    private final Function<? super S, ? extends V> render;

    Shapes(Function<? super S, ? extends V> render) {
        this.render = render;
    }

    V of(S shape) {
        V found = known.get(shape);
        if (found == null) {
            found = render.apply(shape);
            if (known.size() < MOST) {
                known.put(shape, found);
            }
        }
        return found;
    }
}
