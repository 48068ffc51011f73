package dev.serein;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;

/**
 * A transaction on a connection of its own, and the savepoints within it. BEGIN goes with the first statement, by the
 * driver, as does all else that the server has to be told, by the {@link Preamble}: nothing costs a round trip but
 * COMMIT. One that has done nothing costs none. Its thread's alone.
 */
final class ServerTransaction {
    private final Lender lender;
    private final LentConnection connection;
    private final Slot slot;
    private final Preamble preamble;
    private final boolean readOnly;
    private final @Nullable Duration allowed;
    /** Whether it is a part of what another, such as a framework, has begun and will end. */
    private final boolean anothers;

    private int depth;
    /** Of the transaction, and of each savepoint that it is in. */
    private final List<Effects> effects = new ArrayList<>(List.of(new Effects()));

    /** Once it is over, until somebody has asked. */
    private @Nullable Traces traces;

    private ServerTransaction(
            Lender lender, LentConnection connection, TransactionOptions options, @Nullable Duration allowed)
            throws SQLException {
        this.lender = lender;
        this.connection = connection;
        this.slot = connection.slot();
        this.readOnly = options.isReadOnly();
        this.allowed = allowed;
        this.anothers = !connection.getAutoCommit();
        this.preamble = new Preamble(slot, anothers ? List.of() : commands(options), !anothers && !readOnly);
        if (anothers) {
            options.checkNested(null);
            nest();
        } else {
            connection.setAutoCommit(false);
        }
        connection.inTransaction(preamble);
    }

    /**
     * Borrows a connection for it.
     *
     * @param from since when the time runs that is allowed
     * @param allowed for all of it; null for no such limit
     */
    static ServerTransaction begin(Lender lender, long from, @Nullable Duration allowed, TransactionOptions options) {
        LentConnection connection = lender.borrowForOneCall(from, allowed);
        try {
            return new ServerTransaction(lender, connection, options, allowed);
        } catch (SQLException e) {
            lender.evict(connection);
            throw SqlErrors.translate("Cannot begin a transaction", e, null);
        } catch (Throwable e) {
            lender.takeBack(connection);
            throw e;
        }
    }

    private List<String> commands(TransactionOptions options) throws SQLException {
        Limits limits = lender.limits();
        List<String> commands = new ArrayList<>(options.commands());
        if (allowed != null && slot.allowInTransaction(allowed, limits.statement())) {
            commands.add("set local statement_timeout = " + allowed.toMillis());
        } else if (slot.isPooled()) {
            commands.add("set local statement_timeout = " + limits.statement().toMillis());
        }
        if (slot.isPooled()) {
            // before what the options say of the same
            commands.add(0, "set local lock_timeout = " + limits.lock().toMillis());
            commands.add(
                    0,
                    "set local idle_in_transaction_session_timeout = "
                            + limits.idleInTransaction().toMillis());
        }
        return commands;
    }

    /** @throws IllegalStateException if it is over: what runs on a connection that was given back is another's */
    LentConnection connection() {
        if (connection.isGivenBack()) {
            throw new IllegalStateException(Transaction.OVER);
        }
        return connection;
    }

    boolean isOfAnother() {
        return anothers;
    }

    /** Whether no statement of it has been sent. */
    boolean isUntouched() {
        return slot.transactionState() == TransactionState.IDLE;
    }

    /** {@return the SQL of a result that can still be read, and was forgotten; null for none} */
    @Nullable
    String openResult() {
        return connection.openResult();
    }

    /** {@return 0 for the transaction itself, more in savepoints} */
    int depth() {
        return depth;
    }

    /** Whether what began at that depth is all of ours. */
    boolean isWhole(int begun) {
        return begun == (anothers ? 1 : 0);
    }

    /** Of what is asked for now. */
    Effects effects() {
        return effects.get(depth);
    }

    /** Of all of it, once it is over. */
    Effects allEffects() {
        return effects.get(0);
    }

    /** Whether that part, or all of it, has not ended. */
    boolean isOpen(Effects part) {
        return !connection.isGivenBack() && effects.contains(part);
    }

    /** Begins a savepoint. */
    void nest() {
        depth++;
        effects.add(new Effects());
        preamble.add(savepoint(depth));
    }

    /**
     * Ends the savepoint that began last, keeping what was done since.
     *
     * @throws TransactionAborted if a statement failed since; it can be rolled back to still
     */
    void release() {
        if (connection.isGivenBack()) {
            return;
        }
        refuseIfFailed();
        Effects kept = effects.remove(depth);
        effects.get(depth - 1).addKept(kept);
        String savepoint = savepoint(depth--);
        if (!preamble.remove(savepoint)) {
            preamble.add("release " + savepoint);
        }
    }

    /** Ends the savepoint of that depth, and those in it, undoing what was done since. */
    void rollBackTo(int ended) {
        if (connection.isGivenBack()) {
            return;
        }
        forgetEffects(ended);
        depth = ended - 1;
        String savepoint = savepoint(ended);
        slot.forgetWhatIsAllowed();
        preamble.failed(null);
        if (preamble.removeFrom(savepoint)) {
            return; // nothing was done since
        }
        try (Statement statement = slot.connection().createStatement()) {
            statement.execute("rollback to " + savepoint + "; release " + savepoint);
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot roll back a transaction", e, context());
        }
    }

