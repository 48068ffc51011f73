package dev.serein.bench;

import static dev.serein.bench.db.Tables.ACCOUNTS;
import static org.jooq.impl.DSL.update;

import dev.serein.BatchResults;
import dev.serein.Call;
import dev.serein.Database;
import dev.serein.Query;
import dev.serein.Query2;
import dev.serein.bench.db.AccountsRow;

/** Serein's batches: a transaction in one round trip. */
final class Batches implements Contender {
    private static final Query2<Integer, Long, AccountsRow> CHANGE = Query.of(
            Integer.class,
            Long.class,
            (id, by) -> Query.rows(
                    update(ACCOUNTS)
                            .set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(by))
                            .where(ACCOUNTS.ID.eq(id))
                            .returning(),
                    ACCOUNTS::$row));

    private final Database db;

    Batches(String url) {
        this.db = Database.open(url);
    }

    @Override
    public void transfer(int from, int to) {
        Call<AccountsRow> take = CHANGE.bind(from, -1L).one();
        Call<AccountsRow> give = CHANGE.bind(to, 1L).one();
        BatchResults results = db.batch(take, give);
        if (results.of(take).id() != from || results.of(give).id() != to) {
            throw new IllegalStateException();
        }
    }

    @Override
    public void close() {
        db.close();
    }
}
