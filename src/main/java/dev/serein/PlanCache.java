package dev.serein;

import dev.serein.RowReader.Columns;
import dev.serein.ShapeWalk.Asked;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The statements of queries that nobody has prepared, rendered once for all queries that differ in values only. It is a
 * database's, and goes with that; what it keeps holds neither values nor functions of the user's. Thread-safe.
 */
final class PlanCache {
    /** More than anybody writes down. */
    static final int MOST = 1_000;

    // no part of the statement: what tells whether there is a row holds all conditions
    private static final Reading<Long> COUNT = new Reading<>(List.of(DSL.count()), row -> row.getLong(0));
    private static final Reading<Boolean> EXISTENCE =
            new Reading<>(List.of(DSL.field(DSL.trueCondition())), row -> row.getBoolean(0));

    private final Generations<Kept> plans = new Generations<>(MOST / 2);
    private final AtomicLong rendered = new AtomicLong();
    private final BatchTexts batches = new BatchTexts();

    /** What is kept of a query. */
    private sealed interface Kept {}

    /** @param columns of a row; none of a number of rows and of whether there is one */
    private record KeptStatement(Sql sql, Columns columns) implements Kept {}

    private record KeptStatements(Together together) implements Kept {}

    <T> PreparedRows<T> rows(Shape<T> shape) {
        ShapeWalk walk = ShapeWalk.through(shape, Asked.ROWS);
        if (!shape.children().isEmpty()) {
            Kept kept = kept(walk, () -> statements(shape, walk));
            return kept instanceof KeptStatements several
                    ? new NestedRows<>(several.together.filled(walk.values()), shape)
                    : shape.prepared();
        }
        Kept kept =
                kept(walk, () -> statement(shape, shape.select(), shape.read().columns(), walk));
        return kept instanceof KeptStatement one
                ? shape.rows(one.sql.filled(walk.values()), one.columns)
                : shape.prepared();
    }

    PreparedRows<Long> count(Shape<?> shape) {
        ShapeWalk walk = ShapeWalk.through(shape, Asked.COUNT);
        Kept kept = kept(walk, () -> statement(shape, shape.counted(), List.of(), walk));
        return single(kept, walk, shape::counted, COUNT);
    }

    PreparedRows<Boolean> exists(Shape<?> shape) {
        ShapeWalk walk = ShapeWalk.through(shape, Asked.EXISTENCE);
        Kept kept = kept(walk, () -> statement(shape, shape.existing(), List.of(), walk));
        return single(kept, walk, shape::existing, EXISTENCE);
    }

    private static <T> PreparedRows<T> single(
            @Nullable Kept kept, ShapeWalk walk, Supplier<Select<?>> select, Reading<T> reading) {
        return new SingleRows<>(
                kept instanceof KeptStatement one ? one.sql.filled(walk.values()) : Sql.of(select.get()), reading);
    }

    /** Null if nothing is to be kept of a query of this shape, or not yet. */
    private @Nullable Kept kept(ShapeWalk walk, Supplier<@Nullable Kept> render) {
        if (!walk.isKnown()) {
            rendered.incrementAndGet();
            return null;
        }
        ShapeKey key = walk.key();
        Kept known = plans.find(key);
        if (known != null) {
            return known;
        }
        rendered.incrementAndGet();
        Kept made = plans.isAgain(key) ? render.get() : null;
        if (made != null) {
            plans.keep(key, made);
        }
        return made;
    }

    private static @Nullable Kept statement(
            Shape<?> shape, Select<?> select, List<? extends Field<?>> columns, ShapeWalk walk) {
        Sql blank = isSteady(shape, walk) ? Sql.of(select).blank(Arrays.asList(walk.values()), shape.table()) : null;
        return blank == null || !isWhole(blank, walk) ? null : new KeptStatement(blank, Columns.of(columns));
    }

    private static @Nullable Kept statements(Shape<?> shape, ShapeWalk walk) {
        Together blank =
                isSteady(shape, walk) ? Together.of(shape).blank(Arrays.asList(walk.values()), shape.table()) : null;
        return blank == null || !isWhole(blank.alone(), walk) ? null : new KeptStatements(blank);
    }

    /** Whether each value that was met is somewhere in the statement: one may be rendered otherwise, or come twice. */
    private static boolean isWhole(Sql blank, ShapeWalk walk) {
        return blank.blanks().size() == walk.values().length;
    }

    /** Whether the placeholders of such values look the same whatever the values are. */
    private static boolean isSteady(Shape<?> shape, ShapeWalk walk) {
        for (Param<?> value : walk.values()) {
            if (!Codec.isSteady(value.getDataType())) {
                return false;
            }
        }
        return shape.table() instanceof RowTable;
    }

    BatchTexts batches() {
        return batches;
    }

    /** How many queries did not find their statement. */
    long rendered() {
        return rendered.get();
    }

    int size() {
        return plans.size();
    }
}
