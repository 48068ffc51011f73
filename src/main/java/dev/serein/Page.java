package dev.serein;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a longer list, and how to go on from them: a cursor is handed to {@link PageRequest#of}. A cursor marks
 * a place between two rows by the values of the order, not by a number of rows: rows that others insert or delete
 * meanwhile never shift what follows, and a row that is there all the time, with the same values of the order, comes up
 * exactly once.
 *
 * <ul>
 *   <li>{@code next} is null where the list ends. After {@code previous} was followed it is there always: that is where
 *       one came from.
 *   <li>{@code previous} is null on a page that was asked for without a cursor, and where the list begins. After
 *       {@code next} was followed it is there always. It leads to the rows just before this page's first, as many as a
 *       page has; with rows that were inserted there meanwhile.
 *   <li>A page may be empty where all rows from there on were deleted meanwhile; its cursor leads back.
 * </ul>
 *
 * <p>Immutable.
 *
 * @param items the rows in their order, forwards and backwards alike; unmodifiable
 * @param next the cursor of the page after this one, or null: URL-safe text, not to be taken apart. Whoever holds it
 *     can read the values of the order in it
 * @param previous the cursor of the page before this one, or null
 * @param <T> the row
 */
public record Page<T>(
        List<T> items, @Nullable String next, @Nullable String previous) {

    /**
     * Copies the items.
     *
     * @param items the rows
     * @param next the cursor of the page after this one, or null
     * @param previous the cursor of the page before this one, or null
     */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The same page, of something made of each row.
     *
     * @param function makes it
     * @param <U> what it makes
     * @return a page with the same cursors
     */
    public <U> Page<U> map(Function<? super T, ? extends U> function) {
        return new Page<>(items.stream().<U>map(function).toList(), next, previous);
    }
}
