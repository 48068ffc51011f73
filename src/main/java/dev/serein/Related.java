package dev.serein;

import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Context;
import org.jooq.Path;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.CustomCondition;
import org.jooq.impl.DSL;

/**
 * That rows belong to the row which a condition is about, or that none do. jOOQ begins such a path at the longest part
 * of it that the statement, or one around it, happens to read from; in the statement of children that may be a child.
 */
final class Related extends CustomCondition {
    private static final long serialVersionUID = 1L;
    private static final Object ABOUT = new Object();

    private final Table<?> path;
    private final boolean wanted;
    private final Condition condition;

    private Related(Table<?> path, boolean wanted, Condition condition) {
        this.path = path;
        this.wanted = wanted;
        this.condition = condition;
    }

    static Condition some(Table<?> path, Condition condition) {
        return new Related(path, true, condition);
    }

    static Condition none(Table<?> path, Condition condition) {
        return new Related(path, false, condition);
    }

    /** The same conditions, which are about the rows of this table wherever they are said. */
    static List<Condition> about(Table<?> table, List<Condition> conditions) {
        return conditions.stream()
                .map(each -> Apart.isPlain(each) ? each : new About(table, each))
                .toList();
    }

    private static final class About extends CustomCondition {
        private static final long serialVersionUID = 1L;

        private final Table<?> table;
        private final Condition condition;

        About(Table<?> table, Condition condition) {
            this.table = table;
            this.condition = condition;
        }

        @Override
        public void accept(Context<?> context) {
            context.data(ABOUT, table, inside -> inside.visit(condition));
        }
    }

    @Override
    public void accept(Context<?> context) {
        Select<?> rows = DSL.selectOne().from(from(context)).where(condition);
        context.data(ABOUT, path, inside -> inside.visit(wanted ? DSL.exists(rows) : DSL.notExists(rows)));
    }

    private Table<?> from(Context<?> context) {
        Optional<Link> link = context.data(ABOUT) instanceof Table<?> about ? Link.of(about, path) : Optional.empty();
        if (link.isEmpty()) {
            return path;
        }
        Table<?> table = link.get().first().table();
        for (Link.Step step : link.get().steps().subList(1, link.get().steps().size())) {
            table = table.join((Path<?>) step.table());
        }
        return table;
    }
}
