package dev.serein.filter;

import java.util.List;
import org.jooq.Comparator;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** How a column may be compared to what comes from outside. As in SQL, a comparison with null is never true. */
public enum Operator {
    /** {@code name=…}, or {@code name.eq=…}. */
    EQUALS("eq", Comparator.EQUALS),
    /** {@code name.ne=…}; rows in which the column is null are not among the result. */
    NOT_EQUALS("ne", Comparator.NOT_EQUALS),
    /** {@code name.lt=…}: less, or before. */
    LESS("lt", Comparator.LESS),
    /** {@code name.le=…}: less or equal. */
    AT_MOST("le", Comparator.LESS_OR_EQUAL),
    /** {@code name.gt=…}: greater, or after. */
    GREATER("gt", Comparator.GREATER),
    /** {@code name.ge=…}: greater or equal. */
    AT_LEAST("ge", Comparator.GREATER_OR_EQUAL),
    /** {@code name.in=…&name.in=…}: one of up to 100 values, each given as a parameter of its own. */
    ANY_OF("in", null),
    /** {@code name.contains=…}: the column's text holds this one; wildcards mean themselves. */
    CONTAINS("contains", null),
    /** {@code name.startsWith=…}: the column's text begins with this one; wildcards mean themselves. */
    STARTS_WITH("startsWith", null),
    /** {@code name.isNull=true}, or {@code name.isNull=false} for rows with a value. */
    IS_NULL("isNull", null);

    private static final char ESCAPE = '!';

    private final String word;
    private final @Nullable Comparator comparator;

    Operator(String word, @Nullable Comparator comparator) {
        this.word = word;
        this.comparator = comparator;
    }

    String word() {
        return word;
    }

    int mostValues() {
        return this == ANY_OF ? 100 : 1;
    }

    boolean isOfText() {
        return this == CONTAINS || this == STARTS_WITH;
    }

    /** What is compared to the column. */
    Class<?> typeOfValue(Field<?> column) {
        return this == IS_NULL ? Boolean.class : column.getType();
    }

    /** @param values one or more of that type, one only unless it takes more */
    @SuppressWarnings("unchecked") // as the parameter says
    <V> Condition of(Field<V> column, List<?> values) {
        Object value = values.get(0);
        return switch (this) {
            // not as one array: its type would have the column's length and scale, and cut or round the values
            case ANY_OF -> column.in((List<V>) values);
            case CONTAINS -> like(column, "%" + DSL.escape((String) value, ESCAPE) + "%");
            case STARTS_WITH -> like(column, DSL.escape((String) value, ESCAPE) + "%");
            case IS_NULL -> (Boolean) value ? column.isNull() : column.isNotNull();
            default -> {
                if (comparator == null) {
                    throw new IllegalStateException(this + " compares nothing");
                }
                yield column.compare(comparator, (V) value);
            }
        };
    }

    private static Condition like(Field<?> column, String pattern) {
        return column.like(pattern, ESCAPE);
    }
}
