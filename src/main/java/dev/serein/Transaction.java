package dev.serein;

import java.time.Duration;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that runs, or a savepoint within one. Given to the body of {@link Session#transaction}, and of use to
 * that body only, on its thread.
 */
public final class Transaction implements Session {
    static final String OVER = "The transaction is over: it ends when the body that it was given to does";
    private static final String ROLLED_BACK =
            "The transaction is over: rollback() has ended it; nothing more can run on it";

    private final Executor executor;
    private final Life life;

    private Transaction(Executor executor, Life life) {
        this.executor = executor;
        this.life = life;
    }

    /** Of the transaction, and of all sessions that were made of it. */
    private static final class Life {
        private final ServerTransaction server;
        private final TransactionOptions options;
        private final int depth;
        private final Effects effects;
        private final Thread thread = Thread.currentThread();
        private volatile @Nullable String over;
        private Bodies.@Nullable Body watched;

        Life(ServerTransaction server, TransactionOptions options) {
            this.server = server;
            this.options = options;
            this.depth = server.depth();
            this.effects = server.effects();
        }

        /** Why nothing can run on it; null while it can. */
        @Nullable
        String over() {
            return over != null || server.isOpen(effects) ? over : ROLLED_BACK;
        }
    }

    /** On a database: all of one, as often as it takes. */
    static <T extends @Nullable Object, X extends Exception> T run(
            Executor executor, TransactionOptions options, TransactionCall<T, X> body) throws X {
        options.check();
        executor.lender().bodies().transaction(options);
        return run(executor, options, true, body);
    }

    /** The same, for a statement that needs one, and whose user has not begun it. */
    static <T extends @Nullable Object, X extends Exception> T ofOurs(Executor executor, TransactionCall<T, X> body)
            throws X {
        executor.lender().bodies().statement();
        return run(executor, TransactionOptions.defaults(), false, body);
    }

    private static <T extends @Nullable Object, X extends Exception> T run(
            Executor executor, TransactionOptions options, boolean ofUser, TransactionCall<T, X> body) throws X {
        long from = System.nanoTime();
        Duration allowed = executor.allowedAtMost(options.deadline());
        Executor within = options.deadline() == null || allowed == null ? executor : executor.within(allowed);
        Outcome outcome = new Outcome();
        Attempts attempts = new Attempts(options, from, allowed);
        try {
            return attempts.run(() -> {
                ServerTransaction server = ServerTransaction.begin(executor.lender(), from, allowed, options);
                if (server.isOfAnother()) {
                    attempts.isLast();
                }
                return attempt(within, server, options, ofUser, body, outcome);
            });
        } finally {
            outcome.tell(executor.lender().bodies());
        }
    }

    private static <T extends @Nullable Object, X extends Exception> T attempt(
            Executor executor,
            ServerTransaction server,
            TransactionOptions options,
            boolean ofUser,
            TransactionCall<T, X> body,
            Outcome outcome)
            throws X {
        Life life = new Life(server, options);
        outcome.of(server.allEffects());
        Bodies bodies = executor.lender().bodies();
        Bodies.Body watched = ofUser ? bodies.enter(server, options.name()) : null;
        life.watched = watched;
        T result;
        try {
            Executor within = executor.in(server);
            RoleSettings.set(within, options.role());
            result = body.call(new Transaction(within, life));
            if (life.over == null) {
                bodies.returned(watched);
            }
        } catch (Throwable e) {
            life.over = OVER;
            undo(server::rollback, e);
            throw e;
        } finally {
            bodies.leave(watched);
        }
        if (life.over == null) {
            life.over = OVER;
            commit(server, outcome);
        }
        return result;
    }

    private static void commit(ServerTransaction server, Outcome outcome) {
        try {
            server.commit();
            outcome.isCommitted();
            server.refuseTraces();
        } catch (CommitUnknown e) {
            outcome.isUnknown();
            throw e;
        } catch (Throwable e) {
            undo(server::rollback, e);
            throw e;
        }
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T transactionResult(
            TransactionOptions options, TransactionCall<T, X> body) throws X {
        Executor here = executor();
        options.checkNested(life.options);
        life.server.nest();
        Life part = new Life(life.server, life.options);
        try {
            T result = body.call(new Transaction(here, part));
            if (part.over() == null) {
                life.server.release();
            }
            return result;
        } catch (Throwable e) {
            if (part.over() == null) {
                undo(() -> life.server.rollBackTo(part.depth), e);
            }
            throw e;
        } finally {
            part.over = OVER;
        }
    }

    /** What fails then does not hide why. */
    private static void undo(Runnable rollback, Throwable why) {
        try {
            rollback.run();
        } catch (Throwable e) {
            why.addSuppressed(e);
        }
    }

    @Override
    public DSLContext sql() {
        return executor().sql();
    }

    @Override
    public Transaction withDeadline(Duration allowed) {
        return new Transaction(executor().within(allowed), life);
    }

    /**
     * Ends it now, and undoes what it did; of a nested one, since it began. No exception: what the body returns then is
     * the result. Nothing more can run on it.
     *
     * @throws IllegalStateException if it is over already
     * @throws DatabaseException if the server could not be told; nothing of it is stored all the same
     */
    public void rollback() {
        executor();
        boolean whole = life.server.isWhole(life.depth);
        life.over = ROLLED_BACK;
        if (whole) {
            executor.lender().bodies().leave(life.watched);
            life.server.rollback();
        } else {
            life.server.rollBackTo(life.depth);
        }
    }

    /**
     * Runs something once all of this is committed, after the outermost transaction, when its connection has been given
     * back: mails, messages, caches. Never if it is rolled back, or if an outer one is, or if nobody knows; of several
     * attempts, what the last one asked for. In the order in which they are asked for; one that fails is written to the
     * log, and stops neither the others nor the caller.
     *
     * @param effect what to do; on this thread
     * @throws IllegalStateException if it is over, or a part of what another, such as a framework, has begun: only that
     *     one knows when it is committed
     */
    public void afterCommit(Runnable effect) {
        effects().afterCommit(effect);
    }

    /**
     * The same, once it is known that nothing of this is stored: this transaction, or an outer one, was rolled back. Of
     * an attempt that is followed by another one it does not run.
     *
     * @param effect what to do; on this thread
     * @throws IllegalStateException as of {@link #afterCommit}
     */
    public void afterRollback(Runnable effect) {
        effects().afterRollback(effect);
    }

    private Effects effects() {
        executor();
        if (life.server.isOfAnother()) {
            throw new IllegalStateException(
                    "Another than Serein has begun this transaction, such as a framework, and only"
                            + " that one knows when it is committed: ask it to run what is to follow");
        }
        return life.effects;
    }

    /**
     * Waits for a lock on a word, and holds it until the outermost transaction ends. A nested transaction that is
     * rolled back gives back those that it has taken.
     *
     * @param key what is locked; the same word is the same lock in all of the database
     * @throws DeadlineExceeded if it is held for too long
     * @throws TransactionConflict if it is the victim of a deadlock
     */
    public void lock(String key) {
        AdvisoryLock.waitFor(executor(), key);
    }

    /**
     * The same, without waiting.
     *
     * @param key what is locked
     * @return false if somebody else holds it
     */
    public boolean tryLock(String key) {
        return AdvisoryLock.take(executor(), key);
    }

    /** @throws IllegalStateException if it is over: what ran then would be outside of it, and stay */
    Executor executor() {
        String over = life.over();
        if (over != null) {
            throw new IllegalStateException(over);
        }
        if (Thread.currentThread() != life.thread) {
            throw new IllegalStateException("A transaction belongs to the thread that its body runs on, "
                    + life.thread.getName() + ": what another one does beside it would be done at a moment that nobody"
                    + " knows, or after it");
        }
        return executor;
    }
}
