package dev.serein;

import org.jooq.Table;

/** What can be told to be wrong as soon as a query gets a child, before anything is rendered. */
final class Family {

    private Family() {}

    /** @throws IllegalArgumentException if the child cannot be one of the parent */
    static void require(Shape<?> parent, Child<?> child) {
        Shape<?> shape = Planner.shapeOf(child);
        Shape.Narrowing rows = shape.rows();
        if (Planner.isJoined(child)
                && (rows.isLimited() || rows.distinct() || !rows.order().isEmpty())) {
            throw new IllegalArgumentException("There is one row of " + TableName.of(shape.table())
                    + " at most: leave out orderBy, limit, offset and distinct");
        }
        if (parent.rows().distinct()) {
            throw new IllegalArgumentException("Rows that are made distinct have no children: leave out distinct()");
        }
        if (Planner.isOfItsOwn(child)) {
            Place.identity(parent.table()); // has one, or refuses
        }
        requireOther(parent.table(), shape);
    }

    /** One name cannot be of two tables in one statement; of a child, all tables above are part of it. */
    private static void requireOther(Table<?> table, Shape<?> below) {
        if (below.table().equals(table)) {
            throw new IllegalArgumentException("The rows of " + TableName.of(table) + " cannot belong to themselves:"
                    + " name the child as a path that begins there, or give it another name with as(…)");
        }
        below.children().forEach(child -> requireOther(table, Planner.shapeOf(child)));
    }
}
