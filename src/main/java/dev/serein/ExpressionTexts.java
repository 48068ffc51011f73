package dev.serein;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jooq.Param;
import org.jooq.Table;

/**
 * The changes of a table with expressions of the user's among their values, rendered once for all that differ in values
 * only. What is kept holds no value. Thread-safe.
 */
final class ExpressionTexts {
    private final Generations<Sql> known = new Generations<>(Shapes.MOST / 2);

    /** @param render of what was walked through */
    Sql of(ShapeWalk walk, Table<?> table, Supplier<Sql> render) {
        if (!walk.isKnown()) {
            return render.get();
        }
        ShapeKey key = walk.key();
        Sql found = known.find(key);
        if (found != null) {
            return found.filled(walk.values());
        }
        Sql rendered = render.get();
        if (known.isAgain(key)) {
            keep(key, rendered, walk.values(), table);
        }
        return rendered;
    }

    /** Unless a placeholder may look otherwise with another value, or a value is somewhere else than in one. */
    private void keep(ShapeKey key, Sql rendered, Param<?>[] values, Table<?> table) {
        for (Param<?> value : values) {
            if (!Codec.isSteady(value.getDataType())) {
                return;
            }
        }
        Sql blank = rendered.blank(Arrays.asList(values), table);
        if (blank != null && blank.blanks().size() == values.length) {
            known.keep(key, blank);
        }
    }

    int size() {
        return known.size();
    }
}
