package dev.serein;

import org.jspecify.annotations.Nullable;

/**
 * Which page is wanted: how many rows, and from where. A web handler hands on what it was sent:
 * {@code PageRequest.of(size, cursor)}, whichever of {@link Page#next} and {@link Page#previous} the cursor was; it
 * says itself in which direction it leads. Immutable, thread-safe.
 */
public final class PageRequest {
    /** The largest page: {@value} rows. */
    public static final int MAX_SIZE = 1_000;

    private final int size;
    private final @Nullable String cursor;
    private final CursorSeal seal;

    private PageRequest(int size, @Nullable String cursor, CursorSeal seal) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_SIZE + " rows, not " + size);
        }
        this.size = size;
        this.cursor = cursor;
        this.seal = seal;
    }

    /**
     * The first page.
     *
     * @param size how many rows at most, from 1 to {@link #MAX_SIZE}
     * @return the request
     * @throws IllegalArgumentException if the size is none
     */
    public static PageRequest first(int size) {
        return of(size, null);
    }

    /**
     * The page that a cursor leads to.
     *
     * @param size how many rows at most, from 1 to {@link #MAX_SIZE}; it may differ from page to page
     * @param cursor from a page of the same table in the same order, as it came from outside: it is checked when the
     *     page is read. Null or empty for the first page
     * @return the request
     * @throws IllegalArgumentException if the size is none
     */
    public static PageRequest of(int size, @Nullable String cursor) {
        return new PageRequest(size, cursor == null || cursor.isEmpty() ? null : cursor, CursorSeal.NONE);
    }

    /**
     * With cursors that only this application can make: they carry a signature (HMAC-SHA256), and a cursor without it,
     * or with another key's, is an {@link InvalidCursor}. Not needed for safety: the values of any cursor are only ever
     * bound, so that the worst that a forged one does is to begin at a place of its maker's choice, or to fail. What it
     * does not do: hide the values that are in the cursor.
     *
     * @param key a secret of 32 bytes or more, the same wherever the cursors are read; copied
     * @return the request
     * @throws IllegalArgumentException if the key is shorter
     */
    public PageRequest signedWith(byte[] key) {
        return new PageRequest(size, cursor, CursorSeal.signature(key));
    }

    int size() {
        return size;
    }

    @Nullable
    String cursor() {
        return cursor;
    }

    CursorSeal seal() {
        return seal;
    }

    /** {@return the size; neither cursor nor key} */
    @Override
    public String toString() {
        return "PageRequest[size=" + size + "]";
    }
}
