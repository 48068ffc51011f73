package dev.serein.bench;

import static dev.serein.Query.find;
import static dev.serein.bench.db.Tables.CUSTOMERS;

import dev.serein.Database;
import dev.serein.Query;
import dev.serein.Query1;
import dev.serein.bench.db.CustomersRow;

/** Serein's prepared queries, rendered once. */
final class Queries implements Contender {
    private static final Query1<Integer, CustomersRow> BY_ID =
            Query.of(Integer.class, id -> find(CUSTOMERS).where(CUSTOMERS.ID.eq(id)));
    private static final Query1<Integer, CustomersRow> PAGE = Query.of(Integer.class, id -> find(CUSTOMERS)
            .where(CUSTOMERS.ID.gt(id))
            .orderBy(CUSTOMERS.ID)
            .limit(Operation.CUSTOMERS));
    private static final Query1<String, CustomersRow> SEARCH = Query.of(String.class, pattern -> find(CUSTOMERS)
            .where(CUSTOMERS.COMPANY_NAME.likeIgnoreCase(pattern))
            .orderBy(CUSTOMERS.ID)
            .limit(Operation.FOUND));

    private final Database db;

    Queries(String url) {
        this.db = Database.open(url);
    }

    @Override
    public Object customer(int id) {
        return BY_ID.one(db, id);
    }

    @Override
    public Object customersAfter(int id) {
        return PAGE.list(db, id);
    }

    @Override
    public Object search(String word) {
        return SEARCH.list(db, "%" + word + "%");
    }

    @Override
    public void close() {
        db.close();
    }
}
