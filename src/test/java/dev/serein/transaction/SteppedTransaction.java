package dev.serein.transaction;

import dev.serein.Database;
import dev.serein.Transaction;
import dev.serein.TransactionOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.awaitility.Awaitility;

/**
 * A transaction on a thread of its own that takes a step when it is told to, so that a test can have several at once
 * and read like a script. What a step throws leaves the body; the test gets it when the transaction is over.
 */
final class SteppedTransaction implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SOMEBODY_WAITS = "select exists (select from pg_stat_activity"
            + " where datname = current_database() and (cardinality(pg_blocking_pids(pid)) > 0"
            + " or cardinality(pg_safe_snapshot_blocking_pids(pid)) > 0))";
    private static final Function<Transaction, Object> COMMIT = tx -> true;

    private final Database db;
    private final TransactionOptions options;
    private final Thread thread = new Thread(this::run, "stepped-transaction");
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private Step step = new Step(COMMIT);

    /** What to do, and what came of it. */
    static final class Step {
        private final Function<Transaction, Object> what;
        private final CompletableFuture<Object> result = new CompletableFuture<>();

        private Step(Function<Transaction, Object> what) {
            this.what = what;
        }

        /** What it returned. Throws what it threw, or the end of its transaction. */
        Object result() {
            try {
                return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException thrown) {
                    throw thrown;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException | TimeoutException e) {
                throw new IllegalStateException("The step is not over", e);
            }
        }
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private SteppedTransaction(Database db, TransactionOptions options) {
        this.db = db;
        this.options = options;
        thread.setDaemon(true);
    }

    /** Sends nothing: to the server it begins with its first step. */
    static SteppedTransaction begin(Database db, TransactionOptions options) {
        SteppedTransaction begun = new SteppedTransaction(db, options);
        begun.thread.start();
        return begun;
    }

    private void run() {
        try {
            db.transaction(options, this::takeSteps);
            step.result.complete(true);
        } catch (RolledBack asTold) {
            step.result.complete(true);
        } catch (RuntimeException | InterruptedException e) {
            step.result.completeExceptionally(e);
        }
    }

    private void takeSteps(Transaction tx) throws InterruptedException {
        for (step = steps.take(); step.what != COMMIT; step = steps.take()) {
            step.result.complete(step.what.apply(tx));
        }
    }

    private Step queue(Function<Transaction, Object> what) {
        Step next = new Step(what);
        steps.add(next);
        return next;
    }

    /** Runs a statement. */
    void execute(String sql) {
        queue(tx -> tx.sql().execute(sql)).result();
    }

    /** The numbers in the first column of a query. */
    @SuppressWarnings("unchecked") // it is what the step returns
    List<Integer> read(String sql) {
        return (List<Integer>)
                queue(tx -> tx.sql().resultQuery(sql).fetchInto(Integer.class)).result();
    }

    /** Begins to run a query, and returns when the server has it wait for another transaction. */
    Step waits(String sql) {
        Step waiting = queue(tx -> sql.startsWith("select")
                ? tx.sql().resultQuery(sql).fetchInto(Integer.class)
                : tx.sql().execute(sql));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> db.sql().fetchSingle(SOMEBODY_WAITS).get(0, Boolean.class));
        return waiting;
    }

    void commit() {
        queue(COMMIT).result();
    }

    void rollBack() {
        queue(tx -> {
                    throw new RolledBack();
                })
                .result();
    }

    /** Rolls back what is not over. */
    @Override
    public void close() {
        queue(tx -> {
            throw new RolledBack();
        });
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
