package dev.serein;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads what one statement returns of a table, and of those that are joined to it. One thread's. */
final class BranchReader {
    private final Branch branch;
    private final ResultSet rows;
    private final RowReader reader;
    /** Of the children that are joined; null for the others. */
    private final @Nullable BranchReader[] joined;

    BranchReader(Branch branch, ResultSet rows) {
        this.branch = branch;
        this.rows = rows;
        this.reader = new RowReader(rows, branch.node().columns(), branch.node().before());
        this.joined = new BranchReader[branch.children().size()];
        for (int i = 0; i < joined.length; i++) {
            Branch child = branch.children().get(i);
            joined[i] = child.isJoined() ? new BranchReader(child, rows) : null;
        }
    }

    Branch branch() {
        return branch;
    }

    /** What is made of the present row; null if none is joined. */
    @Nullable
    Object made() throws SQLException {
        Plan.Key presence = branch.node().presence();
        if (presence != null && presence.of(rows) == null) {
            return null;
        }
        Object row = branch.shape().read().row().read(reader);
        if (joined.length == 0) {
            return branch.made(row, Shape.NO_CHILDREN);
        }
        @Nullable Object[] values = new Object[joined.length];
        for (int i = 0; i < values.length; i++) {
            Branch child = branch.children().get(i);
            BranchReader below = joined[i];
            if (below == null) {
                values[i] = child.none();
            } else {
                Object made = below.made();
                values[i] = child.node().waits() ? made : child.delivered(made);
            }
        }
        return branch.made(row, values);
    }
}
