package dev.serein;

import java.sql.SQLException;
import java.time.Duration;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** One statement of jOOQ's: under the watch while it runs, and in our words when it fails. Its thread's alone. */
final class StatementListener implements ExecuteListener {
    private static final long serialVersionUID = 1L;
    /** The server ends a statement by itself; we do, if it has not. */
    private static final Duration AFTER_THE_SERVER = Duration.ofSeconds(1);

    private final transient Limits limits;
    private final transient Duration most;
    private final boolean asked;
    /** Known from the start of the statement on; jOOQ would lend another if it were asked after the end. */
    private transient @Nullable LentConnection lent;

    private StatementListener(Limits limits, Duration most, boolean asked) {
        this.limits = limits;
        this.most = most;
        this.asked = asked;
    }

    /** @param allowed for each statement; null for what the server allows */
    static ExecuteListenerProvider forEach(Limits limits, @Nullable Duration allowed) {
        Duration most = allowed == null ? limits.statement().plus(AFTER_THE_SERVER) : allowed;
        return () -> new StatementListener(limits, most, allowed != null);
    }

    @Override
    public void prepareEnd(ExecuteContext ctx) {
        if (ctx.statement() != null) {
            ctx.statement(CheckedStatement.of(ctx.statement()));
        }
    }

    @Override
    public void executeStart(ExecuteContext ctx) {
        try {
            lent = LentConnection.of(ctx.connection());
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot run a statement", e, null);
        }
        begin();
    }

    @Override
    public void executeEnd(ExecuteContext ctx) {
        end();
    }

    /** Rows may still have to come: of a cursor, or with a fetch size. They have the same time again. */
    @Override
    public void resultStart(ExecuteContext ctx) {
        begin();
    }

    /** Comes after the connection is given back, if there are no more rows. */
    @Override
    public void resultEnd(ExecuteContext ctx) {
        end();
    }

    private void begin() {
        if (lent == null || lent.isGivenBack()) {
            return;
        }
        Slot slot = lent.slot();
        try {
            if (asked) {
                slot.allow(most, limits.statement());
            }
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot run a statement", e, null);
        }
        // behind a pooler the server has no timeout of ours that could come first
        Duration until = asked || !slot.isPooled() ? most : limits.statement();
        slot.begin(System.nanoTime() + until.toNanos());
        if (slot.isLate()) {
            throw DeadlineExceeded.beforeTheStatement(most);
        }
    }

    private void end() {
        if (lent != null && !lent.isGivenBack()) {
            lent.slot().end();
        }
    }

    @Override
    public void exception(ExecuteContext ctx) {
        RuntimeException thrown = ctx.exception();
        if (thrown instanceof DatabaseException) {
            return;
        }
        SQLException failure = ctx.sqlException();
        if (failure == null && thrown instanceof DataAccessException ofBinding) {
            failure = ofBinding.getCause(SQLException.class);
        }
        if (failure != null) {
            ctx.exception(translated(ctx, failure));
        }
    }

    private DataAccessException translated(ExecuteContext ctx, SQLException failure) {
        Slot.Ended ended = null;
        Duration ran = Duration.ZERO;
        boolean closed = false;
        if (lent != null && !lent.isGivenBack()) {
            Slot slot = lent.slot();
            ended = slot.ended();
            ran = slot.ran();
            closed = slot.isClosed();
            if (closed && Thread.currentThread().isInterrupted()) {
                // a virtual thread's socket closes under it; the server would go on
                ended = Slot.Ended.INTERRUPTED;
                WatchThread.send(slot::sendCancel);
            }
            slot.end();
        }
        return SqlErrors.translate(
                "Cannot run a statement",
                failure,
                new SqlErrors.Context(ctx.sql(), ended, closed, ran, asked ? most : limits.statement(), limits));
    }
}
