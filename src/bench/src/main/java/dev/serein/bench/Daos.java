package dev.serein.bench;

import static dev.serein.bench.db.Tables.ACCOUNTS;
import static dev.serein.bench.db.Tables.CUSTOMERS;
import static dev.serein.bench.db.Tables.ORDERS;

import dev.serein.Database;
import dev.serein.bench.db.AccountsDao;
import dev.serein.bench.db.CustomersDao;
import dev.serein.bench.db.OrderDetailsLogDao;
import dev.serein.bench.db.OrderDetailsLogInsert;
import dev.serein.bench.db.OrdersDao;
import dev.serein.bench.db.OrdersInsert;
import dev.serein.bench.db.OrdersRow;
import java.util.ArrayList;
import java.util.List;

/** Serein's generated DAOs, made for each operation as an application would. */
final class Daos implements Contender {
    private final Database db;

    Daos(String url) {
        this.db = Database.open(url);
    }

    @Override
    public Object customer(int id) {
        return new CustomersDao(db).getById(id);
    }

    @Override
    public Object customersAfter(int id) {
        return new CustomersDao(db)
                .find()
                .where(CUSTOMERS.ID.gt(id))
                .orderBy(CUSTOMERS.ID)
                .limit(Operation.CUSTOMERS)
                .list();
    }

    @Override
    public Object order(int id) {
        return new OrdersDao(db)
                .find()
                .with(Queries.LINES, OrderView::new)
                .where(ORDERS.ID.eq(id))
                .one();
    }

    @Override
    public Object ordersAfter(int id) {
        return new OrdersDao(db)
                .find()
                .with(Queries.LINES, OrderView::new)
                .where(ORDERS.ID.gt(id))
                .orderBy(ORDERS.ID)
                .limit(Operation.ORDERS)
                .list();
    }

    @Override
    public Object insertOrder() {
        OrdersRow order = Samples.ORDER;
        return new OrdersDao(db)
                .insert(OrdersInsert.orderDate(order.orderDate())
                        .requiredDate(order.requiredDate())
                        .shipVia(order.shipVia())
                        .freight(order.freight())
                        .shipName(order.shipName())
                        .shipCity(order.shipCity())
                        .shipCountry(order.shipCountry())
                        .customerId(order.customerId())
                        .employeeId(order.employeeId()));
    }

    @Override
    public void insertLog(int order) {
        List<OrderDetailsLogInsert> lines = new ArrayList<>(Operation.LOGGED);
        for (int i = 0; i < Operation.LOGGED; i++) {
            lines.add(OrderDetailsLogInsert.unitPrice(Samples.price(i))
                    .quantity(Samples.quantity(i))
                    .discount(Samples.discount(i))
                    .orderId(order)
                    .productId(Samples.product(i)));
        }
        new OrderDetailsLogDao(db).load(lines);
    }

    @Override
    public void transfer(int from, int to) {
        db.transaction(tx -> {
            AccountsDao accounts = new AccountsDao(tx);
            accounts.update(from, account -> account.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.minus(1L)));
            accounts.update(to, account -> account.set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(1L)));
        });
    }

    @Override
    public Object search(String word) {
        return new CustomersDao(db)
                .find()
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
