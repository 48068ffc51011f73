package dev.serein;

import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;

/** Columns that are to be equal to keys, whatever their types are. */
final class Equality {

    private Equality() {}

    /** The value that the conditions want a column to be equal to, if they do. */
    static Optional<Param<?>> of(Field<?> column, List<? extends QueryPart> conditions) {
        for (QueryPart each : conditions) {
            Optional<Param<?>> value = of(column, each);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    private static Optional<Param<?>> of(Field<?> column, QueryPart condition) {
        if (condition instanceof QOM.And and) {
            return of(column, List.of(and.$arg1(), and.$arg2()));
        }
        if (condition instanceof QOM.Eq<?> equal
                && equal.$arg2() instanceof Param<?> value
                && (column == equal.$arg1() || column.equals(equal.$arg1()))) {
            return Optional.of(value);
        }
        return Optional.empty();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the column is equal to one of the same type
    static Condition of(Field<?> column, Field<?> value) {
        return ((Field) column).eq((Field) value);
    }

    /** @param select of as many columns */
    @SuppressWarnings({"unchecked", "rawtypes"}) // as above
    static Condition in(List<? extends Field<?>> columns, Select<?> select) {
        return columns.size() == 1
                ? columns.get(0).in((Select) select)
                : DSL.row(columns).in((Select) select);
    }
}
