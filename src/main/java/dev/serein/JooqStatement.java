package dev.serein;

import java.sql.SQLException;
import java.time.Duration;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.jooq.QueryPart;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** One statement that jOOQ runs, as {@code sql()} has it do: watched and translated like ours. Its thread's alone. */
final class JooqStatement implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    private static final String GONE = "The rows cannot be read any more: their connection was given back when the"
            + " transaction ended. Fetch them in its body";

    private final transient Limits limits;
    private final transient Listeners listeners;
    private final transient @Nullable Duration allowed;
    /** Null before the statement is prepared, when it is over, and if nobody listens. */
    private transient @Nullable Observation observed;
    /** Known from the start of the statement on; jOOQ would lend another if it were asked after the end. */
    private transient @Nullable RunningStatement running;
    /** Until the end. */
    private transient @Nullable ExecuteContext context;

    private transient boolean failed;

    private JooqStatement(Limits limits, Listeners listeners, @Nullable Duration allowed) {
        this.limits = limits;
        this.listeners = listeners;
        this.allowed = allowed;
    }

    /** @param allowed for each statement; null for what the server allows */
    static ExecuteListenerProvider each(Limits limits, Listeners listeners, @Nullable Duration allowed) {
        return () -> new JooqStatement(limits, listeners, allowed);
    }

    /** Comes for each statement of a batch that has several. */
    @Override
    public void prepareStart(ExecuteContext ctx) {
        try {
            if (observed == null) {
                observed = listeners.observe(ctx.connection());
                if (observed != null && observed.logged() != null) {
                    observed.runs(SqlText.of(ctx));
                }
            }
            LentConnection lent = LentConnection.of(ctx.connection());
            running = new RunningStatement(lent, limits, allowed, observed);
            if (context == null) {
                context = ctx;
                lent.opened(this);
            }
            running.allow();
            if (ctx.batchMode() == ExecuteContext.BatchMode.NONE) {
                lent.joinNext();
            }
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot run a statement", e, null);
        }
    }

    @Override
    public void prepareEnd(ExecuteContext ctx) {
        if (ctx.statement() != null) {
            ctx.statement(CheckedStatement.of(ctx.statement()));
        }
    }

    @Override
    public void executeStart(ExecuteContext ctx) {
        if (running != null) {
            running.begin();
        }
    }

    @Override
    public void executeEnd(ExecuteContext ctx) {
        if (observed != null && ctx.statement() instanceof CheckedStatement batch) {
            // jOOQ keeps the count of a batch's first execution only
            observed.rows(batch.changedByBatches());
        }
        end();
        try {
            StandbyWait.require(ctx.statement() == null ? null : ctx.statement().getWarnings());
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot run a statement", e, null);
        }
    }

    /** Rows may still have to come: of a cursor, or with a fetch size. They have the same time again. */
    @Override
    public void resultStart(ExecuteContext ctx) {
        if (running != null) {
            running.begin();
        }
    }

    /** Comes after the connection is given back, if there are no more rows. */
    @Override
    public void resultEnd(ExecuteContext ctx) {
        end();
    }

    /** Comes last, when the connection is given back: of a cursor, when that is closed. */
    @Override
    public void end(ExecuteContext ctx) {
        context = null;
        if (running != null) {
            running.lent().closed(this);
        }
        Observation over = observed;
        observed = null;
        if (over != null) {
            if (ctx.batchMode() == ExecuteContext.BatchMode.NONE) {
                over.rows(ctx.rows());
            }
            String sql = SqlText.of(ctx);
            over.over(null, sql == null ? "" : sql);
        }
        if (running != null && running.lent().isGivenBack() && running.lent().traces() != null) {
            running.lent().traces().judge(failed);
        }
    }

    /** Of a statement that is not over, for a message. */
    String sql() {
        String sql = context == null ? null : SqlText.of(context);
        return sql == null ? "" : SqlText.brief(sql);
    }

    private void end() {
        if (running != null) {
            running.end();
        }
    }

    @Override
    public void exception(ExecuteContext ctx) {
        failed = true;
        RuntimeException thrown = ctx.exception();
        if (thrown instanceof DatabaseException) {
            return;
        }
        if (running != null && running.lent().isGivenBack()) {
            ctx.exception(new IllegalStateException(GONE));
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
        if (running != null) {
            return running.failed(SqlText.of(ctx), statement(ctx), failure);
        }
        DatabaseException translated = SqlErrors.translate(
                "Cannot run a statement",
                failure,
                new SqlErrors.Context(
                        SqlText.of(ctx),
                        statement(ctx),
                        null,
                        false,
                        Duration.ZERO,
                        allowed == null ? limits.statement() : allowed,
                        limits));
        if (observed != null) {
            observed.failed(translated);
        }
        return translated;
    }

    private static @Nullable QueryPart statement(ExecuteContext ctx) {
        return ctx.batchQueries().length == 0 ? ctx.query() : ctx.batchQueries()[0];
    }
}
