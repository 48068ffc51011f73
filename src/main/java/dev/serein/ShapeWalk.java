package dev.serein;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Domain;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a query and parts what all queries of its shape have in common from its values. Renders nothing. One for
 * each query.
 */
final class ShapeWalk {
    /**
     * 32 doubled a few times. Beyond it the walk is no cheaper than to render, and lists of all lengths would fill the
     * cache.
     */
    private static final int MOST_PARTS = 512;

    private static final Condition NONE = DSL.noCondition();
    private static final Condition TRUE = DSL.trueCondition();
    private static final Condition FALSE = DSL.falseCondition();

    /** What is asked of the rows. */
    enum Asked {
        ROWS,
        COUNT,
        EXISTENCE
    }

    /** Stands between the parts of a key. */
    private enum Mark {
        ALL_COLUMNS,
        COLUMNS,
        CONDITIONS,
        ORDER,
        LIMIT,
        OFFSET,
        DISTINCT,
        CHILDREN,
        ON,
        ROW_COUNT,
        NULL,
        INLINE,
        ARGUMENT,
        END
    }

    private Object[] parts = new Object[32];
    private int size;
    private Param<?>[] params = new Param<?>[4];
    private int values;
    private boolean known = true;

    private ShapeWalk() {}

    static ShapeWalk through(Shape<?> shape, Asked asked) {
        ShapeWalk walk = new ShapeWalk();
        walk.add(asked);
        walk.shape(shape, asked);
        return walk;
    }

    /**
     * Through what a statement sets.
     *
     * @param form what else its text depends on
     * @param patch with expressions among its values
     */
    static ShapeWalk through(Enum<?> form, List<Field<?>> columns, BitSet set, Assignments<?> patch) {
        ShapeWalk walk = new ShapeWalk();
        walk.add(form);
        for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
            walk.add(columns.get(i));
            if (patch.value(i) instanceof Field<?> expression) {
                walk.part(expression);
            } else {
                walk.add(Mark.ARGUMENT);
            }
        }
        return walk;
    }

    /** Whether the key says all that the statement depends on, but for the values. */
    boolean isKnown() {
        return known;
    }

    ShapeKey key() {
        return new ShapeKey(parts, size);
    }

    /** In the order of the walk. */
    Param<?>[] values() {
        return values == params.length ? params : Arrays.copyOf(params, values);
    }

    private void add(Object part) {
        if (size == parts.length) {
            if (size >= MOST_PARTS) {
                known = false;
                return;
            }
            parts = Arrays.copyOf(parts, size * 2);
        }
        parts[size++] = part;
    }

    private void shape(Shape<?> shape, Asked asked) {
        add(shape.table());
        Shape.Narrowing rows = shape.rows();
        if (asked == Asked.ROWS || rows.distinct()) {
            read(shape);
        }
        add(Mark.CONDITIONS);
        all(rows.conditions());
        if (asked == Asked.ROWS) {
            add(Mark.ORDER);
            all(rows.order());
        }
        narrowing(rows);
        if (asked == Asked.ROWS) {
            add(Mark.CHILDREN);
            for (Child<?> child : shape.children()) {
                child(child);
            }
            add(Mark.END);
        }
    }

    private void narrowing(Shape.Narrowing rows) {
        if (rows.limit() != null) {
            add(Mark.LIMIT);
            limit(rows.limit());
        }
        if (rows.offset() != null) {
            add(Mark.OFFSET);
            part(rows.offset());
        }
        if (rows.distinct()) {
            add(Mark.DISTINCT);
        }
        if (rows.lock() != null) {
            add(rows.lock());
        }
    }

    private void limit(Field<?> limit) {
        if (limit instanceof Param<?> param && param.isInline() && param.getValue() instanceof Integer rows) {
            add(rows);
        } else {
            part(limit);
        }
    }

    /** What is kept holds the columns: there must be no value in them. */
    private void read(Shape<?> shape) {
        if (shape.read().isAllOf(shape.table())) {
            add(Mark.ALL_COLUMNS);
            return;
        }
        int before = values;
        add(Mark.COLUMNS);
        all(shape.read().columns());
        known &= values == before;
    }

    private void child(Child<?> child) {
        add(child.getClass());
        Shape<?> shape = Planner.shapeOf(child);
        if (child instanceof Aggregate<?> aggregate) {
            aggregate(shape, aggregate.summed());
            return;
        }
        if (child instanceof Many<?> many && many.on() != null) {
            add(Mark.ON);
            part(many.on());
        }
        shape(shape, Asked.ROWS);
    }

    private void aggregate(Shape<?> shape, @Nullable Field<?> summed) {
        int before = values;
        if (summed == null) {
            add(Mark.ROW_COUNT);
        } else {
            part(summed);
        }
        known &= values == before;
        add(shape.table());
        all(shape.rows().conditions());
    }

    private void all(List<?> list) {
        for (int i = 0; known && i < list.size(); i++) {
            operand(list.get(i));
        }
        add(Mark.END);
    }

    @SuppressWarnings("ReferenceEquality") // there is one of each
    private void part(QueryPart part) {
        if (!known) {
            return;
        }
        KnownPart kind = KnownPart.of(part);
        if (kind == KnownPart.COLUMN) {
            add(part);
        } else if (kind == KnownPart.VALUE) {
            value((Param<?>) part);
        } else if (kind == KnownPart.UNKNOWN) {
            constant(part);
        } else {
            add(part.getClass());
            for (int i = 0; i < kind.operands().size(); i++) {
                operand(kind.operands().get(i).apply(part));
            }
        }
    }

    private void operand(@Nullable Object operand) {
        if (operand instanceof List<?> list) {
            all(list);
        } else if (operand instanceof QueryPart part && !(operand instanceof Domain)) {
            part(part);
        } else {
            add(operand == null ? Mark.NULL : operand);
        }
    }

    @SuppressWarnings("ReferenceEquality") // jOOQ has one of each
    private void constant(QueryPart part) {
        known &= part == NONE || part == TRUE || part == FALSE || part instanceof DataType;
        add(part);
    }

    private void value(Param<?> param) {
        Object value = param.getValue();
        part(param.getDataType());
        if (param.isInline()) {
            // a truth value is of the statement; any other would be a user's
            known &= value instanceof Boolean;
            add(Mark.INLINE);
            add(Boolean.TRUE.equals(value));
            return;
        }
        known &= param.getParamName() == null;
        if (value == null) {
            add(Mark.NULL);
        }
        if (values == params.length) {
            params = Arrays.copyOf(params, values * 2);
        }
        params[values++] = param;
    }
}
