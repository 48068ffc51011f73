package dev.serein;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.Record;

/**
 * Reads and changes the rows of one table with a primary key, on a session: the generated {@code UsersDao} is one. As
 * thread-safe as its session, and as cheap as an object: make one where it is needed.
 *
 * <p>Each call is one statement, which returns whole rows as the database made them: defaults, identities, generated
 * columns and what triggers changed. Exceptions to the one statement stand where they are. What fails in a transaction
 * ends that transaction, as in PostgreSQL; what finds nothing does not.
 *
 * @param <R> the jOOQ record of the table
 * @param <T> the row
 * @param <I> what is inserted
 * @param <P> what is updated
 * @param <K> the primary key: its value, or for several columns a generated record of them
 */
public abstract class Dao<R extends Record, T, I extends Insert<R>, P extends Patch<R>, K> extends ReadDao<R, T> {
    private final DaoTable<R, T, K> table;
    private final P nothing;

    /**
     * For generated code.
     *
     * @param session what to run on
     * @param table the table
     * @param nothing a patch that sets nothing, to start from
     */
    protected Dao(Session session, DaoTable<R, T, K> table, P nothing) {
        super(session, table.table());
        this.table = table;
        this.nothing = nothing;
    }

    /**
     * The row with this key.
     *
     * @param id the primary key
     * @return the row, or nothing if there is none
     * @throws DatabaseException if the statement fails
     */
    public final Optional<T> findById(K id) {
        return table.keyed().find(session(), table.valuesOf(id));
    }

    /**
     * The row with this key, which must be there.
     *
     * @param id the primary key
     * @return the row
     * @throws RowNotFound if there is none
     * @throws DatabaseException if the statement fails
     */
    public final T getById(K id) {
        return findById(id).orElseThrow(table::notFound);
    }

    /**
     * The rows with these keys. One statement for up to 4,096 keys of a type that PostgreSQL's arrays and Java compare
     * alike, and of any number of them where the key is such as bigint, uuid or text; without keys, none.
     *
     * @param ids primary keys
     * @return in the order of the keys; what is not there is left out, what was asked for twice is there twice;
     *     unmodifiable
     * @throws DatabaseException if the statement fails
     */
    public final List<T> findAllById(Collection<? extends K> ids) {
        return table.severalKeys()
                .find(session(), ids.stream().map(table::valuesOf).toList());
    }

    /**
     * Whether there is a row with this key.
     *
     * @param id the primary key
     * @return true if there is
     * @throws DatabaseException if the statement fails
     */
    public final boolean exists(K id) {
        return table.keyed().exists(session(), table.valuesOf(id));
    }

    /**
     * Inserts a row.
     *
     * @param insert its values; what it leaves out gets its default
     * @return the row as it is stored
     * @throws ConstraintViolation if it cannot stand beside what is there
     * @throws RowNotFound if a trigger of the table left it out
     * @throws DatabaseException if the statement fails
     */
    public final T insert(I insert) {
        return table.inserts().insert(session(), insert.assignments()).orElseThrow(this::leftOut);
    }

    /**
     * Inserts rows, all or none. One statement for up to 32,768 rows that set the same columns, all of them of types
     * such as bigint, text, uuid or numeric; for up to 1,024 otherwise, fewer where all values would be more than
     * 65,535. More rows are more statements, in a transaction. Without rows, none.
     *
     * @param inserts their values
     * @return the rows as they are stored, in the same order; only where a trigger of the table left some out, fewer;
     *     unmodifiable
     * @throws ConstraintViolation if one of them cannot stand beside what is there
     * @throws DatabaseException if a statement fails
     */
    public final List<T> insertAll(Collection<? extends I> inserts) {
        return table.severalInserts()
                .insert(session(), inserts.stream().map(Insert::assignments).toList());
    }

    /**
     * Inserts rows as {@link #insertAll} does, in as many statements, and returns none of them: for many rows that
     * nobody looks at, at about half the cost.
     *
     * @param inserts their values
     * @return how many are stored; fewer than there are only where a trigger of the table left some out
     * @throws ConstraintViolation if one of them cannot stand beside what is there; none is stored then
     * @throws DatabaseException if a statement fails
     */
    public final int load(Collection<? extends I> inserts) {
        return table.severalInserts()
                .load(session(), inserts.stream().map(Insert::assignments).toList());
    }

    /**
     * Inserts a row unless one is there that a unique constraint or index does not let it stand beside.
     *
     * @param insert its values; what it leaves out gets its default
     * @return the row as it is stored, or nothing if it was not
     * @throws ConstraintViolation if any other constraint is violated
     * @throws DatabaseException if the statement fails
     */
    public final Optional<T> insertOrIgnore(I insert) {
        return table.inserts().insertOrIgnore(session(), insert.assignments());
    }

