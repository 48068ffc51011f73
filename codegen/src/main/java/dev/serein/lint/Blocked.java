package dev.serein.lint;

import dev.serein.lint.SchemaState.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A relation in use for which others wait.
 *
 * @param mode how it is locked
 * @param line in which it was locked
 */
record Blocked(Relation relation, LockMode mode, int line) {
    /** More are counted only. */
    private static final int NAMED = 4;

    private static final Comparator<Blocked> ORDER =
            Comparator.comparing((Blocked each) -> each.relation.shown()).thenComparing(Blocked::line);

    /** Who waits, and for what: {@code readers and writers of orders, and writers of customers}. */
    static String waiting(Collection<Blocked> all) {
        List<String> parts = new ArrayList<>();
        List<String> read = names(all, true);
        List<String> written = names(all, false);
        if (!read.isEmpty()) {
            parts.add("readers and writers of " + list(read));
        }
        if (!written.isEmpty()) {
            parts.add("writers of " + list(written));
        }
        return String.join(", and ", parts) + (parts.size() > 1 ? "," : "");
    }

    private static List<String> names(Collection<Blocked> all, boolean readers) {
        return all.stream()
                .filter(each -> each.mode.blocksReaders() == readers)
                .sorted(ORDER)
                .map(each -> each.relation.shown())
                .toList();
    }

    /** The lines in which they were locked, but not the one at hand: {@code line 3}, {@code lines 3 and 5}. */
    static String lines(Collection<Blocked> all, int here) {
        List<String> lines = all.stream()
                .map(Blocked::line)
                .filter(line -> line != here)
                .distinct()
                .sorted()
                .map(String::valueOf)
                .toList();
        return lines.isEmpty() ? "" : (lines.size() == 1 ? "line " : "lines ") + list(lines);
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}; nothing of none. */
    static String list(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        if (names.size() > NAMED) {
            int more = names.size() - NAMED + 1;
            return String.join(", ", names.subList(0, NAMED - 1)) + " and " + more + " others";
        }
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