    private void forgetEffects(int ended) {
        for (int each = depth; each >= ended; each--) {
            Effects undone = effects.remove(each);
            effects.get(each - 1).addRolledBack(undone);
        }
    }

    private static String savepoint(int depth) {
        return "savepoint serein_" + depth;
    }

    private void refuseIfFailed() {
        if (slot.transactionState() == TransactionState.FAILED) {
            throw new TransactionAborted(preamble.failure());
        }
    }

    /**
     * Commits, unless nothing was done, and gives the connection back. Returns only if all of it is stored.
     *
     * @throws TransactionAborted if a statement failed; it is to be rolled back then
     * @throws DeadlineExceeded if its time is over; it is to be rolled back then
     * @throws CommitUnknown if it is not known what became of it
     * @throws DatabaseException if nothing of it is stored
     */
    void commit() {
        if (anothers) {
            keepAsPart();
            return;
        }
        refuseIfFailed();
        if (allowed != null && slot.isLate()) {
            throw DeadlineExceeded.beforeTheStatement(allowed);
        }
        if (slot.isClosed()) {
            evict();
            throw ConnectionFailed.beforeCommit();
        }
        if (preamble.isEnded()) {
            throw new IllegalStateException("Cannot commit: something in the body has ended the transaction, with"
                    + " commit or rollback; what it did before that is stored, or not, as that said. Write tx.rollback(),"
                    + " or throw, to have it rolled back; tx.transaction(…) for a savepoint");
        }
        preamble.clear();
        SQLWarning warning;
        try {
            slot.connection().clearWarnings();
            slot.connection().commit();
            warning = slot.connection().getWarnings();
        } catch (SQLException e) {
            settle(e);
            return;
        }
        end();
        SQLWarning givenUp = StandbyWait.givenUp(warning);
        if (givenUp != null) {
            throw CommitUnknown.withoutStandby(number(), givenUp);
        }
    }

    /** What the other goes on with has nothing of ours waiting. */
    private void keepAsPart() {
        release();
        try {
            preamble.send(false);
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot end a savepoint", e, context());
        }
        boolean did = slot.transactionState() != TransactionState.IDLE;
        end();
        if (did && slot.transactionState() == TransactionState.IDLE) {
            throw new IllegalStateException(
                    "What a transaction did is lost: the data source lends connections that do not"
                            + " commit by themselves, and took this one back without committing. Have it lend them with"
                            + " autocommit, which db.transaction(…) turns off for a transaction");
        }
    }

    /** Of a COMMIT that was not answered, or not by "done". */
    private void settle(SQLException failure) {
        SqlErrors.Context context = context();
        if (!slot.isClosed() && SqlErrors.isAnswer(failure) && slot.transactionState() == TransactionState.IDLE) {
            end();
            throw SqlErrors.translate("Cannot commit a transaction", failure, context);
        }
        Duration left = slot.left(lender.limits().statement());
        evict();
        if (readOnly) {
            throw SqlErrors.translate("Cannot commit a transaction", failure, context);
        }
        switch (new CommitInquiry(lender, preamble.number(), preamble.incarnation(), left).ask()) {
            case COMMITTED -> {}
            case UNCONFIRMED -> throw CommitUnknown.withoutStandby(number(), failure);
            case ABORTED -> throw ConnectionFailed.notCommitted(failure);
            case UNKNOWN -> throw CommitUnknown.unanswered(number(), failure);
        }
    }

    private OptionalLong number() {
        return preamble.number() == 0 ? OptionalLong.empty() : OptionalLong.of(preamble.number());
    }

    /**
     * Undoes all of it and gives the connection back, unless it is gone already. If the server cannot be told, the
     * connection is not lent again: then it is undone when the server misses it.
     *
     * @throws DatabaseException if the server could not be told, although the connection was there
     */
    void rollback() {
        if (connection.isGivenBack()) {
            refuseTraces();
            return;
        }
        forgetEffects(anothers ? 2 : 1);
        if (anothers) {
            try {
                rollBackTo(1);
            } finally {
                end();
            }
            return;
        }
        preamble.clear();
        slot.forgetWhatIsAllowed();
        if (slot.isClosed()) {
            evict();
            return;
        }
        SqlErrors.Context context = context();
        try {
            slot.connection().rollback();
        } catch (SQLException e) {
            evict();
            throw SqlErrors.translate("Cannot roll back a transaction", e, context);
        }
        end();
        refuseTraces();
    }

    private void end() {
        connection.inTransaction(null);
        if (!anothers) {
            try {
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                lender.evict(connection);
                return;
            }
        }
        lender.takeBack(connection);
        traces = connection.traces();
    }

    /**
     * To be called when it is over, and who has begun it knows.
     *
     * @throws IllegalStateException if something was left in its session, and the guard says so
     */
    void refuseTraces() {
        Traces asked = traces;
        traces = null;
        if (asked != null) {
            asked.judge(false);
        }
    }

    private void evict() {
        connection.inTransaction(null);
        lender.evict(connection);
    }

    private SqlErrors.Context context() {
        return new SqlErrors.Context(
                null,
                null,
                slot.ended(),
                false,
                Duration.ZERO,
                allowed == null ? lender.limits().statement() : allowed,
                lender.limits());
    }
}
