package dev.serein;

import dev.serein.Branch.Waiting;
import dev.serein.Executor.Results;
import dev.serein.Plan.Owner;
import dev.serein.Plan.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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
    Gathering read(Results results) throws SQLException {
        for (int i = waiting.size(); i < branches.size(); i++) {
            readPart(i, results.next());
        }
        return this;
    }

    /** Reads one row of the first part; {@link #finished} forgets it. */
    void readFirst(BranchReader reader, ResultSet row) throws SQLException {
        if (waiting.isEmpty()) {
            waiting.add(new HashMap<>());
        }
        Object made = Objects.requireNonNull(reader.made());
        rows.add(made);
        note(plan.parts().get(0), made, row, waiting.get(0));
    }

    private void readPart(int number, ResultSet result) throws SQLException {
        Part part = plan.parts().get(number);
        BranchReader reader = new BranchReader(branches.get(number), result);
        Map<Object, Waiting> keys = new HashMap<>();
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
            this.only = part.single() && keys.size() == 1
                    ? joined(keys.values().iterator().next())
                    : null;
        }

        @Nullable
        Waiting of(ResultSet row) throws SQLException {
            if (only != null) {
                return only;
            }
            Object key = owner.key().of(row);
            if (key == null || !key.equals(lastKey)) {
                lastKey = key;
                Waiting found = keys.get(key);
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

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** What was made of the rows of the first part, all of whose children have come. */
    List<?> finished() {
        return branches.get(0).all(rows);
    }
}
