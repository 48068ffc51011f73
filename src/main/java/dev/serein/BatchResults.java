package dev.serein;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of the calls of a {@link Session#batch batch}. Immutable, thread-safe. */
public final class BatchResults {
    private final Map<Call<?>, Object> byCall;

    /** @param byCall by identity; not changed any more */
    BatchResults(Map<Call<?>, Object> byCall) {
        this.byCall = byCall;
    }

    /**
     * The result of a call.
     *
     * @param call one of the batch: the object itself
     * @param <T> the result
     * @return the result
     * @throws IllegalArgumentException if it was not in the batch
     */
    @SuppressWarnings("unchecked") // the call made it
    public <T> T of(Call<T> call) {
        @Nullable Object result = byCall.get(call);
        if (result == null) {
            throw new IllegalArgumentException("This call was not in the batch: " + SqlText.brief(call.toString()));
        }
        return (T) result;
    }

    /** How many rows were read and changed. */
    long rows() {
        return byCall.values().stream().mapToLong(Call::rows).sum();
    }
}
