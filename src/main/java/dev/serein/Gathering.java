package dev.serein;

import dev.serein.Branch.Waiting;
import dev.serein.Plan.Owner;
import dev.serein.Plan.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of a relational query: its parts are read in their order, and each row finds the one it belongs to. */
final class Gathering {
    private final Plan plan;
    private final List<Branch> branches;
    /** For each part whose rows wait, those by their keys. */
    private final List<Map<Object, Waiting>> waiting = new ArrayList<>();

    private final List<Object> rows = new ArrayList<>();

    Gathering(Plan plan, List<Branch> branches) {
        this.plan = plan;
        this.branches = branches;
    }

    /** Reads the parts that are left. */
    Gathering read(Answers answers) throws SQLException {
        for (int i = waiting.size(); i < branches.size(); i++) {
            readPart(i, answers.next());
        }
        return this;
    }

    /** Reads the first part alone. */
    Gathering readFirst(Answers answers) throws SQLException {
        readPart(0, answers.next());
        return this;
    }

    /** A row of the first part that was read elsewhere. */
    void add(Object made, @Nullable Object key) {
        if (waiting.isEmpty()) {
            waiting.add(new HashMap<>());
        }
        rows.add(made);
        if (key != null) {
            waiting.get(0).put(key, (Waiting) made);
        }
    }

    private void readPart(int number, ResultSet result) throws SQLException {
        Part part = plan.parts().get(number);
        BranchReader reader = new BranchReader(branches.get(number), result);
        Map<Object, Waiting> keys = part.instance() == null ? Map.of() : new HashMap<>();
        waiting.add(keys);
        Owners owners = part.owner() == null ? null : new Owners(part, part.owner());
        while (result.next()) {
            Waiting owner = owners == null ? null : owners.of(result);
            if (owners != null && owner == null) {
                continue; // a row that has come since the parents were read
            }
            Object made = Objects.requireNonNull(reader.made());
            if (owner == null) {
                rows.add(made);
            } else {
                add(made, owner, Objects.requireNonNull(part.owner()), reader.branch());
            }
            note(part, made, result, keys);
        }
    }

    private static void note(Part part, Object made, ResultSet row, Map<Object, Waiting> keys) throws SQLException {
        if (part.instance() != null) {
            keys.put(part.instance().of(row), (Waiting) made);
        }
    }

    @SuppressWarnings("unchecked") // Branch.none puts a list there
    private static void add(Object made, Waiting owner, Owner where, Branch branch) {
        if (branch.child() instanceof Aggregate<?>) {
            owner.children()[where.child()] = made;
        } else {
            ((List<Object>) Objects.requireNonNull(owner.children()[where.child()])).add(made);
        }
    }

    /** Finds the rows that those of a part belong to. They often come one after the other. */
    private final class Owners {
        private final Owner owner;
        private final Map<Object, Waiting> keys;
        private final @Nullable Waiting only;
        private @Nullable Object lastKey;
        private @Nullable Waiting last;

        Owners(Part part, Owner owner) {
            this.owner = owner;
            this.keys = waiting.get(owner.part());
            this.only = part.single() && !rows.isEmpty() ? joined((Waiting) rows.get(0)) : null;
        }

        @Nullable
        Waiting of(ResultSet row) throws SQLException {
            if (only != null) {
                return only;
            }
            Object key = owner.key().of(row);
            if (key == null || !key.equals(lastKey)) {
                lastKey = key;
                Waiting found = key == null ? null : keys.get(key);
                last = found == null ? null : joined(found);
            }
            return last;
        }

        private @Nullable Waiting joined(Waiting row) {
            Waiting joined = row;
            for (int number : owner.path()) {
                joined = joined == null ? null : (Waiting) joined.children()[number];
            }
            return joined;
        }
    }

    /** What was made of the rows of the first part as far as it can be without their children. */
    List<Object> rows() {
        return rows;
    }

    /** What the children of the first part's rows find them by. */
    Collection<Object> keys() {
        return waiting.get(0).keySet();
    }

    /** What was made of the rows of the first part, all of whose children have come. */
    List<?> finished() {
        return branches.get(0).all(rows);
    }
}
