package dev.serein;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jooq.Comparator;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The condition of the rows that come after a place, in the direction of its cursor. Where an index can serve it, its
 * first columns are compared in a way that lets the server begin there, instead of reading all that comes before.
 */
final class Beyond {
    private final List<Keyset.Part> parts;
    private final Cursor place;

    Beyond(List<Keyset.Part> parts, Cursor place) {
        this.parts = parts;
        this.place = place;
    }

    /** Among rows whose earlier fields equal those of the place. */
    Condition from(int index) {
        if (isOneRow(index)) {
            return asRow(index);
        }
        Field<String> field = ServerText.compared(parts.get(index).field());
        String value = place.values().get(index);
        boolean last = index == parts.size() - 1;
        if (value == null) {
            return last ? afterNull(field, index) : afterNullOr(field, index, from(index + 1));
        }
        Condition after = field.compare(strictly(index), ServerText.value(value));
        if (last) {
            // null comes after; else it were one row
            return field.compare(atLast(index), ServerText.value(value)).or(field.isNull());
        }
        Condition rest = from(index + 1);
        return nullsFollow(index)
                ? after.or(field.isNull()).or(field.eq(ServerText.value(value)).and(rest))
                : field.compare(orEqual(index), ServerText.value(value)).and(after.or(rest));
    }

    private Condition afterNull(Field<String> field, int index) {
        if (nullsPrecede(index)) {
            return place.inclusive() ? DSL.trueCondition() : field.isNotNull();
        }
        return place.inclusive() ? field.isNull() : DSL.falseCondition();
    }

    private Condition afterNullOr(Field<String> field, int index, Condition rest) {
        return nullsPrecede(index) ? field.isNotNull().or(rest) : field.isNull().and(rest);
    }

    /**
     * Whether {@code (a, b) > (?, ?)} says it from here on: all in one direction, and no null after the place, as a
     * comparison with null is never true.
     */
    private boolean isOneRow(int from) {
        return IntStream.range(from, parts.size())
                .allMatch(
                        i -> place.values().get(i) != null && !nullsFollow(i) && isDescending(i) == isDescending(from));
    }

    private Condition asRow(int from) {
        List<Field<String>> fields = parts.stream()
                .skip(from)
                .map(part -> ServerText.compared(part.field()))
                .toList();
        List<Field<String>> values = place.values().stream()
                .skip(from)
                .<Field<String>>map(value -> ServerText.value(Objects.requireNonNull(value)))
                .toList();
        return fields.size() == 1
                ? fields.get(0).compare(atLast(from), values.get(0))
                : DSL.row(fields).compare(atLast(from), DSL.row(values));
    }

    private boolean isDescending(int index) {
        return parts.get(index).descending() != place.backward();
    }

    private boolean nullsPrecede(int index) {
        return parts.get(index).nullsFirst() != place.backward();
    }

    private boolean nullsFollow(int index) {
        return parts.get(index).nullable() && !nullsPrecede(index);
    }

    private Comparator strictly(int index) {
        return isDescending(index) ? Comparator.LESS : Comparator.GREATER;
    }

    private Comparator orEqual(int index) {
        return isDescending(index) ? Comparator.LESS_OR_EQUAL : Comparator.GREATER_OR_EQUAL;
    }

    private Comparator atLast(int index) {
        return place.inclusive() ? orEqual(index) : strictly(index);
    }
}
