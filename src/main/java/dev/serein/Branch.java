package dev.serein;

import dev.serein.Plan.Node;
import dev.serein.Plan.Owner;
import dev.serein.Plan.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table of a relational query: what is made of its rows and of the values of their children. Immutable.
 *
 * @param child what it is to the table above; null of the query itself
 */
record Branch(Node node, Shape<?> shape, @Nullable Child<?> child, List<Branch> children) {

    /** A row whose children have not all come. */
    record Waiting(Object row, @Nullable Object[] children) {}

    /** {@return the branches that the parts begin with, in their order} */
    static List<Branch> of(Plan plan, Shape<?> shape) {
        Branch[] branches = new Branch[plan.parts().size()];
        ofPart(0, shape, null, plan.parts(), branches);
        return List.of(branches);
    }

    private static Branch ofPart(
            int part, Shape<?> shape, @Nullable Child<?> child, List<Part> parts, Branch[] branches) {
        Branch branch = of(parts.get(part).node(), shape, child, part, List.of(), parts, branches);
        branches[part] = branch;
        return branch;
    }

    private static Branch of(
            Node node,
            Shape<?> shape,
            @Nullable Child<?> child,
            int part,
            List<Integer> path,
            List<Part> parts,
            Branch[] branches) {
        List<Branch> children = new ArrayList<>();
        for (Child<?> each : shape.children()) {
            int number = children.size();
            Shape<?> below = Planner.shapeOf(each);
            Node joined = node.joined().get(number);
            if (joined == null) {
                children.add(ofPart(partOf(part, path, number, parts), below, each, parts, branches));
            } else {
                children.add(of(joined, below, each, part, Planner.with(path, number), parts, branches));
            }
        }
        return new Branch(node, shape, child, List.copyOf(children));
    }

    private static int partOf(int parent, List<Integer> path, int child, List<Part> parts) {
        for (int i = parent + 1; i < parts.size(); i++) {
            Owner owner = parts.get(i).owner();
            if (owner != null
                    && owner.part() == parent
                    && owner.child() == child
                    && owner.path().equals(path)) {
                return i;
            }
        }
        throw new IllegalStateException("A child has no part");
    }

    boolean isJoined() {
        return node.presence() != null;
    }

    /** What a row is combined with as long as none of its children has come. */
    Object none() {
        return child instanceof Aggregate<?> aggregate ? aggregate.none() : new ArrayList<>();
    }

    /** @return what was made, or the row itself, if it waits for children */
    Object made(Object row, @Nullable Object[] values) {
        return node.waits() ? new Waiting(row, values) : combined(row, values);
    }

    private Object combined(Object row, @Nullable Object[] values) {
        return Objects.requireNonNull(shape.made().of(row, values), this::nothingMade);
    }

    private String nothingMade() {
        return "Nothing was made of a row of " + TableName.of(shape.table())
                + ": a function of select(…), map(…) or with(…) returned null";
    }

    /** Makes what waited. */
    Object finished(Object made) {
        if (!node.waits()) {
            return made;
        }
        Waiting waiting = (Waiting) made;
        @Nullable Object[] values = waiting.children;
        for (int i = 0; i < values.length; i++) {
            Branch each = children.get(i);
            if (each.isJoined()) {
                values[i] = each.node.waits() ? each.delivered(each.finishedOrNull(values[i])) : values[i];
            } else if (values[i] instanceof List<?> rows && each.child instanceof Many<?>) {
                values[i] = each.all(rows);
            }
        }
        return combined(waiting.row, values);
    }

    private @Nullable Object finishedOrNull(@Nullable Object made) {
        return made == null ? null : finished(made);
    }

    List<?> all(List<?> rows) {
        if (!node.waits()) {
            return Collections.unmodifiableList(rows);
        }
        List<Object> all = new ArrayList<>(rows.size());
        for (Object row : rows) {
            all.add(finished(row));
        }
        return Collections.unmodifiableList(all);
    }

    /** As the table above combines it; of a row that is joined. */
    Object delivered(@Nullable Object made) {
        if (child instanceof Maybe<?>) {
            return Optional.ofNullable(made);
        }
        if (made == null) {
            throw RowNotFound.joined(TableName.of(shape.table()));
        }
        return made;
    }
}
