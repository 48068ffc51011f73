package dev.serein.bench;

import static dev.serein.bench.db.Tables.CUSTOMERS;
import static dev.serein.bench.db.Tables.ORDERS;

import dev.serein.Database;

/** Serein's finds, put together anew each time. */
final class Finds implements Contender {
    private final Database db;

    Finds(String url) {
        this.db = Database.open(url);
    }

    @Override
    public Object customer(int id) {
        return db.find(CUSTOMERS).where(CUSTOMERS.ID.eq(id)).one();
    }

    @Override
    public Object customersAfter(int id) {
        return db.find(CUSTOMERS)
                .where(CUSTOMERS.ID.gt(id))
                .orderBy(CUSTOMERS.ID)
                .limit(Operation.CUSTOMERS)
                .list();
    }

    @Override
    public Object order(int id) {
        return db.find(ORDERS)
                .with(Queries.LINES, OrderView::new)
                .where(ORDERS.ID.eq(id))
                .one();
    }

    @Override
    public Object ordersAfter(int id) {
        return db.find(ORDERS)
                .with(Queries.LINES, OrderView::new)
                .where(ORDERS.ID.gt(id))
                .orderBy(ORDERS.ID)
                .limit(Operation.ORDERS)
                .list();
    }

    @Override
    public Object search(String word) {
        return db.find(CUSTOMERS)
                .where(CUSTOMERS.COMPANY_NAME.likeIgnoreCase("%" + word + "%"))
                .orderBy(CUSTOMERS.ID)
                .limit(Operation.FOUND)
                .list();
    }

    @Override
    public void close() {
        db.close();
    }
}
