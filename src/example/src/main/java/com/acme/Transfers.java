package com.acme;

import static com.acme.db.Tables.ACCOUNTS;

import com.acme.db.AccountsDao;
import com.acme.db.TransfersDao;
import com.acme.db.TransfersInsert;
import com.acme.db.TransfersRow;
import dev.serein.Database;
import dev.serein.TransactionOptions;
import java.util.UUID;

/** Moves credits between accounts. */
final class Transfers {
    /** A deadlock, a lost connection, a failover: all of it is run again, as long as nothing can have been stored. */
    private static final TransactionOptions TRANSFER =
            TransactionOptions.defaults().withName("transfer").withAttempts(5);

    private final Database db;

    Transfers(Database db) {
        this.db = db;
    }

    /**
     * Moves credits, all of them, once, or none.
     *
     * @param request chosen by who asks; asked for again, after a {@link dev.serein.CommitUnknown}, it is not done
     *     again
     * @throws dev.serein.RowNotFound if one of the accounts is not there
     * @throws dev.serein.ConstraintViolation if the first does not hold as many, the amount is not more than zero, both
     *     accounts are the same, or the request has been done
     */
    // tag::transfer[]
    TransfersRow transferCredits(UUID request, long from, long to, long amount) {
        return db.transactionResult(TRANSFER, tx -> {
            AccountsDao accounts = new AccountsDao(tx);
            // in the order of their keys: who takes the way back waits for the first account, not in a circle
            for (long id : new long[] {Math.min(from, to), Math.max(from, to)}) {
                long change = id == from ? -amount : amount;
                // computed where the row is locked; throws if it is not there; the table's CHECK has the last word
                accounts.update(id, account -> account.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(change)));
            }
            var done = TransfersInsert.request(request)
                    .fromAccountId(from)
                    .toAccountId(to)
                    .amount(amount);
            return new TransfersDao(tx).insert(done); // its constraints refuse an amount below one, a request twice
        });
    }
    // end::transfer[]
}
