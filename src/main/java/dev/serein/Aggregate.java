package dev.serein;

import org.jooq.Condition;

/**
 * A number that is made of the rows of another table that belong to each row. {@link Relations#count} and
 * {@link Relations#sum} begin it.
 *
 * @param <A> the number
 */
public final class Aggregate<A> implements Child<A> {
    private final Shape<A> shape;
    private final A none;

    /** @param none of no rows */
    Aggregate(Shape<A> shape, A none) {
        this.shape = shape;
        this.none = none;
    }

    /**
     * Only of rows for which all of these hold, and those of earlier calls.
     *
     * @param more jOOQ conditions
     * @return the number of those
     */
    public Aggregate<A> where(Condition... more) {
        return new Aggregate<>(shape.narrowed(shape.rows().where(TableQuery.conditions(more))), none);
    }

    Shape<A> shape() {
        return shape;
    }

    A none() {
        return none;
    }
}
