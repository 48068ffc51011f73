package dev.serein;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Param;
import org.jooq.Path;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectQuery;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of one statement of a relational query come from: all that leads to them from the rows that the query
 * is for. The statement of a child repeats what restricts its parents, in place of their keys, which nobody knows yet
 * when all statements go to the server together.
 */
final class Place {
    /** Of which two equal values are the same value, in PostgreSQL and in Java. */
    private static final Set<Class<?>> EXACT = Set.of(Short.class, Integer.class, Long.class, UUID.class);

    private static final String LIMITED = "limited";

    private final Shape<?> shape;
    private final @Nullable Place parent;
    /** Rows that are joined to the parents', from them on: the last of them is what this one belongs to. */
    private final List<Joined> between;

    private final @Nullable Link link;
    private final @Nullable Condition on;
    /** Of the root: what stands for the keys of its rows, where those are known. */
    private final @Nullable RootKeys keys;
    /** Found once. */
    private @Nullable Boolean withoutRoot;

    /** A row that is joined to another, where conditions hold for it. */
    record Joined(Table<?> table, List<Condition> conditions) {}

    private Place(
            Shape<?> shape,
            @Nullable Place parent,
            List<Joined> between,
            @Nullable Link link,
            @Nullable Condition on,
            @Nullable RootKeys keys) {
        this.shape = shape;
        this.parent = parent;
        this.between = between;
        this.link = link;
        this.on = on;
        this.keys = keys;
    }

    /** @param keys what stands for the keys of its rows; null where the statements of children find them themselves */
    static Place root(Shape<?> shape, @Nullable RootKeys keys) {
        return new Place(shape, null, List.of(), null, null, keys);
    }

    /** @param on null if a path leads there */
    Place below(Shape<?> child, List<Joined> joined, @Nullable Condition condition) {
        Table<?> from = joined.isEmpty() ? shape.table() : joined.get(joined.size() - 1).table;
        Link path = condition == null ? link(from, child.table()) : null;
        return new Place(child, this, joined, path, condition, null);
    }

    static Link link(Table<?> from, Table<?> path) {
        return Link.of(from, path)
                .orElseThrow(() -> new IllegalArgumentException("There is no way from " + TableName.of(from) + " to "
                        + TableName.of(path) + ": name it as a path that begins there, or say how with on(…)"));
    }

    Shape<?> shape() {
        return shape;
    }

    // the keys of its rows

