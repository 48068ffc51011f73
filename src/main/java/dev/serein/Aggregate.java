package dev.serein;

import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * A number that is made of the rows of another table that belong to each row. {@link Relations#count} and
 * {@link Relations#sum} begin it.
 *
 * @param <A> the number
 */
public final class Aggregate<A> implements Child<A> {
    private final Shape<A> shape;
    private final A none;
    private final @Nullable Field<?> summed;

    /**
     * @param none of no rows
     * @param summed what the sum is of; null if the rows are counted
     */
    Aggregate(Shape<A> shape, A none, @Nullable Field<?> summed) {
        this.shape = shape;
        this.none = none;
        this.summed = summed;
    }

    /**
     * Only of rows for which all of these hold, and those of earlier calls.
     *
     * @param more jOOQ conditions
     * @return the number of those
     */
    public Aggregate<A> where(Condition... more) {
        return new Aggregate<>(shape.narrowed(shape.rows().where(TableQuery.conditions(more))), none, summed);
    }

    Shape<A> shape() {
        return shape;
    }

    A none() {
        return none;
    }

    @Nullable
    Field<?> summed() {
        return summed;
    }
}
