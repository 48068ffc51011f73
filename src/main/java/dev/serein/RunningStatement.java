package dev.serein;

import java.sql.SQLException;
import java.time.Duration;
import org.jooq.QueryPart;
import org.jspecify.annotations.Nullable;

/** One statement on a connection that is lent: under the watch while it runs, in our words when it fails. */
final class RunningStatement {
    /** The server ends a statement by itself; we do, if it has not. */
    private static final long AFTER_THE_SERVER = Duration.ofSeconds(1).toNanos();

    private final LentConnection lent;
    private final Limits limits;
    private final @Nullable Duration allowed;
    private final @Nullable Observation observed;
    private boolean begun;

    /**
     * @param allowed for the statement; null for what the server allows
     * @param observed null if nobody listens
     */
    RunningStatement(LentConnection lent, Limits limits, @Nullable Duration allowed, @Nullable Observation observed) {
        this.lent = lent;
        this.limits = limits;
        this.allowed = allowed;
        this.observed = observed;
    }

    LentConnection lent() {
        return lent;
    }

    /** Before the statement is prepared: has the server give it the time that it is allowed. */
    void allow() {
        if (allowed != null && !lent.isGivenBack()) {
            try {
                lent.allow(allowed, limits.statement());
            } catch (SQLException e) {
                throw noted(SqlErrors.translate("Cannot run a statement", e, null));
            }
        }
    }

    /** Before each wait for the server: for the statement, and again for rows that come later. */
    void begin() {
        if (lent.isGivenBack()) {
            return;
        }
        Slot slot = lent.slot();
        long nanos;
        if (allowed != null) {
            nanos = allowed.toNanos();
        } else {
            // behind a pooler the server has no timeout of ours that could come first
            nanos = limits.statement().toNanos() + (slot.isPooled() ? 0 : AFTER_THE_SERVER);
        }
        if (!slot.begin(nanos)) {
            throw noted(DeadlineExceeded.beforeTheStatement(Duration.ofNanos(nanos)));
        }
        begun = true;
    }

    private DatabaseException noted(DatabaseException failure) {
        if (observed != null) {
            observed.failed(failure);
        }
        return failure;
    }

    /** For who listens. */
    void rows(long readOrChanged) {
        if (observed != null) {
            observed.rows(readOrChanged);
        }
    }

    void end() {
        if (!lent.isGivenBack()) {
            lent.slot().end();
            if (begun) {
                lent.executed();
            }
        }
    }

    DatabaseException failed(Sql statement, SQLException failure) {
        return failed(statement.text(), statement.statement(), failure);
    }

    /** Ends it. */
    DatabaseException failed(@Nullable String sql, @Nullable QueryPart statement, SQLException failure) {
        Slot.Ended ended = null;
        Duration ran = Duration.ZERO;
        boolean closed = false;
        if (!lent.isGivenBack()) {
            Slot slot = lent.slot();
            ended = slot.ended();
            ran = slot.ran();
            closed = slot.isClosed();
            if (SqlErrors.isStalePlan(failure)) {
                slot.forgetPrepared();
            }
            if (closed && Thread.currentThread().isInterrupted()) {
                // a virtual thread's socket closes under it; the server would go on
                ended = Slot.Ended.INTERRUPTED;
                WatchThread.send(slot::sendCancel);
            }
            slot.end();
        }
        DatabaseException translated = noted(SqlErrors.translate(
                "Cannot run a statement",
                failure,
                new SqlErrors.Context(
                        sql, statement, ended, closed, ran, allowed == null ? limits.statement() : allowed, limits)));
        lent.failed(translated);
        return translated;
    }
}
