package dev.serein;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of a migration, compared as Flyway does: part by part as numbers, so that 2.10 comes after 2.9, and 1.0
 * is 1.
 *
 * @param parts at least one; the last of several is not zero
 */
record VersionNumber(List<BigInteger> parts) implements Comparable<VersionNumber> {
    private static final Pattern SEPARATOR = Pattern.compile("[._]");
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+(?:[._][0-9]+)*+");

    /** {@return the number; null if it is none} */
    static @Nullable VersionNumber of(String text) {
        if (!NUMBERS.matcher(text).matches()) {
            return null;
        }
        List<BigInteger> parts = new ArrayList<>();
        for (String part : SEPARATOR.split(text)) {
            parts.add(new BigInteger(part));
        }
        while (parts.size() > 1 && parts.get(parts.size() - 1).signum() == 0) {
            parts.remove(parts.size() - 1);
        }
        return new VersionNumber(List.copyOf(parts));
    }

    /** {@return whether it comes after another; everything comes after null} */
    boolean isAfter(@Nullable VersionNumber other) {
        return other == null || compareTo(other) > 0;
    }

    @Override
    public int compareTo(VersionNumber other) {
        int both = Math.min(parts.size(), other.parts.size());
        for (int i = 0; i < both; i++) {
            int order = parts.get(i).compareTo(other.parts.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(parts.size(), other.parts.size());
    }
}
