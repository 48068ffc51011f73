package dev.serein.type;

import java.util.Objects;
import java.util.function.Function;
import org.jooq.postgres.extensions.types.Range;
import org.jspecify.annotations.Nullable;

/** Ranges of dates and times as the server writes them. */
record RangeText<T, R extends Range<T>>(
        Constructor<T, R> constructor, Function<String, T> parse, Function<T, String> print, T any) {
    private static final String EMPTY = "empty";

    /** Makes a range. */
    interface Constructor<T, R> {
        R of(@Nullable T lower, boolean lowerIncluding, @Nullable T upper, boolean upperIncluding);
    }

    /** No comma and no quote is part of a bound. */
    R parse(String text) {
        if (text.equals(EMPTY)) {
            return constructor.of(any, true, any, false);
        }
        int comma = text.indexOf(',');
        return constructor.of(
                bound(text.substring(1, comma)),
                text.charAt(0) == '[',
                bound(text.substring(comma + 1, text.length() - 1)),
                text.endsWith("]"));
    }

    private @Nullable T bound(String text) {
        return text.isEmpty() ? null : parse.apply(text.replace("\"", ""));
    }

    String print(R range) {
        // what is empty in another way, the server knows; jOOQ's own look fails at infinity
        if (range.lowerIncluding() && !range.upperIncluding() && Objects.equals(range.lower(), range.upper())) {
            return EMPTY;
        }
        return (range.lowerIncluding() ? "[" : "(") + bound(range.lower()) + "," + bound(range.upper())
                + (range.upperIncluding() ? "]" : ")");
    }

    private String bound(@Nullable T value) {
        return value == null ? "" : "\"" + print.apply(value) + "\"";
    }
}
