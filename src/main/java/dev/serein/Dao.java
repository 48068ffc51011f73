package dev.serein;

import org.jooq.Record;

/**
 * Reads and changes the rows of one table with a primary key, on a session: the generated {@code UsersDao} is one. As
 * thread-safe as its session, and as cheap as an object: make one where it is needed.
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
}
