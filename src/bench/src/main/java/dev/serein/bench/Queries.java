package dev.serein.bench;

import static dev.serein.Query.find;
import static dev.serein.Relations.many;
import static dev.serein.Relations.one;
import static dev.serein.bench.db.Tables.CUSTOMERS;
import static dev.serein.bench.db.Tables.ORDERS;

import dev.serein.Database;
import dev.serein.Many;
import dev.serein.Query;
import dev.serein.Query1;
import dev.serein.bench.db.CustomersRow;
import dev.serein.bench.db.tables.OrderDetails.OrderDetailsPath;

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

    private static final OrderDetailsPath LINE = ORDERS.orderDetails();
    /** The lines of an order, each with its product. */
    static final Many<LineView> LINES =
            many(LINE).with(one(LINE.products()), LineView::new).orderBy(LINE.PRODUCT_ID);

    private static final Query1<Integer, OrderView> ORDER = Query.of(
            Integer.class, id -> find(ORDERS).with(LINES, OrderView::new).where(ORDERS.ID.eq(id)));
    private static final Query1<Integer, OrderView> ORDERS_PAGE = Query.of(Integer.class, id -> find(ORDERS)
            .with(LINES, OrderView::new)
            .where(ORDERS.ID.gt(id))
            .orderBy(ORDERS.ID)
            .limit(Operation.ORDERS));

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
    public Object order(int id) {
        return ORDER.one(db, id);
    }

    @Override
    public Object ordersAfter(int id) {
        return ORDERS_PAGE.list(db, id);
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
