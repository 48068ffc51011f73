package dev.serein;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Param;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a relational query as they go to the server in one round trip. Immutable.
 *
 * @param alone in a transaction of their own
 * @param within in the transaction around them
 * @param repeatable whether the statements of children may ask for the rows again
 */
record Together(Plan plan, Sql alone, Sql within, boolean repeatable) {
    /**
     * The parts of a transaction that is read committed see a snapshot each; serializable would be no more to these.
     */
    private static final String BEGIN = "begin isolation level repeatable read; ";

    private static final String COMMIT = "; commit";

    static Together of(Shape<?> shape) {
        return of(Planner.plan(shape, null), Repetition.isSafe(shape.rows()));
    }

    private static Together of(Plan plan, boolean repeatable) {
        List<Sql> statements = plan.parts().stream().map(Plan.Part::sql).toList();
        if (statements.size() == 1) {
            return new Together(plan, statements.get(0), statements.get(0), true);
        }
        return new Together(
                plan, Sql.together(BEGIN, statements, COMMIT), Sql.together("", statements, ""), repeatable);
    }

    /** As {@link Sql#blank}; the statements of the plan are left blank. */
    @Nullable
    Together blank(List<Param<?>> constants, Table<?> table) {
        List<Plan.Part> parts = new ArrayList<>();
        for (Plan.Part each : plan.parts()) {
            Sql blank = each.sql().blank(constants, table);
            if (blank == null) {
                return null;
            }
            parts.add(new Plan.Part(blank, each.owner(), each.instance(), each.single(), each.node()));
        }
        return of(new Plan(List.copyOf(parts)), repeatable);
    }

    /** As {@link Sql#filled}. */
    Together filled(Param<?>[] values) {
        return new Together(plan, alone.filled(values), within.filled(values), repeatable);
    }
}
