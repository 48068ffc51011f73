package dev.serein;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectQuery;
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
                && column.equals(equal.$arg1())) {
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

    /** @param arrays one for each column */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of the column's type
    static Condition any(List<? extends Field<?>> columns, List<? extends Field<?>> arrays) {
        if (columns.size() == 1) {
            return ((Field) columns.get(0)).eq(DSL.any((Field) arrays.get(0)));
        }
        List<Field<?>> elements = new ArrayList<>();
        for (Field<?> array : arrays) {
            elements.add(DSL.field("unnest({0})", array));
        }
        SelectQuery<Record> keys = JooqContext.DETACHED.selectQuery();
        keys.addSelect(elements);
        return in(columns, keys);
    }
}
