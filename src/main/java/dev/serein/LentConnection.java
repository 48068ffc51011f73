package dev.serein;

import dev.serein.connection.ServerLink;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jspecify.annotations.Nullable;

/**
 * A borrowed connection, and its slot, which is known also after the pool has thrown the connection away. While it is
 * in a transaction of ours, what is prepared on it brings the {@link Preamble} to the server, and who has it in their
 * hands does not end that transaction.
 */
final class LentConnection extends DefaultConnection {
    private final Slot slot;
    private final long outerDeadline;
    private final @Nullable Traces traces;
    private boolean givenBack;
    private boolean ofStatement;
    private @Nullable Preamble preamble;
    /** In a transaction: what jOOQ runs, and results that it has not closed. */
    private @Nullable List<JooqStatement> open;

    /**
     * @param outerDeadline what the slot said when it was taken
     * @param traces null where what is left in the session is nobody's concern
     */
    LentConnection(Connection borrowed, Slot slot, long outerDeadline, @Nullable Traces traces) {
        super(borrowed);
        this.traces = traces;
        this.slot = slot;
        this.outerDeadline = outerDeadline;
    }

    /** Of whatever jOOQ has put around it. */
    static LentConnection of(Connection connection) throws SQLException {
        return connection instanceof LentConnection lent ? lent : connection.unwrap(LentConnection.class);
    }

    Slot slot() {
        return slot;
    }

    boolean isGivenBack() {
        return givenBack;
    }

    /** @throws SQLException if the connection is not as it was, and not to be lent again */
    void giveBack(Duration silence) throws SQLException {
        givenBack = true;
        slot.giveBack(outerDeadline, silence, traces);
    }

    /** Null if nobody looks for what is left in the session. */
    @Nullable
    Traces traces() {
        return traces;
    }

    /** Whether jOOQ has borrowed it for a statement that it runs. */
    boolean isOfStatement() {
        return ofStatement;
    }

    /** The connection is not to be lent again. */
    void drop() {
        givenBack = true;
        slot.drop(outerDeadline);
    }

    /** @param present null once no transaction of ours is on it any more */
    void inTransaction(@Nullable Preamble present) {
        preamble = present;
    }

    /** What jOOQ runs in a transaction; a result that is read row by row is open until somebody closes it. */
    void opened(JooqStatement statement) {
        ofStatement = true;
        if (preamble != null) {
            if (open == null) {
                open = new ArrayList<>();
            }
            open.add(statement);
        }
    }

    void closed(JooqStatement statement) {
        ofStatement = false;
        if (preamble != null) {
            preamble.takesNext(); // if jOOQ has prepared it otherwise, the next one is another
        }
        if (open != null) {
            open.remove(statement);
        }
    }

    /** {@return the SQL of the first result that is open; null if there is none} */
    @Nullable
    String openResult() {
        return open == null || open.isEmpty() ? null : open.get(0).sql();
    }

    /** Has the server, and the driver, allow more than they do by themselves. */
    void allow(Duration longer, Duration byItself) throws SQLException {
        if (preamble == null) {
            slot.allow(longer, byItself);
        } else if (slot.allowInTransaction(longer, byItself)) {
            preamble.add("set local statement_timeout = " + longer.toMillis());
        }
    }

    /** For a statement that is executed once, and not as a batch: what the transaction has to say may go with it. */
    void joinNext() {
        if (preamble != null) {
            preamble.joinNext();
        }
    }

    /** Something has run. */
    void executed() {
        if (preamble != null) {
            preamble.executed();
        }
    }

    void failed(DatabaseException failure) {
        if (preamble != null) {
            preamble.failed(failure);
        }
    }

    /** For one that is executed once. */
    PreparedStatement prepare(Sql sql) throws SQLException {
        if (sql.use() == SessionUse.LASTING) { // what is local is ours: an upsert's own setting
            trace(SessionUse.LASTING, sql.text());
        }
        Preamble present = preamble;
        String before = present == null ? null : present.before(sql.writes());
        return present == null || before == null
                ? super.prepareStatement(sql.text())
                : new JoinedStatement(super.prepareStatement(sql.textAfter(before)), present, before);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        Preamble present = preamble;
        boolean joins = present != null && present.takesNext();
        trace(sql);
        if (present == null) {
            return super.prepareStatement(sql);
        }
        if (!joins) {
            present.waitNoMore();
            return super.prepareStatement(sql);
        }
        String before = present.before(FirstWord.writes(sql));
        return before == null
                ? super.prepareStatement(sql)
                : new JoinedStatement(super.prepareStatement(before + "; " + sql), present, before);
    }

