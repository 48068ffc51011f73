package dev.serein.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.bench.db.OrdersRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Jdbi: SQL by hand, values bound by name, rows read by mappers of one's own; orders are put together from a join. */
final class JdbiPeer implements Contender {
    private static final String CUSTOMERS = "select " + Shop.CUSTOMER + " from customers ";
    private static final String ORDERS_COLUMNS = "select " + Shop.ORDER + ", " + Shop.LINE + ", " + Shop.PRODUCT;
    private static final String LINES =
            " left join (order_details d join products p on p.id = d.product_id) on d.order_id = o.id ";

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    JdbiPeer(String url) {
        this.pool = Pool.of(url);
        this.jdbi = Jdbi.create(pool);
    }

    @Override
    public Object customer(int id) {
        return jdbi.withHandle(handle -> handle.createQuery(CUSTOMERS + "where id = :id")
                .bind("id", id)
                .map((row, context) -> Shop.customer(row))
                .one());
    }

    @Override
    public Object customersAfter(int id) {
        return jdbi.withHandle(
                handle -> handle.createQuery(CUSTOMERS + "where id > :id order by id limit " + Operation.CUSTOMERS)
                        .bind("id", id)
                        .map((row, context) -> Shop.customer(row))
                        .list());
    }

    @Override
    public Object order(int id) {
        return orders(ORDERS_COLUMNS + " from orders o" + LINES + "where o.id = :id order by d.product_id", id)
                .get(0);
    }

    @Override
    public Object ordersAfter(int id) {
        return orders(
                ORDERS_COLUMNS + " from (select * from orders where id > :id order by id limit " + Operation.ORDERS
                        + ") o" + LINES + "order by o.id, d.product_id",
                id);
    }

    private List<OrderView> orders(String sql, int id) {
        return jdbi.withHandle(handle -> handle.createQuery(sql).bind("id", id).scanResultSet((rows, context) -> {
            Map<Integer, OrderView> orders = new LinkedHashMap<>();
            var results = rows.get();
            while (results.next()) {
                int key = results.getInt(1);
                OrderView order = orders.get(key);
                if (order == null) {
                    order = new OrderView(Shop.order(results), new ArrayList<>());
                    orders.put(key, order);
                }
                if (results.getObject(Shop.ORDER_COLUMNS + 1) != null) {
                    order.lines().add(Shop.line(results, Shop.ORDER_COLUMNS));
                }
            }
            return List.copyOf(orders.values());
        }));
    }

    @Override
    public Object insertOrder() {
        OrdersRow order = Samples.ORDER;
        return jdbi.withHandle(handle -> handle.createQuery(
                        "insert into orders as o (order_date, required_date, ship_via, freight, ship_name, ship_city,"
                                + " ship_country, customer_id, employee_id) values (:orderDate, :requiredDate, :shipVia,"
                                + " :freight, :shipName, :shipCity, :shipCountry, :customerId, :employeeId) returning "
                                + Shop.ORDER)
                .bind("orderDate", order.orderDate())
                .bind("requiredDate", order.requiredDate())
                .bind("shipVia", order.shipVia())
                .bind("freight", order.freight())
                .bind("shipName", order.shipName())
                .bind("shipCity", order.shipCity())
                .bind("shipCountry", order.shipCountry())
                .bind("customerId", order.customerId())
                .bind("employeeId", order.employeeId())
                .map((row, context) -> Shop.order(row))
                .one());
    }

    @Override
    public void insertLog(int order) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("insert into order_details_log (unit_price, quantity, discount,"
                    + " order_id, product_id) values (:price, :quantity, :discount, :order, :product)");
            for (int i = 0; i < Operation.LOGGED; i++) {
                batch.bind("price", Samples.price(i))
                        .bind("quantity", Samples.quantity(i))
                        .bind("discount", Samples.discount(i))
                        .bind("order", order)
                        .bind("product", Samples.product(i))
                        .add();
            }
            batch.execute();
        });
    }

    @Override
    public void transfer(int from, int to) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("update accounts set credits = credits - 1 where id = :id")
                    .bind("id", from)
                    .execute();
            handle.createUpdate("update accounts set credits = credits + 1 where id = :id")
                    .bind("id", to)
                    .execute();
        });
    }

    @Override
    public Object search(String word) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        CUSTOMERS + "where company_name ilike :pattern order by id limit " + Operation.FOUND)
                .bind("pattern", "%" + word + "%")
                .map((row, context) -> Shop.customer(row))
                .list());
    }

    @Override
    public void close() {
        pool.close();
    }
}