    /**
     * Inserts a row, or updates the one that has the same key: to all that the insert sets, but the key itself, the
     * primary key, and the time of creation. Safe against others who do the same at the same time: one of them inserts.
     *
     * @param insert its values
     * @param key of which unique constraint or index the row may be there; a violation of another one is an error
     * @return the row as it is stored, and whether it is new
     * @throws ConstraintViolation if any other constraint is violated
     * @throws RowNotFound if a trigger of the table left it out
     * @throws DatabaseException if the statement fails
     */
    public final Upserted<T> upsert(I insert, ConflictTarget<R> key) {
        return table.inserts().upsert(session(), insert.assignments(), key).orElseThrow(this::leftOut);
    }

    /**
     * Inserts rows, or updates those that have the same keys; all or none. They are sent in the order of their keys, so
     * that two who do the same do not wait for each other. As many statements as of {@link #insertAll} where all set
     * the same columns; otherwise one for each run, in that order, of those that do. More than one row is a transaction
     * of its own; in another, a part of it that is undone alone.
     *
     * @param inserts their values; no two of them with the same key
     * @param key of which unique constraint or index the rows may be there
     * @return the rows as they are stored, and whether they are new, in the order of the inserts; unmodifiable
     * @throws IllegalArgumentException if two of them have the same key: before anything is sent, or once PostgreSQL
     *     takes for the same what Java does not, such as two spellings of a citext; of expressions, a
     *     {@link StatementFailed} tells
     * @throws ConstraintViolation if any other constraint is violated
     * @throws RowNotFound if a trigger of the table left a row out; none is stored then
     * @throws DatabaseException if a statement fails
     */
    public final List<Upserted<T>> upsertAll(Collection<? extends I> inserts, ConflictTarget<R> key) {
        return table.severalInserts()
                .upsert(session(), inserts.stream().map(Insert::assignments).toList(), key);
    }

    /**
     * Updates a row. A patch that sets nothing reads it.
     *
     * @param id the primary key
     * @param patch the new values
     * @return the row as it is stored
     * @throws RowNotFound if there is none, or a trigger of the table dropped the update
     * @throws ConstraintViolation if it cannot be so
     * @throws DatabaseException if the statement fails
     */
    public final T update(K id, P patch) {
        Assignments<R> assignments = patch.assignments();
        return assignments.isEmpty()
                ? getById(id)
                : table.updates()
                        .update(session(), assignments, table.valuesOf(id))
                        .orElseThrow(table::notUpdated);
    }

    /**
     * Updates a row: {@code accounts.update(id, account -> account.credits(100L))}.
     *
     * @param id the primary key
     * @param change sets the new values, on a patch that sets nothing yet
     * @return the row as it is stored
     * @throws RowNotFound if there is none, or a trigger of the table dropped the update
     * @throws ConstraintViolation if it cannot be so
     * @throws DatabaseException if the statement fails
     */
    public final T update(K id, UnaryOperator<P> change) {
        return update(id, change.apply(nothing));
    }

    /**
     * Updates a row if nobody has since it was read. For the generated DAOs of tables with a version column. A patch
     * that sets nothing reads the row.
     *
     * @param seen the row as it was read
     * @param patch the new values
     * @return the row as it is stored
     * @throws RowChanged if it was changed or deleted, or a trigger of the table dropped this change
     * @throws ConstraintViolation if it cannot be so
     * @throws DatabaseException if the statement fails
     */
    protected final T updateSeen(T seen, P patch) {
        return table.updates()
                .updateSeen(session(), patch.assignments(), seen)
                .orElseThrow(() -> RowChanged.since("update", table));
    }

    /**
     * The same, with the patch made of one that sets nothing yet.
     *
     * @param seen the row as it was read
     * @param change sets the new values
     * @return the row as it is stored
     * @throws RowChanged if it was changed or deleted, or a trigger of the table dropped this change
     * @throws ConstraintViolation if it cannot be so
     * @throws DatabaseException if the statement fails
     */
    protected final T updateSeen(T seen, UnaryOperator<P> change) {
        return updateSeen(seen, change.apply(nothing));
    }

    /**
     * Updates all rows for which the condition holds.
     *
     * @param where a jOOQ condition, which has to leave some row out, as {@code and(…)} of an empty list does not
     * @param patch the new values
     * @return how many rows there were
     * @throws IllegalArgumentException if the condition is none or always true, or the patch sets nothing
     * @throws ConstraintViolation if one of them cannot be so
     * @throws DatabaseException if the statement fails
     */
    public final int updateWhere(Condition where, P patch) {
        return table.updates().updateWhere(session(), where, patch.assignments());
    }

    /**
     * Updates all rows of the table.
     *
     * @param patch the new values
     * @return how many rows there were
     * @throws IllegalArgumentException if the patch sets nothing
     * @throws ConstraintViolation if one of them cannot be so
     * @throws DatabaseException if the statement fails
     */
    public final int updateAll(P patch) {
        return table.updates().updateAll(session(), patch.assignments());
    }

