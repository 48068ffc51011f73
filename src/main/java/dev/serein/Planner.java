package dev.serein;

import dev.serein.Place.Joined;
import dev.serein.Plan.Key;
import dev.serein.Plan.Node;
import dev.serein.Plan.Owner;
import dev.serein.Plan.Part;
import dev.serein.RowReader.Columns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Makes the statements of a relational query: rows that each row has one of at most are joined to it, those that it may
 * have many of are a statement of their own. One for each query.
 */
final class Planner {
    private final List<@Nullable Part> parts = new ArrayList<>();

    private Planner() {}

    /** @param keys what stands for the keys of the first part's rows in the other parts; null if they find them */
    static Plan plan(Shape<?> shape, @Nullable RootKeys keys) {
        if (shape.rows().distinct()) {
            throw new IllegalArgumentException("Rows that are made distinct have no children: leave out distinct()");
        }
        Planner planner = new Planner();
        planner.add(Place.root(shape, keys), null, -1, false);
        return new Plan(List.copyOf(planner.parts));
    }

    static Shape<?> shapeOf(Child<?> child) {
        return child instanceof Aggregate<?> aggregate ? aggregate.shape() : ((TableQuery<?, ?>) child).shape();
    }

    /** Whether its rows are a statement of their own, or those of one below are. */
    static boolean isOfItsOwn(Child<?> child) {
        return !isJoined(child) || shapeOf(child).children().stream().anyMatch(Planner::isOfItsOwn);
    }

    static boolean isJoined(Child<?> child) {
        return child instanceof One<?> || child instanceof Maybe<?>;
    }

    /** Where the rows belong that are a statement of their own. */
    private record Edge(Child<?> child, List<Joined> joined, List<Integer> path, int number) {
        @Nullable
        Condition on() {
            return child instanceof Many<?> many ? many.on() : null;
        }
    }

    /** What one statement reads, while it is laid out. */
    private static final class Layout {
        private final List<Field<?>> columns = new ArrayList<>();
        private final List<Table<?>> joins = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();

        /** Once, though several children may lead there. */
        void join(Link link) {
            for (Link.Step step : link.steps()) {
                if (!joins.contains(step.table())) {
                    joins.add(step.table());
                }
            }
        }

        int add(List<Field<?>> more) {
            columns.addAll(more);
            return columns.size() - more.size();
        }

        int placeOf(Field<?> column) {
            int place = columns.indexOf(column);
            return place < 0 ? add(List.of(column)) : place;
        }

        Key key(List<Field<?>> fields) {
            return Key.of(fields.stream().mapToInt(this::placeOf).toArray(), fields);
        }
    }

    private void add(Place place, @Nullable Edge edge, int parent, boolean single) {
        boolean grouped = edge != null && edge.child instanceof Aggregate<?>;
        int number = parts.size();
        parts.add(null);
        Layout layout = new Layout();
        Node node = node(place.shape(), null, layout, List.of(), List.of());
        Key instance = layout.edges.isEmpty() || place.isSingle() ? null : layout.key(place.instance());
        Owner owner = edge == null ? null : new Owner(parent, owner(place, layout), edge.path, edge.number);
        Sql sql = Sql.of(place.select(layout.columns, layout.joins, grouped));
        parts.set(number, new Part(sql, owner, instance, single, node));
        for (Edge each : layout.edges) {
            requireTheSameRowsAgain(place.shape(), edge, each);
            add(place.below(shapeOf(each.child), each.joined, each.on()), each, number, place.isSingle());
        }
    }

    /**
     * The statement of the children asks for the rows again; those of the query itself it may ask for by their keys.
     */
    private static void requireTheSameRowsAgain(Shape<?> shape, @Nullable Edge edge, Edge below) {
        List<QueryPart> parts = new ArrayList<>();
        if (edge != null) {
            parts.addAll(shape.rows().conditions());
            parts.addAll(shape.rows().isLimited() ? shape.rows().order() : List.of());
            Condition on = edge.on();
            parts.addAll(on == null ? List.of() : List.of(on));
        }
        below.joined.forEach(each -> parts.addAll(each.conditions()));
        if (Repetition.isByChance(parts)) {
            throw new IllegalArgumentException("The rows of " + TableName.of(shape.table())
                    + " cannot have children: chance decides which they are, and would again for the children");
        }
    }

    private static Key owner(Place place, Layout layout) {
        List<Field<?>> owner = place.owner();
        if (!place.isEachLimited()) {
            return layout.key(owner);
        }
        int first = layout.columns.size();
        return Key.of(IntStream.range(first, first + owner.size()).toArray(), owner);
    }

    /**
     * @param known a column that is never null; null if the row is not joined
     * @param joined from the row of the statement to this one
     */
    private Node node(
            Shape<?> shape, @Nullable Field<?> known, Layout layout, List<Joined> joined, List<Integer> path) {
        List<Field<?>> read = shape.read().columns();
        int before = layout.add(read);
        Key presence = known == null ? null : layout.key(List.of(known));
        List<@Nullable Node> nodes = new ArrayList<>();
        int edges = layout.edges.size();
        for (Child<?> child : shape.children()) {
            int number = nodes.size();
            if (isJoined(child)) {
                nodes.add(joined(shape, child, layout, joined, with(path, number)));
            } else {
                layout.edges.add(new Edge(child, joined, path, number));
                nodes.add(null);
            }
        }
        boolean waits = layout.edges.size() > edges;
        return new Node(before, Columns.of(read), presence, Collections.unmodifiableList(nodes), waits);
    }

    private Node joined(Shape<?> parentShape, Child<?> child, Layout layout, List<Joined> above, List<Integer> path) {
        Shape<?> shape = shapeOf(child);
        Link link = Place.link(parentShape.table(), shape.table());
        if (!link.isToOne()) {
            throw new IllegalArgumentException(TableName.of(parentShape.table()) + " may have many rows of "
                    + TableName.of(shape.table()) + ": use many(…)");
        }
        List<Condition> conditions = shape.rows().conditions();
        layout.join(link);
        Joined join = new Joined(shape.table(), conditions);
        return node(shape, known(link, conditions), layout, with(above, join), path);
    }

    /** Null where there is no such row. Conditions are said here, as the join may be that of another child, too. */
    private static Field<?> known(Link link, List<Condition> conditions) {
        // equal to a column of the row before, so never null
        Field<?> column = link.steps().get(link.steps().size() - 1).far().get(0);
        return conditions.isEmpty() ? column : DSL.when(DSL.and(conditions), column);
    }

    static <E> List<E> with(List<E> list, E more) {
        List<E> longer = new ArrayList<>(list);
        longer.add(more);
        return List.copyOf(longer);
    }
}
