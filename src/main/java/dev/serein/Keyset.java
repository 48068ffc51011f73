package dev.serein;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Param;
import org.jooq.SortField;
import org.jooq.SortOrder;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;

/**
 * An order of the rows of a table in which no two rows are equal: what the caller asked for, and the columns of a key
 * after that, unless they are in it already. Immutable.
 */
final class Keyset {
    /** Bytes of {@link #identity}. */
    static final int IDENTITY = 8;

    private final Table<?> table;
    private final List<Part> parts;

    /**
     * @param nullsFirst whether they come before the values; of no meaning where there are none
     * @param nullable false only where that is sure
     */
    record Part(Field<?> field, boolean descending, boolean nullsFirst, boolean nullable) {

        SortField<?> sorted(boolean backward) {
            boolean down = descending != backward;
            boolean nulls = nullsFirst != backward;
            SortField<?> sorted = down ? field.desc() : field.asc();
            if (!nullable || nulls == down) {
                return sorted; // PostgreSQL takes null for greater than all else
            }
            return nulls ? sorted.nullsFirst() : sorted.nullsLast();
        }
    }

    private Keyset(Table<?> table, List<Part> parts) {
        this.table = table;
        this.parts = parts;
    }

    /** @throws IllegalArgumentException if there is neither an order nor a key, or something that is not an order */
    static Keyset of(Table<?> table, List<? extends OrderField<?>> order) {
        List<Part> parts = new ArrayList<>();
        order.forEach(field -> parts.add(part(table, field)));
        List<List<Field<?>>> keys = keys(table);
        if (keys.isEmpty() && parts.isEmpty()) {
            throw new IllegalArgumentException(new ErrorText(
                            "Cannot page through " + TableName.of(table) + ": it has no key that could be its order")
                    .fix("order by columns that are unique together")
                    .toString());
        }
        List<Field<?>> ordered = new ArrayList<>(parts.stream().map(Part::field).toList());
        if (keys.stream().noneMatch(ordered::containsAll) && !keys.isEmpty()) {
            // in the direction of the last: an index on both serves the whole order
            boolean descending = !parts.isEmpty() && parts.get(parts.size() - 1).descending;
            keys.get(0).stream()
                    .filter(column -> !ordered.contains(column))
                    .forEach(column -> parts.add(new Part(column, descending, descending, false)));
        }
        return new Keyset(table, List.copyOf(parts));
    }

    private static Part part(Table<?> table, OrderField<?> ordered) {
        Field<?> field;
        SortOrder order = SortOrder.DEFAULT;
        QOM.NullOrdering nulls = null;
        if (ordered instanceof SortField<?> sorted) {
            field = sorted.$field();
            order = sorted.$sortOrder();
            nulls = sorted.$nullOrdering();
        } else if (ordered instanceof Field<?> plain) {
            field = plain;
        } else {
            throw new IllegalArgumentException("Cannot page by an order that is not made of fields");
        }
        field = ofTable(table, field);
        if (field instanceof Param) {
            throw new IllegalArgumentException("Cannot page by a constant");
        }
        boolean descending = order == SortOrder.DESC;
        boolean nullsFirst = nulls == null ? descending : nulls == QOM.NullOrdering.NULLS_FIRST;
        return new Part(field, descending, nullsFirst, !isNotNull(table, field));
    }

    /** A name alone would be ambiguous beside the texts that a cursor is made of. */
    private static Field<?> ofTable(Table<?> table, Field<?> field) {
        boolean isName =
                field instanceof TableField<?, ?> && field.getQualifiedName().parts().length == 1;
        Field<?> column = isName ? table.field(field.getName()) : null;
        return column == null ? field : column;
    }

    /** An expression may be null whatever jOOQ says of its type, and so may a column of a table that is joined. */
    private static boolean isNotNull(Table<?> table, Field<?> field) {
        return field instanceof TableField<?, ?> column
                && table.equals(column.getTable())
                && !column.getDataType().nullable();
    }

    /** The primary key first. Only those without null: many nulls are not unique. */
    private static List<List<Field<?>>> keys(Table<?> table) {
        return Stream.concat(Stream.ofNullable(table.getPrimaryKey()), table.getKeys().stream())
                .map(key -> columns(table, key))
                .filter(columns -> columns.stream().allMatch(column -> isNotNull(table, column)))
                .toList();
    }

    /** Of this table: of an alias, the key's columns are those of what it stands for. */
    private static List<Field<?>> columns(Table<?> table, UniqueKey<?> key) {
        return key.getFields().stream()
                .<Field<?>>map(column -> Objects.requireNonNull(table.field(column.getName()), column::getName))
                .toList();
    }

    int size() {
        return parts.size();
    }

    /** What a cursor is made of. */
    List<Field<String>> texts() {
        return parts.stream().map(part -> ServerText.of(part.field)).toList();
    }

    List<SortField<?>> sorted(boolean backward) {
        return parts.stream().<SortField<?>>map(part -> part.sorted(backward)).toList();
    }

    /** The same for the same order of the same table, in every version of the program that renders it the same. */
    byte[] identity() {
        String order = JooqContext.DETACHED.renderInlined(
                DSL.select(DSL.one()).from(table).orderBy(sorted(false)));
        return Arrays.copyOf(CursorSeal.digest(order.getBytes(StandardCharsets.UTF_8)), IDENTITY);
    }

    Condition beyond(Cursor place) {
        return new Beyond(parts, place).from(0);
    }
}