    /**
     * Deletes a row.
     *
     * @param id the primary key
     * @return whether there was one
     * @throws ConstraintViolation if another row refers to it
     * @throws DatabaseException if the statement fails
     */
    public final boolean delete(K id) {
        return table.keyed().delete(session(), table.valuesOf(id));
    }

    /**
     * Deletes a row if nobody has changed it since it was read. For the generated DAOs of tables with a version column.
     *
     * @param seen the row as it was read
     * @throws RowChanged if it was changed or deleted, or a trigger of the table dropped this change
     * @throws ConstraintViolation if another row refers to it
     * @throws DatabaseException if the statement fails
     */
    protected final void deleteSeen(T seen) {
        if (!table.updates().deleteSeen(session(), seen)) {
            throw RowChanged.since("delete", table);
        }
    }

    /**
     * Deletes all rows for which the condition holds.
     *
     * @param where a jOOQ condition, which has to leave some row out, as {@code and(…)} of an empty list does not
     * @return how many rows there were
     * @throws IllegalArgumentException if the condition is none or always true
     * @throws ConstraintViolation if another row refers to one of them
     * @throws DatabaseException if the statement fails
     */
    public final int deleteWhere(Condition where) {
        return table.updates().deleteWhere(session(), where);
    }

    /**
     * Deletes all rows of the table.
     *
     * @return how many rows there were
     * @throws ConstraintViolation if another row refers to one of them
     * @throws DatabaseException if the statement fails
     */
    public final int deleteAll() {
        return table.updates().deleteAll(session());
    }

    /**
     * Locks a row until the transaction ends, and reads it as it is then; waits for whoever holds it.
     *
     * @param id the primary key
     * @return the row, or nothing if there is none
     * @throws IllegalStateException if this does not run on a transaction
     * @throws DeadlineExceeded if it is held for too long
     * @throws DatabaseException if the statement fails
     */
    public final Optional<T> lock(K id) {
        return lock(id, LockMode.WAIT);
    }

    /**
     * Locks a row until the transaction ends, and reads it as it is then.
     *
     * @param id the primary key
     * @param mode what to do where another transaction holds it
     * @return the row, or nothing if there is none; of {@link LockMode#SKIP_LOCKED}, nothing if it is held, too
     * @throws IllegalStateException if this does not run on a transaction
     * @throws DeadlineExceeded if it is held for too long; of {@link LockMode#NOWAIT}, if it is held at all
     * @throws DatabaseException if the statement fails
     */
    public final Optional<T> lock(K id, LockMode mode) {
        if (!(session() instanceof Transaction)) {
            throw new IllegalStateException("Cannot lock a row of " + table.name()
                    + " outside of a transaction: the lock would end with the statement."
                    + " Make the DAO with a transaction: db.transaction(tx -> …)");
        }
        return table.keyed().lock(session(), mode, table.valuesOf(id));
    }

    /**
     * {@link #findById} as a part of a {@link Session#batch batch}. Like the other calls it is bound to no session,
     * also not to that of this DAO.
     *
     * @param id the primary key
     * @return the call
     */
    public final Call<Optional<T>> finding(K id) {
        return table.keyed().finding(table.valuesOf(id));
    }

    /**
     * {@link #insert} as a part of a {@link Session#batch batch}.
     *
     * @param insert its values; what it leaves out gets its default
     * @return the call
     */
    public final Call<T> inserting(I insert) {
        return table.inserts().inserting(insert.assignments(), this::leftOut);
    }

    /**
     * {@link #upsert} as a part of a {@link Session#batch batch}.
     *
     * @param insert its values
     * @param key of which unique constraint or index the row may be there
     * @return the call
     */
    public final Call<Upserted<T>> upserting(I insert, ConflictTarget<R> key) {
        return table.inserts().upserting(insert.assignments(), key, this::leftOut);
    }

    /**
     * {@link #update(Object, Patch) update} as a part of a {@link Session#batch batch}. If the row is not there,
     * nothing of the batch is stored.
     *
     * @param id the primary key
     * @param patch the new values
     * @return the call
     */
    public final Call<T> updating(K id, P patch) {
        Assignments<R> assignments = patch.assignments();
        return assignments.isEmpty()
                ? table.keyed().getting(table.valuesOf(id), table::notFound)
                : table.updates().updating(assignments, table.valuesOf(id), table::notUpdated);
    }

    /**
     * The same: {@code accounts.updating(id, account -> account.set(CREDITS, CREDITS.plus(100L)))}.
     *
     * @param id the primary key
     * @param change sets the new values, on a patch that sets nothing yet
     * @return the call
     */
    public final Call<T> updating(K id, UnaryOperator<P> change) {
        return updating(id, change.apply(nothing));
    }

    /**
     * {@link #delete} as a part of a {@link Session#batch batch}. Whether there was a row is its result; none is no
     * error.
     *
     * @param id the primary key
     * @return the call
     */
    public final Call<Boolean> deleting(K id) {
        return table.keyed().deleting(table.valuesOf(id));
    }

    private RowNotFound leftOut() {
        return RowNotFound.leftOut(table.name());
    }
}
