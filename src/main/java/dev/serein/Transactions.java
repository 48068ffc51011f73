package dev.serein;

import java.sql.Connection;
import java.time.Duration;
import org.jooq.ConnectionProvider;
import org.jooq.TransactionContext;
import org.jooq.TransactionProvider;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that are begun with jOOQ's own methods: the same as those of a {@link Session}, without its options.
 *
 * @param allowed for all of one; null for no such limit
 * @param outer in which those that are begun are savepoints; null if there is none
 */
record Transactions(
        Lender lender, @Nullable Duration allowed, @Nullable ServerTransaction outer) implements TransactionProvider {

    /** What jOOQ keeps for us between the calls. */
    private record Begun(ServerTransaction transaction, int depth, Bodies.@Nullable Body body)
            implements org.jooq.Transaction {}

    @Override
    public void begin(TransactionContext ctx) {
        ServerTransaction transaction = outer;
        Bodies.Body body = null;
        if (transaction == null) {
            lender.bodies().transaction(TransactionOptions.defaults());
            transaction = ServerTransaction.begin(lender, System.nanoTime(), allowed, TransactionOptions.defaults());
            body = lender.bodies().enter(transaction, null);
        } else {
            transaction.nest();
        }
        ctx.transaction(new Begun(transaction, outer == null ? 0 : transaction.depth(), body));
        ctx.configuration().set(connections(transaction)).set(new Transactions(lender, allowed, transaction));
    }

    @Override
    public void commit(TransactionContext ctx) {
        if (ctx.transaction() instanceof Begun begun) {
            if (begun.depth == 0) {
                lender.bodies().returned(begun.body);
                lender.bodies().leave(begun.body);
                begun.transaction.commit();
                begun.transaction.refuseTraces();
            } else {
                begun.transaction.release();
            }
        }
    }

    /** Comes after a failure to begin, too. */
    @Override
    public void rollback(TransactionContext ctx) {
        if (ctx.transaction() instanceof Begun begun) {
            if (begun.depth == 0) {
                lender.bodies().leave(begun.body);
                begun.transaction.rollback();
            } else {
                begun.transaction.rollBackTo(begun.depth);
            }
        }
    }

    /** The one connection of a transaction, for as long as that runs. */
    static ConnectionProvider connections(ServerTransaction transaction) {
        return new ConnectionProvider() {
            @Override
            public Connection acquire() {
                return transaction.connection();
            }

            @Override
            public void release(Connection connection) {
                // the transaction gives it back
            }
        };
    }
}
