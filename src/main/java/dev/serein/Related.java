package dev.serein;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Context;
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

    /**
     * The same conditions, which are about the rows of the first of these tables wherever they are said.
     *
     * @param tables that one, and then those above it, which the statement reads from, too
     */
    static List<Condition> about(List<Table<?>> tables, List<Condition> conditions) {
        return about(new Rows(tables, true), conditions);
    }

    /** The same conditions, in a statement of this table alone; each is about its rows, or refused. */
    static List<Condition> about(Table<?> table, List<Condition> conditions) {
        return about(new Rows(List.of(table), false), conditions);
    }

    private static List<Condition> about(Rows rows, List<Condition> conditions) {
        return conditions.stream()
                .map(each -> Apart.isPlain(each) || !Visited.any(List.of(each), Related.class::isInstance)
                        ? each
                        : new About(rows, each))
                .toList();
    }

    /**
     * What conditions may be about.
     *
     * @param tables the nearest first
     * @param others whether the statement may read from other tables that jOOQ could begin the path at
     */
    private record Rows(List<Table<?>> tables, boolean others) {
        Rows of(Table<?> path) {
            List<Table<?>> all = new ArrayList<>();
            all.add(path);
            all.addAll(tables);
            return new Rows(all, true);
        }
    }

    private static final class About extends CustomCondition {
        private static final long serialVersionUID = 1L;

        private final transient Rows rows;
        private final Condition condition;

        About(Rows rows, Condition condition) {
            this.rows = rows;
            this.condition = condition;
        }

        @Override
        public void accept(Context<?> context) {
            context.data(ABOUT, rows, inside -> inside.visit(condition));
        }
    }

    /** @throws IllegalArgumentException if the path does not begin at a table that is known to be read from */
    @Override
    public void accept(Context<?> context) {
        Rows about = context.data(ABOUT) instanceof Rows known ? known : null;
        Select<?> rows =
                DSL.selectOne().from(about == null ? path : from(about)).where(condition);
        context.data(
                ABOUT,
                (about == null ? new Rows(List.of(), true) : about).of(path),
                inside -> inside.visit(wanted ? DSL.exists(rows) : DSL.notExists(rows)));
    }

    private Table<?> from(Rows about) {
        Optional<Link> nearest = Link.of(about.tables.get(0), path);
        if (nearest.isPresent() && about.others) {
            return nearest.get().joined();
        }
        if (nearest.isEmpty()
                && about.tables.stream().noneMatch(table -> Link.of(table, path).isPresent())) {
            Place.link(about.tables.get(0), path); // refuses
        }
        return path;
    }
}
