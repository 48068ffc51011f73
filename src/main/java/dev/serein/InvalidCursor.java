package dev.serein;

import org.jspecify.annotations.Nullable;

/**
 * A cursor leads to no page: it was changed, cut off, signed with another key, or made for another table or another
 * order. What to do: answer 400; whoever sent it begins again without one. The message shows nothing of the cursor.
 */
public final class InvalidCursor extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private InvalidCursor(String why, @Nullable Throwable cause) {
        super(
                new ErrorText("Cannot use the cursor: " + why)
                        .fix("answer 400; the first page is there without a cursor")
                        .toString(),
                cause);
    }

    static InvalidCursor damaged() {
        return new InvalidCursor("it was changed or cut off, or was not made here", null);
    }

    static InvalidCursor ofAnotherOrder() {
        return new InvalidCursor("it was made for another table or another order", null);
    }

    /** Of a cursor that was forged, as it is not signed. */
    static InvalidCursor refused(StatementFailed failure) {
        return new InvalidCursor("PostgreSQL cannot read the values in it", failure);
    }
}
