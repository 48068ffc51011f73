package dev.serein;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An order of keys that is the same in every program that uses the same table: who locks rows in this order does not
 * wait for another who does. Texts that differ in case only stand beside each other, as for citext they are the same.
 */
final class KeyOrder implements Comparator<@Nullable Object[]> {

    @Override
    public int compare(@Nullable Object[] one, @Nullable Object[] other) {
        for (int i = 0; i < one.length; i++) {
            int order = compareValues(one[i], other[i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @SuppressWarnings("unchecked") // of the same class
    private static int compareValues(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == other ? 0 : one == null ? 1 : -1;
        }
        if (one instanceof String text && other instanceof String otherText) {
            int order = String.CASE_INSENSITIVE_ORDER.compare(text, otherText);
            return order != 0 ? order : text.compareTo(otherText);
        }
        if (one instanceof OffsetDateTime time && other instanceof OffsetDateTime otherTime) {
            return OffsetDateTime.timeLineOrder().compare(time, otherTime);
        }
        if (one instanceof byte[] bytes && other instanceof byte[] otherBytes) {
            return Arrays.compareUnsigned(bytes, otherBytes);
        }
        return one instanceof Comparable<?> && one.getClass() == other.getClass()
                ? ((Comparable<Object>) one).compareTo(other)
                : one.toString().compareTo(other.toString());
    }
}
