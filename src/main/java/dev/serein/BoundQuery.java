package dev.serein;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Query} with its arguments, to be made a {@link Call}: what {@code bind(…)} returns. Immutable, thread-safe.
 *
 * @param <T> the row
 */
public final class BoundQuery<T> {
    private final PreparedRows<T> rows;
    private final @Nullable Object[] arguments;

    BoundQuery(PreparedRows<T> rows, @Nullable Object... arguments) {
        this.rows = rows;
        this.arguments = arguments;
    }

    /**
     * All rows.
     *
     * @return the call; its result is unmodifiable
     * @throws IllegalArgumentException as of {@link Call#list}
     */
    public Call<List<T>> list() {
        return Call.list(rows, arguments);
    }

    /**
     * The only row, which has to be there, or nothing of the batch is stored.
     *
     * @return the call
     * @throws IllegalArgumentException as of {@link Call#one}
     */
    public Call<T> one() {
        return Call.one(rows, arguments);
    }

    /**
     * The only row, if there is one; if there are more, nothing of the batch is stored.
     *
     * @return the call
     * @throws IllegalArgumentException as of {@link Call#one}
     */
    public Call<Optional<T>> maybe() {
        return Call.maybe(rows, arguments);
    }

    /** {@return the SQL, with a placeholder for each value} */
    @Override
    public String toString() {
        return rows.sql().text();
    }
}
