package dev.serein;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import org.jooq.Param;
import org.jspecify.annotations.Nullable;

/**
 * What goes into one placeholder of a statement. Immutable.
 *
 * @param argument its index; -1 for none
 * @param blank its number; -1 for none
 * @param param what the constant was rendered from
 * @param constant if it is neither an argument nor a blank
 * @param column for messages; null if it is not known
 */
record Placeholder<V>(
        int argument,
        int blank,
        @Nullable Param<V> param,
        @Nullable V constant,
        Codec<V> codec,
        @Nullable String column) {

    /** @param ours what its name is, if it is one of {@link Sql#argument} */
    static <V> Placeholder<V> of(Param<V> param, @Nullable Matcher ours) {
        Codec<V> codec = Codec.of(param.getDataType());
        return ours != null && ours.matches()
                ? new Placeholder<>(Integer.parseInt(ours.group(1)), -1, null, null, codec, ours.group(2))
                : new Placeholder<>(-1, -1, param, param.getValue(), codec, null);
    }

    Placeholder<V> later(int by) {
        return argument < 0 || by == 0 ? this : new Placeholder<>(argument + by, blank, param, constant, codec, column);
    }

    /** Null if it is none of these. Compares by identity: two equal values are two constants. */
    @Nullable
    Placeholder<V> blank(List<Param<?>> constants) {
        if (argument >= 0) {
            return this;
        }
        for (int i = 0; i < constants.size(); i++) {
            if (constants.get(i) == param) {
                return new Placeholder<>(-1, i, null, null, codec, column);
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // the types of the arguments are those that the query was made with
    void bind(PreparedStatement statement, int index, @Nullable Object[] arguments, Param<?>[] values)
            throws SQLException {
        try {
            if (argument >= 0) {
                codec.set(statement, index, (V) arguments[argument]);
            } else {
                codec.set(statement, index, blank < 0 ? constant : (V) values[blank].getValue());
            }
        } catch (UnfitValue e) {
            throw column == null ? e : e.of(column);
        }
    }
}
