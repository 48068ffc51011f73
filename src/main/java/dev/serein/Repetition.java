package dev.serein;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jooq.QueryPart;
import org.jooq.Routine;
import org.jooq.SQL;
import org.jooq.Sequence;
import org.jooq.impl.QOM;

/** Whether a query that is asked twice in one snapshot gives the same rows. */
final class Repetition {
    /** jOOQ's, which have no public type. */
    private static final Set<String> OF_UNKNOWN_FUNCTIONS = Set.of("RoutineField", "SequenceFunction", "Function");

    private Repetition() {}

    /** What is not known to, such as the user's own SQL or a function of the database's, is taken not to. */
    static boolean isSafe(Shape.Narrowing rows) {
        if (rows.isLimited() && rows.lock() == LockMode.SKIP_LOCKED) {
            return false; // what is skipped the first time may be free the second
        }
        List<QueryPart> parts = new ArrayList<>(rows.conditions());
        if (rows.isLimited()) {
            parts.addAll(rows.order());
        }
        return !Visited.any(parts, Repetition::isUnknown);
    }

    private static boolean isUnknown(QueryPart part) {
        return part instanceof SQL && !part.toString().equals("*") // of count(*)
                || part instanceof Routine
                || part instanceof Sequence
                || part instanceof QOM.Rand
                || part instanceof QOM.Uuid
                || OF_UNKNOWN_FUNCTIONS.contains(part.getClass().getSimpleName());
    }
}
