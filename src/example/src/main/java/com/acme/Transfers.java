package com.acme;

import static com.acme.db.Tables.ACCOUNTS;

import com.acme.db.AccountsDao;
import com.acme.db.TransfersDao;
import com.acme.db.TransfersInsert;
import com.acme.db.TransfersRow;
import dev.serein.Database;
import dev.serein.TransactionOptions;
import java.util.Optional;
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
     * @param request chosen by who asks. Asked for again, as after a {@link dev.serein.CommitUnknown}, it is not done
     *     again: the transfer that was done is returned
     * @throws dev.serein.ConstraintViolation if one of the accounts is not there, the first does not hold as many, the
     *     amount is not more than zero, or both accounts are the same
     */
    // tag::transfer[]
    TransfersRow transferCredits(UUID request, long from, long to, long amount) {
        return db.transactionResult(TRANSFER, tx -> {
            TransfersDao transfers = new TransfersDao(tx);
            // its constraints refuse accounts that are not there, and an amount below one; a request is done once
            Optional<TransfersRow> transfer = transfers.insertOrIgnore(asked(request, from, to, amount));
            if (transfer.isEmpty()) {
                return transfers.getByRequest(request);
            }
            // in the order of their keys: who takes the way back waits for the first account, not in a circle
            for (long id : new long[] {Math.min(from, to), Math.max(from, to)}) {
                long change = id == from ? -amount : amount;
                // computed where the row is locked, not from what was read before; the table's CHECK has the last word
                new AccountsDao(tx).update(id, a -> a.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(change)));
            }
            return transfer.get();
        });
    }
    // end::transfer[]

    private static TransfersInsert asked(UUID request, long from, long to, long amount) {
        return TransfersInsert.request(request)
                .fromAccountId(from)
                .toAccountId(to)
                .amount(amount);
    }
}
