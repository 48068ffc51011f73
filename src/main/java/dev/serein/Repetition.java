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
        if (rows.isLimited() && rows.lock() != null) {
            return false; // what was waited for has changed, what was skipped is free, and others come first
        }
        List<QueryPart> parts = new ArrayList<>(rows.conditions());
        if (rows.isLimited()) {
            parts.addAll(rows.order());
        }
        return !Visited.any(parts, Repetition::isUnknown);
    }

    /**
     * Whether chance decides, for the second time otherwise. What is not known is taken not to: of rows that have
     * children of their own but are children themselves it has to be asked for twice.
     */
    static boolean isByChance(List<? extends QueryPart> parts) {
        return Visited.any(parts, part -> isChance(part));
    }

    private static boolean isChance(QueryPart part) {
        return part instanceof Sequence || part instanceof QOM.Rand || part instanceof QOM.Uuid;
    }

    private static boolean isUnknown(QueryPart part) {
        return part instanceof SQL && !part.toString().equals("*") // of count(*)
                || part instanceof Routine
                || isChance(part)
                || OF_UNKNOWN_FUNCTIONS.contains(part.getClass().getSimpleName());
    }
}
