package dev.serein;

import java.sql.SQLException;
import java.time.Duration;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Every statement of jOOQ's: under the watch while it runs, and in our words when it fails. */
final class StatementListener implements ExecuteListener {
    private static final long serialVersionUID = 1L;
    /** The server ends a statement by itself; we do, if it has not. */
    private static final Duration AFTER_THE_SERVER = Duration.ofSeconds(1);

    private final transient Lender lender;
    private final transient Duration most;
    private final boolean asked;

    /** @param allowed for each statement; null for what the server allows */
    StatementListener(Lender lender, @Nullable Duration allowed) {
        this.lender = lender;
        this.most = allowed == null ? lender.limits().statement().plus(AFTER_THE_SERVER) : allowed;
        this.asked = allowed != null;
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
            Slot slot = slot(ctx);
            if (asked) {
                slot.allow(most, lender.limits().statement());
            }
            slot.begin(System.nanoTime() + most.toNanos());
            if (slot.deadline() - System.nanoTime() <= 0) {
                throw DeadlineExceeded.beforeTheStatement(most);
            }
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot run a statement", e, null);
        }
    }

    @Override
    public void executeEnd(ExecuteContext ctx) {
        try {
            slot(ctx).end();
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot run a statement", e, null);
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
        try {
            Slot slot = slot(ctx);
            ended = slot.ended();
            ran = slot.ran();
            slot.end();
            if (slot.isClosed() && Thread.currentThread().isInterrupted()) {
                // a virtual thread's socket closes under it; the server would go on
                ended = Slot.Ended.INTERRUPTED;
                lender.watch().cancelOrphan(slot);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return SqlErrors.translate(
                "Cannot run a statement", failure, new SqlErrors.Context(ctx.sql(), ended, ran, most, lender.limits()));
    }

    private static Slot slot(ExecuteContext ctx) throws SQLException {
        return LentConnection.slotOf(ctx.connection());
    }
}
