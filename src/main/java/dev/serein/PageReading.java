package dev.serein;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** One page of a query: a statement, which asks for a row more than the page has, and what is made of its rows. */
final class PageReading<T> {
    /** Division by zero, logarithm, power, and the limits of windows and of rows. */
    private static final Set<String> COMPUTED =
            Set.of("22012", "2201E", "2201F", "2201G", "22013", "22014", "22016", "2201W", "2201X");

    private static final Object[] NONE = {};

    private final Shape<T> shape;
    private final PageRequest request;
    private final Keyset order;
    private final byte[] identity;
    private final @Nullable Cursor from;

    /** A row and its place in the order. */
    private record Placed<T>(T row, List<@Nullable String> values) {}

    /**
     * @throws InvalidCursor if the cursor is not one of this order
     * @throws IllegalArgumentException if it is not an order to page by
     */
    PageReading(Shape<T> shape, PageRequest request) {
        if (shape.rows().isLimited()) {
            throw new IllegalArgumentException("A page has its own size and place: leave out limit and offset");
        }
        if (shape.rows().distinct()) {
            throw new IllegalArgumentException("A page is of all rows: leave out distinct()");
        }
        this.shape = shape;
        this.request = request;
        this.order = Keyset.of(shape.table(), shape.rows().order());
        this.identity = order.identity();
        String cursor = request.cursor();
        this.from = cursor == null ? null : Cursor.of(cursor, identity, order.size(), request.seal());
    }

    Page<T> read(Session session) {
        PreparedRows<Placed<T>> rows = Executor.of(session).plans().rows(placed());
        try {
            return page(rows.list(session, NONE));
        } catch (StatementFailed e) {
            // what is signed was written by PostgreSQL; it is another value, then, that it cannot read
            if (from != null && !request.seal().isSigned() && isOfValues(e.sqlState())) {
                throw InvalidCursor.refused(e);
            }
            throw e;
        }
    }

    /**
     * Class 22 is for data that cannot be read, class 54 for too much of it; what cannot be computed is of the query.
     */
    private static boolean isOfValues(String state) {
        return (state.startsWith("22") || state.startsWith("54")) && !COMPUTED.contains(state);
    }

    /** As it is sent, without children. */
    Select<?> select() {
        return placed().select();
    }

    private Shape<Placed<T>> placed() {
        Shape.Narrowing rows = shape.rows()
                .where(from == null ? List.of() : List.of(order.beyond(from)))
                .inOrder(order.sorted(isBackward()))
                .limit(DSL.inline(request.size() + 1));
        return new Shape<>(shape.table(), withPlace(shape.read()), rows, shape.children(), this::placed);
    }

    /** What was read of a row, and its place in the order. */
    private Projection<Placed<Object>> withPlace(Projection<?> read) {
        int before = read.columns().size();
        List<Field<String>> texts = order.texts();
        List<Field<?>> columns = new ArrayList<>(read.columns());
        columns.addAll(texts);
        return new Projection<>(columns, row -> {
            List<@Nullable String> values = new ArrayList<>(texts.size());
            for (int i = 0; i < texts.size(); i++) {
                values.add(row.getOrNull(before + i, texts.get(i)));
            }
            return new Placed<>(read.row().read(row), values);
        });
    }

    private Placed<T> placed(Object row, @Nullable Object[] children) {
        Placed<?> read = (Placed<?>) row;
        return new Placed<>(shape.made().of(read.row, children), read.values);
    }

    private boolean isBackward() {
        return from != null && from.backward();
    }

    private Page<T> page(List<Placed<T>> found) {
        boolean more = found.size() > request.size();
        List<Placed<T>> rows = new ArrayList<>(more ? found.subList(0, request.size()) : found);
        if (more) {
            requireDifference(found.get(request.size() - 1), found.get(request.size()));
        }
        if (isBackward()) {
            Collections.reverse(rows);
        }
        // the row that the cursor is of was there, on the other side
        boolean next = isBackward() || more;
        boolean previous = isBackward() ? more : from != null;
        return new Page<>(
                rows.stream().map(Placed::row).toList(),
                next ? cursor(false, rows) : null,
                previous ? cursor(true, rows) : null);
    }

    private String cursor(boolean backward, List<Placed<T>> rows) {
        Cursor cursor;
        if (rows.isEmpty() && from != null) {
            // back to where the cursor came from, whose row itself is on the other side
            cursor = new Cursor(backward, !from.inclusive(), from.values());
        } else {
            cursor = new Cursor(backward, false, rows.get(backward ? 0 : rows.size() - 1).values);
        }
        return cursor.text(identity, request.seal());
    }

    /**
     * Of a view nobody knows whether an order is unique, and a key is not where other tables inherit from its own: here
     * it shows, and the next page would skip a row.
     */
    private void requireDifference(Placed<T> last, Placed<T> beyond) {
        if (last.values.equals(beyond.values)) {
            throw new IllegalStateException(new ErrorText("Cannot page through " + TableName.of(shape.table())
                            + " in this order: two rows are equal in it, and one would be left out")
                    .fix("order by columns that are unique together")
                    .toString());
        }
    }
}
