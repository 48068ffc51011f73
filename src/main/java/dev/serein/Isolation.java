package dev.serein;

/**
 * What a transaction sees of others that run beside it: <a
 * href="https://www.postgresql.org/docs/current/transaction-iso.html">PostgreSQL, 13.2</a>. Read uncommitted is not
 * among them, as to PostgreSQL it is read committed.
 */
public enum Isolation {
    /**
     * Each statement sees what was committed before it. Two statements may see different things. PostgreSQL's default.
     */
    READ_COMMITTED("read committed"),
    /**
     * All statements see what was committed before the first. Who changes a row that another has changed since gets a
     * {@link TransactionConflict}. Two transactions may still each change what the other has read.
     */
    REPEATABLE_READ("repeatable read"),
    /** As if the transactions had run one after the other; where they could not have, a {@link TransactionConflict}. */
    SERIALIZABLE("serializable");

    private final String sql;

    Isolation(String sql) {
        this.sql = sql;
    }

    /** {@return in SQL} */
    String sql() {
        return sql;
    }
}