    /** Columns that tell the rows of the table apart. */
    static List<Field<?>> identity(Table<?> table) {
        UniqueKey<?> key = table.getPrimaryKey();
        if (key == null) {
            key = table.getUniqueKeys().stream()
                    .filter(unique -> unique.getFields().stream()
                            .noneMatch(field -> field.getDataType().nullable()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(TableName.of(table)
                            + " can have no children: it has no key that would tell its rows apart"));
        }
        List<Field<?>> columns = new ArrayList<>();
        key.getFields().forEach(field -> columns.add(table.field(field)));
        return columns;
    }

    /** Columns that tell the rows of its statement apart. */
    List<Field<?>> instance() {
        List<Field<?>> columns = new ArrayList<>(identity(shape.table()));
        columns.addAll(route());
        return columns;
    }

    /** Columns that tell apart how a row was reached: one may be by several ways. */
    private List<Field<?>> route() {
        List<Field<?>> columns = new ArrayList<>();
        if (link != null) {
            link.between().forEach(table -> columns.addAll(identity(table)));
        }
        if (isShared()) {
            columns.addAll(owner());
        }
        return columns;
    }

    /** Whether a row of the table may come more than once, as it belongs to many. */
    private boolean isShared() {
        return parent != null && (!between.isEmpty() || link == null || !link.isOfOne() || parent.isShared());
    }

    /** In this statement, what is {@link #instance} in the parent's. */
    List<Field<?>> owner() {
        Place above = above();
        List<Field<?>> columns = new ArrayList<>(isKnownByLink() ? far(above) : identity(above.shape.table()));
        columns.addAll(above.route());
        return columns;
    }

    private Place above() {
        if (parent == null) {
            throw new IllegalStateException("The root has nothing above it");
        }
        return parent;
    }

    /** Whether the columns of the foreign key are as good as the parent's own. */
    private boolean isKnownByLink() {
        if (link == null || !between.isEmpty() || isEachLimited()) {
            return false;
        }
        Link.Step first = link.first();
        List<Field<?>> identity = identity(above().shape.table());
        for (int i = 0; i < first.near().size(); i++) {
            TableField<?, ?> near = first.near().get(i);
            if (!identity.contains(near)
                    || !EXACT.contains(near.getType())
                    || near.getType() != first.far().get(i).getType()
                    || !Codec.isPlain(near.getDataType())
                    || !Codec.isPlain(first.far().get(i).getDataType())) {
                return false;
            }
        }
        return first.near().size() == identity.size();
    }

    /** The columns that are equal to the parent's identity, in its order. */
    private List<Field<?>> far(Place above) {
        Link.Step first = step();
        List<Field<?>> columns = new ArrayList<>();
        for (Field<?> each : identity(above.shape.table())) {
            columns.add(first.far().get(first.near().indexOf(each)));
        }
        return columns;
    }

    private Link.Step step() {
        if (link == null) {
            throw new IllegalStateException("There is no path");
        }
        return link.first();
    }

    /** Its own, and those above it, the nearest first. */
    private List<Table<?>> lineage() {
        List<Table<?>> tables = new ArrayList<>();
        tables.add(shape.table());
        if (parent != null) {
            tables.addAll(parent.lineageTo(between, null));
        }
        return tables;
    }

    /** With those that are joined, as far as one of them; null for all. */
    private List<Table<?>> lineageTo(List<Joined> joined, @Nullable Joined last) {
        List<Table<?>> tables = new ArrayList<>(lineage());
        for (Joined each : joined) {
            tables.add(0, each.table);
            if (each == last) {
                break;
            }
        }
        return tables;
    }

    // which rows those are

    /** What the statement reads from. */
    Table<?> chain() {
        if (parent == null) {
            return shape.table();
        }
        Table<?> table = isWithoutRoot() ? null : parent.joined(between);
        if (link == null) {
            return Objects.requireNonNull(table)
                    .join(shape.table())
                    .on(DSL.and(Related.about(lineage(), List.of(Objects.requireNonNull(on)))));
        }
        for (Link.Step step : link.steps()) {
            table = table == null ? step.table() : table.join((Path<?>) step.table());
        }
        return Objects.requireNonNull(table);
    }

    private Table<?> joined(List<Joined> more) {
        Table<?> table = chain();
        for (Joined each : more) {
            table = table.join((Path<?>) each.table);
        }
        return table;
    }

    /**
     * Whether the table of the query need not be read: the foreign key is compared with what restricts the rows. Then
     * nothing may be said of that table's columns.
     */
    private boolean isWithoutRoot() {
        if (withoutRoot == null) {
            withoutRoot = canBeWithoutRoot(above());
        }
        return withoutRoot;
    }

    private boolean canBeWithoutRoot(Place root) {
        return root.parent == null
                && (root.keys != null || root.isLimited() || root.isSingle() || root.isWhole())
                && isKnownByLink()
                && !isAbout(root.shape.table(), shape, on);
    }

    private boolean isAbout(Table<?> table, Shape<?> shape, @Nullable Condition on) {
        List<QueryPart> parts = new ArrayList<>(shape.read().columns());
        parts.addAll(shape.rows().conditions());
        parts.addAll(shape.rows().order());
        if (on != null) {
            parts.add(on);
        }
        boolean[] nested = {false};
        return Visited.any(parts, part -> {
                    nested[0] |= part instanceof Select;
                    return part instanceof TableField<?, ?> field && table.equals(field.getTable());
                })
                || nested[0] && Visited.any(parts, part -> part instanceof Path<?> && isBesides(table, (Table<?>) part))
                || shape.children().stream()
                        .anyMatch(child -> isAbout(
                                table, Planner.shapeOf(child), child instanceof Many<?> many ? many.on() : null));
    }

    /** Whether a path begins at the table, but not as this one does; in a subquery it is compared with the table. */
    private boolean isBesides(Table<?> table, Table<?> path) {
        Table<?> own = step().table();
        return !path.equals(own)
                && Link.of(table, path).stream()
                        .flatMap(way -> way.steps().stream())
                        .map(Link.Step::table)
                        .noneMatch(own::equals);
    }

    private boolean isLimited() {
        return shape.rows().isLimited();
    }

    /** Whether each parent has a limit of its own, and is not the only one. */
    boolean isEachLimited() {
        return parent != null && isLimited() && !(parent.parent == null && parent.isSingle() && between.isEmpty());
    }

    /** Whether the query is for all rows of its table. */
    private boolean isWhole() {
        return shape.rows().conditions().isEmpty();
    }

    /** Whether the query is for one row at most, by its key. */
    boolean isSingle() {
        return parent == null && keys == null && !isLimited() && !wanted().isEmpty();
    }

    /** What the columns of the identity are to be equal to; empty where not all are said to be equal to a value. */
    private List<Param<?>> wanted() {
        if (shape.table().getKeys().isEmpty()) {
            return List.of();
        }
        List<Param<?>> values = new ArrayList<>();
        for (Field<?> each : identity(shape.table())) {
            Equality.of(each, shape.rows().conditions()).ifPresent(values::add);
        }
        return values.size() == identity(shape.table()).size() ? values : List.of();
    }

    /** What its own statement says of its rows and of those above; without its own limit. */
    List<Condition> conditions() {
        List<Condition> all = new ArrayList<>(conditionsAbove());
        all.addAll(own());
        return all;
    }

    private List<Condition> own() {
        return Related.about(lineage(), shape.rows().conditions());
    }

    private List<Condition> aboutFar() {
        Place root = above();
        return root.amongRoot(far(root));
    }

    private List<Condition> conditionsAbove() {
        return isWithoutRoot() ? aboutFar() : conditionsAbove(above().joined(between), chain());
    }

    /**
     * @param parents the tables above, and what is joined to them
     * @param from where they are to mean what they mean of the parents
     */
    private List<Condition> conditionsAbove(Table<?> parents, Table<?> from) {
        Place above = above();
        List<Condition> said = above.restriction();
        List<Field<?>> identity = identity(above.shape.table());
        if (between.isEmpty()) {
            return Apart.within(said, identity, parents, from);
        }
        List<Condition> all = new ArrayList<>(Apart.within(said, identity, above.chain(), parents));
        between.forEach(each -> all.addAll(Related.about(above.lineageTo(between, each), each.conditions)));
        return Apart.within(all, identity, parents, from);
    }

    /** What restricts its rows, and those above it, to those of the result; for the statements below. */
    private List<Condition> restriction() {
        if (parent == null) {
            return keys == null && !isLimited() ? own() : amongRoot(identity(shape.table()));
        }
        if (!isLimited()) {
            return conditions();
        }
        List<Condition> all = new ArrayList<>(conditionsAbove());
        all.add(Apart.in(identity(shape.table()), limited()));
        return all;
    }

    /** That these columns are of a row of the root's. */
    private List<Condition> amongRoot(List<Field<?>> columns) {
        List<Condition> all = new ArrayList<>();
        if (keys != null) {
            return List.of(keys.among(columns));
        }
        if (isLimited()) {
            return List.of(
                    Apart.in(columns, shape.narrowed(repeatable()).select(identity(shape.table()), shape.table())));
        }
        List<Param<?>> values = wanted();
        for (int i = 0; i < values.size(); i++) {
            all.add(Equality.of(columns.get(i), values.get(i)));
        }
        return all;
    }

    /** Decided also among rows that are equal in the order that is asked for: it has to be the same each time. */
    private Shape.Narrowing repeatable() {
        Shape.Narrowing rows = shape.rows();
        return new Shape.Narrowing(own(), decided(), rows.limit(), rows.offset(), false, null);
    }

    /** The order, which decides wherever rows are left out that children ask for again. */
    List<OrderField<?>> decided() {
        List<OrderField<?>> order = new ArrayList<>(shape.rows().order());
        if (isLimited() && shape.children().stream().anyMatch(Planner::isOfItsOwn)) {
            List<?> named = order.stream()
                    .map(each -> each instanceof SortField<?> sorted ? sorted.$field() : each)
                    .toList();
            identity(shape.table()).stream()
                    .filter(column -> !named.contains(column))
                    .forEach(order::add);
        }
        return order;
    }

    /** The keys of those rows that its limits leave. */
    private Select<?> limited() {
        List<Field<?>> identity = identity(shape.table());
        if (!isEachLimited()) {
            SelectQuery<Record> select = JooqContext.DETACHED.selectQuery();
            select.addSelect(identity);
            select.addFrom(chain());
            select.addConditions(conditions());
            limit(select);
            return select;
        }
        List<Field<?>> names = new ArrayList<>();
        List<Field<?>> columns = named(identity, names);
        return lateral(names, eachLimited(columns, tables()));
    }

    private void limit(SelectQuery<?> select) {
        select.addOrderBy(decided());
        shape.rows().limit(select);
    }

    private SelectQuery<Record> eachLimited(List<Field<?>> columns, Table<?> from) {
        SelectQuery<Record> each = JooqContext.DETACHED.selectQuery();
        each.addSelect(columns);
        each.addFrom(from);
        each.addConditions(own());
        if (on != null) {
            each.addConditions(Related.about(lineage(), List.of(on)));
        }
        limit(each);
        return each;
    }

    /** The tables of the path, which belong to each row above. */
    private Table<?> tables() {
        return link == null ? shape.table() : link.joined();
    }

    private SelectQuery<Record> lateral(List<? extends Field<?>> columns, Select<?> each) {
        SelectQuery<Record> select = JooqContext.DETACHED.selectQuery();
        select.addSelect(columns);
        Table<?> parents = above().joined(between);
        select.addFrom(parents.crossJoin(DSL.lateral(each.asTable(LIMITED))));
        select.addConditions(conditionsAbove(parents, parents));
        return select;
    }

    private static List<Field<?>> named(List<? extends Field<?>> columns, List<Field<?>> names) {
        List<Field<?>> named = new ArrayList<>();
        for (Field<?> column : columns) {
            String name = "c" + named.size();
            named.add(column.as(name));
            names.add(DSL.field(DSL.name(LIMITED, name), column.getDataType()));
        }
        return named;
    }

    // the statement

    /**
     * Its rows.
     *
     * @param columns that are read of each, {@link #owner} among them; where each parent has a limit of its own, those
     *     come after the columns
     * @param joins what is joined to each
     * @param grouped whether the columns are made of all rows of a parent
     */
    Select<?> select(List<Field<?>> columns, List<Table<?>> joins, boolean grouped) {
        if (parent == null) {
            return shape.narrowed(ordered()).select(columns, leftJoined(shape.table(), joins));
        }
        if (isEachLimited()) {
            return eachLimited(columns, joins);
        }
        SelectQuery<Record> select = JooqContext.DETACHED.selectQuery();
        select.addSelect(columns);
        select.addFrom(leftJoined(chain(), joins));
        select.addConditions(conditions());
        if (grouped) {
            select.addGroupBy(owner());
        } else {
            limit(select);
        }
        return select;
    }

    private Shape.Narrowing ordered() {
        return shape.rows().inOrder(decided());
    }

    private Select<?> eachLimited(List<Field<?>> columns, List<Table<?>> joins) {
        List<Field<?>> names = new ArrayList<>();
        List<Field<?>> named = named(columns, names);
        names.addAll(owner());
        List<OrderField<?>> order = decided();
        SelectQuery<Record> each = eachLimited(named, leftJoined(tables(), joins));
        SelectQuery<Record> select = lateral(names, each);
        if (!order.isEmpty()) {
            // a join keeps no order that is not said
            each.addSelect(DSL.rowNumber().over(DSL.orderBy(order)).as("place"));
            select.addOrderBy(DSL.field(DSL.name(LIMITED, "place"), Integer.class));
        }
        return select;
    }

    private static Table<?> leftJoined(Table<?> from, List<Table<?>> joins) {
        Table<?> table = from;
        for (Table<?> each : joins) {
            table = table.leftJoin((Path<?>) each);
        }
        return table;
    }
}
