package dev.serein.bench;

import static dev.serein.bench.db.Tables.ACCOUNTS;

import dev.serein.Call;
import dev.serein.Database;
import dev.serein.bench.db.AccountsDao;
import dev.serein.bench.db.AccountsRow;

/** The same, as one would write it first: with the DAO, whose rows come back whole. */
final class DaoBatches implements Contender {
    private final Database db;

    DaoBatches(String url) {
        this.db = Database.open(url);
    }

    @Override
    public void transfer(int from, int to) {
        AccountsDao accounts = new AccountsDao(db);
        Call<AccountsRow> take = accounts.updating(from, it -> it.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.minus(1L)));
        Call<AccountsRow> give = accounts.updating(to, it -> it.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(1L)));
        db.batch(take, give);
    }

    @Override
    public void close() {
        db.close();
    }
}