    // whatever else makes statements: with a round trip of its own for the preamble

    @Override
    public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
        send(sql);
        return super.prepareStatement(sql, keys);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] keys) throws SQLException {
        send(sql);
        return super.prepareStatement(sql, keys);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] keys) throws SQLException {
        send(sql);
        return super.prepareStatement(sql, keys);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        send(sql);
        return super.prepareStatement(sql, type, concurrency);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        send(sql);
        return super.prepareStatement(sql, type, concurrency, holdability);
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        trace(SessionUse.LASTING, sql);
        send(sql);
        return super.prepareCall(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        trace(SessionUse.LASTING, sql);
        send(sql);
        return super.prepareCall(sql, type, concurrency);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        trace(SessionUse.LASTING, sql);
        send(sql);
        return super.prepareCall(sql, type, concurrency, holdability);
    }

    @Override
    public Statement createStatement() throws SQLException {
        sendBeforeAnything();
        return new TracedStatement(super.createStatement(), this);
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        sendBeforeAnything();
        return new TracedStatement(super.createStatement(type, concurrency), this);
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        sendBeforeAnything();
        return new TracedStatement(super.createStatement(type, concurrency, holdability), this);
    }

    @Override
    public void commit() throws SQLException {
        refuseInTransaction("commit()");
        super.commit();
    }

    @Override
    public void rollback() throws SQLException {
        refuseInTransaction("rollback()");
        super.rollback();
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        sendBeforeAnything();
        super.rollback(savepoint);
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        sendBeforeAnything();
        return super.setSavepoint();
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        sendBeforeAnything();
        return super.setSavepoint(name);
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        refuseInTransaction("setAutoCommit(…)");
        super.setAutoCommit(autoCommit);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        sendBeforeAnything();
        return super.getMetaData();
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        sendBeforeAnything();
        super.releaseSavepoint(savepoint);
    }

    /** Who was given it has not borrowed it. */
    @Override
    public void close() throws SQLException {
        if (givenBack) {
            super.close();
        }
    }

    @Override
    public void abort(java.util.concurrent.Executor executor) throws SQLException {
        refuseInTransaction("abort(…)");
        super.abort(executor);
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        trace(SessionUse.LASTING, "");
        super.setSchema(schema);
    }

    /** Before a statement runs. */
    void trace(String sql) throws SQLException {
        if (preamble != null) {
            refuseIfAboutTransactions(sql);
        }
        if (traces != null) {
            trace(SessionUse.of(sql), sql);
        }
    }

    private void trace(SessionUse use, String sql) throws SQLException {
        if (traces != null && use != SessionUse.NONE) {
            traces.add(use, sql);
        }
    }

    private void send(String sql) throws SQLException {
        trace(sql);
        sendBeforeAnything();
    }

    /** What will be executed is not known, and may write. */
    private void sendBeforeAnything() throws SQLException {
        if (preamble != null) {
            preamble.waitNoMore();
        }
    }

    private static void refuseIfAboutTransactions(String sql) {
        if (FirstWord.isAboutTransactions(sql)) {
            refuse(FirstWord.of(sql));
        }
    }

    private void refuseInTransaction(String what) {
        if (preamble != null) {
            refuse(what);
        }
    }

    private static void refuse(String what) {
        throw new IllegalStateException(
                "Cannot run " + what + " in a transaction that Serein has begun: it ends when its"
                        + " body does. Write tx.rollback(), or throw, to have it rolled back; tx.transaction(…) for a savepoint");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type == ServerLink.class) {
            return type.cast(ServerLink.of(slot.connection()));
        }
        sendBeforeAnything(); // what the driver is told then is not seen
        executed();
        trace(SessionUse.LASTING, "");
        return super.unwrap(type);
    }
}
