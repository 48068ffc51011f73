package dev.serein;

import dev.serein.BatchTexts.Frame;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Calls that go to the server together, all or nothing. What the server refuses has left nothing; as it does not say
 * which of the statements it was, they are then run one after the other, and the one that fails is known. One run; its
 * thread's alone.
 */
final class Batch {
    private static final String STALE_PLAN = "0A000";

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
            if (session instanceof Transaction || preparedAnew || !STALE_PLAN.equals(e.sqlState())) {
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
        return executor.exchange(text, this::bind, executed -> read(new Answers(executed)));
    }

    private BatchResults sendAlone(Session session, TransactionOptions options) {
        Executor executor = Executor.of(session);
        if (!options.isIndependent()) {
            executor.lender().bodies().statement();
        }
        long from = System.nanoTime();
        Duration allowed = executor.allowedAtMost(options.deadline());
        boolean several = calls.length > 1 || calls[0].statements().size() > 1;
        Frame frame = Frame.of(options, several);
        Sql text = executor.plans().batches().of(frame, calls);
        return new Attempts(options, from, allowed).run(() -> {
            // what has passed before the first is nothing worth showing
            Duration left = allowed == null || !sent ? allowed : left(allowed, from);
            return send(left == null ? executor : executor.within(left), text, frame, options, session);
        });
    }

    private static Duration left(Duration allowed, long from) {
        long millis = allowed.minusNanos(System.nanoTime() - from).toMillis();
        return Duration.ofMillis(Math.max(1, millis));
    }

    private BatchResults send(Executor executor, Sql text, Frame frame, TransactionOptions options, Session session) {
        sent = false;
        try {
            return executor.exchange(text, this::bindAlone, executed -> {
                requireStandby(executed.getWarnings());
                return read(new Answers(executed).skip(frame.before().size()));
            });
        } catch (InAnother e) {
            return session.transactionResult(options, tx -> sendWithin(Executor.of(tx)));
        } catch (DatabaseException e) {
            throw sent && !answered && text.writes() && isLost(e) ? unknown(e) : e;
        }
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

    private BatchResults read(Answers answers) throws SQLException {
        answered = true;
        Map<Call<?>, Object> byCall = new IdentityHashMap<>(calls.length);
        for (Call<?> call : calls) {
            byCall.put(call, call.read(answers));
        }
        return new BatchResults(byCall);
    }

    private void requireStandby(@Nullable SQLWarning first) {
        SQLWarning givenUp = StandbyWait.givenUp(first);
        if (givenUp != null) {
            answered = true;
            throw CommitUnknown.withoutStandby(OptionalLong.empty(), givenUp);
        }
    }

    /** Whatever the reason is, such as a deadline: whether the COMMIT that was sent has arrived, nobody has heard. */
    private static boolean isLost(DatabaseException failure) {
        return failure instanceof ConnectionFailed || failure.sqlState().startsWith("08");
    }

    private static CommitUnknown unknown(DatabaseException failure) {
        SQLException cause = failure.getCause(SQLException.class);
        return CommitUnknown.unanswered(
                OptionalLong.empty(), cause == null ? new SQLException(failure.getMessage(), "08006") : cause);
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
