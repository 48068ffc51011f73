package dev.serein;

import dev.serein.BatchTexts.Frame;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Calls that go to the server together, all or nothing. What the server refuses has left nothing; as it does not say
 * which of the statements it was, they are then run one after the other, and the one that fails is known. One run; its
 * thread's alone.
 */
final class Batch {
    private static final String STALE_PLAN = "0A000";
    private static final String STORED = "all of it is stored";
    private static final String UNDONE = "it is undone";

    private final Call<?>[] calls;
    private boolean sent;
    private boolean answered;
    private boolean preparedAnew;

    private Batch(Call<?>[] calls) {
        this.calls = calls;
    }

    static BatchResults run(Session session, TransactionOptions options, Call<?>... calls) {
        options.check();
        Map<Call<?>, Object> byCall = new IdentityHashMap<>();
        for (Call<?> call : calls) {
            if (byCall.put(Objects.requireNonNull(call, "A call is null"), call) != null) {
                throw new IllegalArgumentException("A call is in the batch twice, and its results could not be told"
                        + " apart: make a second one");
            }
        }
        return calls.length == 0 ? new BatchResults(byCall) : new Batch(calls.clone()).run(session, options);
    }

    private BatchResults run(Session session, TransactionOptions options) {
        try {
            return session instanceof Transaction || options.role() != null
                    ? session.transactionResult(options, tx -> sendWithin(Executor.of(tx)))
                    : sendAlone(session, options);
        } catch (TransactionConflict e) {
            if (answered || session instanceof Transaction || preparedAnew || !STALE_PLAN.equals(e.sqlState())) {
                throw e;
            }
            preparedAnew = true; // on this connection; as the driver does with a single statement
            return run(session, options);
        } catch (StatementFailed | ConstraintViolation e) {
            if (answered) {
                throw e; // when it was read
            }
        }
        return session.transactionResult(options, this::oneByOne);
    }

    private BatchResults sendWithin(Executor executor) {
        Sql text = executor.plans().batches().of(Frame.NONE, calls);
        return executor.exchange(text, this::bind, executed -> read(Answers.ofEach(executed, 0), UNDONE));
    }

    private BatchResults sendAlone(Session session, TransactionOptions options) {
        Executor executor = Executor.of(session);
        if (!options.isIndependent()) {
            executor.lender().bodies().statement();
        }
        long from = System.nanoTime();
        Duration allowed = executor.allowedAtMost(options.deadline());
        boolean several = calls.length > 1 || calls[0].statements().size() > 1 || mayCommit(calls[0]);
        Frame frame = Frame.of(options, several);
        Sql text = executor.plans().batches().of(frame, calls);
        try {
            return new Attempts(options, from, allowed).run(() -> {
                // what has passed before the first is nothing worth showing
                Duration left = allowed == null || !sent ? allowed : left(allowed, from);
                return send(left == null ? executor : executor.within(left), text, frame, options, session);
            });
        } catch (AfterCommit e) {
            throw e.failure;
        }
    }

    /** By itself it could store a part, and fail then. */
    private static boolean mayCommit(Call<?> call) {
        String word = FirstWord.of(call.statements().get(0).text());
        return word.equals("call") || word.equals("do");
    }

    private static Duration left(Duration allowed, long from) {
        long millis = allowed.minusNanos(System.nanoTime() - from).toMillis();
        return Duration.ofMillis(Math.max(1, millis));
    }

    private BatchResults send(Executor executor, Sql text, Frame frame, TransactionOptions options, Session session) {
        sent = false;
        answered = false;
        try {
            return executor.exchange(text, this::bindAlone, executed -> {
                answered = true;
                return read(Answers.ofEach(executed, frame.before().size()), STORED);
            });
        } catch (InAnother e) {
            return session.transactionResult(options, tx -> sendWithin(Executor.of(tx)));
        } catch (DatabaseException e) {
            if (answered || e instanceof CommitUnknown) {
                throw new AfterCommit(e instanceof CommitUnknown ? e : stored(e));
            }
            throw isUnknown(e) && !options.isReadOnly() ? unknown(e) : e;
        } catch (RuntimeException e) {
            throw answered ? new AfterCommit(e) : e;
        }
    }

    /** Hides what failed when all was stored from what would run it again. */
    private static final class AfterCommit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RuntimeException failure;

        AfterCommit(RuntimeException failure) {
            super(null, null, false, false);
            this.failure = failure;
        }
    }

    private static DatabaseException stored(DatabaseException failure) {
        failure.add("batch", STORED);
        failure.add("fix", "do not run it again: mend how the results are read");
        return failure;
    }

    /** Of a connection that is in a transaction already, as of a framework's. */
    private static final class InAnother extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InAnother() {
            super(null, null, false, false);
        }
    }

    private void bindAlone(PreparedStatement prepared) throws SQLException {
        if (!prepared.getConnection().getAutoCommit()) {
            throw new InAnother();
        }
        bind(prepared);
    }

    private void bind(PreparedStatement prepared) throws SQLException {
        answered = false;
        int at = 1;
        for (Call<?> call : calls) {
            for (Sql each : call.statements()) {
                at = each.bind(prepared, at, call.arguments());
            }
        }
        sent = true;
    }

    /** @param outcome what has become of the batch if they cannot be read */
    private BatchResults read(Answers answers, String outcome) throws SQLException {
        answered = true;
        Map<Call<?>, Object> byCall = new IdentityHashMap<>(calls.length);
        for (int i = 0; i < calls.length; i++) {
            try {
                byCall.put(calls[i], calls[i].read(answers));
            } catch (Answers.OfAnotherKind e) {
                throw new IllegalStateException(new ErrorText("Cannot read the result of a call: " + e.getMessage())
                        .with("sql", SqlText.brief(calls[i].toString()))
                        .with("statement", (i + 1) + " of " + calls.length)
                        .with("batch", outcome)
                        .fix("Call.list(Query.rows(…)) is for what returns rows, Call.changed(…) for what does not")
                        .toString());
            }
        }
        return new BatchResults(byCall);
    }

    /**
     * Whatever the reason is, such as a deadline: whether the COMMIT that was sent has arrived, nobody has heard.
     * Without a cause it is of ours, from before it was sent.
     */
    private boolean isUnknown(DatabaseException failure) {
        return sent && failure.getCause() != null && !failure.isSaidByServer();
    }

    private static boolean isLost(DatabaseException failure) {
        return failure instanceof ConnectionFailed || failure.sqlState().startsWith("08");
    }

    private static CommitUnknown unknown(DatabaseException failure) {
        SQLException known = failure.getCause(SQLException.class);
        SQLException cause = known == null ? new SQLException(failure.getMessage(), failure.sqlState()) : known;
        return isLost(failure) ? CommitUnknown.unanswered(OptionalLong.empty(), cause) : CommitUnknown.unread(cause);
    }

    private BatchResults oneByOne(Transaction tx) {
        Map<Call<?>, Object> byCall = new IdentityHashMap<>(calls.length);
        for (int i = 0; i < calls.length; i++) {
            try {
                byCall.put(calls[i], Objects.requireNonNull(calls[i].alone(tx)));
            } catch (DatabaseException e) {
                if (calls.length > 1) {
                    e.add("statement", (i + 1) + " of " + calls.length);
                }
                throw e;
            }
        }
        return new BatchResults(byCall);
    }
}
