package dev.serein.lint;

import dev.serein.lint.SchemaState.Column;
import dev.serein.lint.SchemaState.Constraint;
import dev.serein.lint.SchemaState.Index;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a statement outside of a transaction must have locked and read, by what it has left behind: its locks are gone
 * when it is over, and those of its later transactions are seen by chance.
 *
 * @param locks the least that it takes
 * @param reads tables that it reads whole
 */
record Implied(Map<Long, LockMode> locks, Set<Long> reads) {
    /**
     * From what has changed.
     *
     * @param rewritten tables and indexes
     * @param block whether it is a block of code or a procedure, in which nothing is done concurrently
     */
    static Implied by(SchemaState before, SchemaState after, Set<Long> rewritten, boolean block) {
        Implied implied = new Implied(new HashMap<>(), new HashSet<>());
        for (long each : rewritten) {
            implied.lock(each, LockMode.ACCESS_EXCLUSIVE); // what is written anew concurrently has another oid
            Index index = before.indexes().get(each);
            if (index != null) {
                implied.lock(index.table(), LockMode.SHARE);
            }
        }
        for (Index each : after.indexes().values()) {
            if (!before.indexes().containsKey(each.oid())) {
                implied.reads.add(each.table());
                if (block) {
                    implied.lock(each.table(), LockMode.SHARE);
                }
            }
        }
        if (block) {
            after.columns().values().forEach(each -> implied.ofColumn(before, each));
            before.columns().keySet().stream()
                    .filter(each -> !after.columns().containsKey(each))
                    .forEach(each -> implied.lock(each.relation(), LockMode.ACCESS_EXCLUSIVE));
            after.constraints().values().forEach(each -> implied.ofConstraint(before, each));
        }
        return implied;
    }

    private void ofColumn(SchemaState before, Column column) {
        Column old = before.columns().get(column.key());
        if (old == null
                || !old.name().equals(column.name())
                || !old.type().equals(column.type())
                || column.required() && !old.required()) {
            lock(column.key().relation(), LockMode.ACCESS_EXCLUSIVE);
        }
        if (old != null && column.required() && !old.required()) {
            reads.add(column.key().relation());
        }
    }

    private void ofConstraint(SchemaState before, Constraint constraint) {
        Constraint old = before.constraints().get(constraint.oid());
        if ("cf".indexOf(constraint.type()) < 0 || !constraint.validated() || old != null && old.validated()) {
            return;
        }
        reads.add(constraint.relation());
        if (old == null && constraint.type() == 'c') {
            lock(constraint.relation(), LockMode.ACCESS_EXCLUSIVE);
        } else if (old == null) {
            lock(constraint.relation(), LockMode.SHARE_ROW_EXCLUSIVE);
            lock(constraint.referenced(), LockMode.SHARE_ROW_EXCLUSIVE);
        }
    }

    private void lock(long relation, LockMode mode) {
        locks.merge(relation, mode, Activity::stronger);
    }
}
