package dev.serein.bench;

import static dev.serein.bench.db.Tables.ACCOUNTS;
import static dev.serein.bench.db.Tables.CUSTOMERS;
import static dev.serein.bench.db.Tables.ORDERS;
import static dev.serein.bench.db.Tables.ORDER_DETAILS;
import static dev.serein.bench.db.Tables.ORDER_DETAILS_LOG;
import static dev.serein.bench.db.Tables.PRODUCTS;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.bench.db.CustomersRow;
import dev.serein.bench.db.OrderDetailsRow;
import dev.serein.bench.db.OrdersRow;
import dev.serein.bench.db.ProductsRow;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record11;
import org.jooq.Record2;
import org.jooq.Row5;
import org.jooq.SQLDialect;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** What one would write with jOOQ alone; what is nested is a multiset. */
final class Jooq implements Contender {
    private static final SelectField<ProductsRow> PRODUCT = row(
                    PRODUCTS.ID,
                    PRODUCTS.NAME,
                    PRODUCTS.QT_PER_UNIT,
                    PRODUCTS.UNIT_PRICE,
                    PRODUCTS.UNITS_IN_STOCK,
                    PRODUCTS.UNITS_ON_ORDER,
                    PRODUCTS.REORDER_LEVEL,
                    PRODUCTS.DISCONTINUED,
                    PRODUCTS.SUPPLIER_ID)
            .mapping(ProductsRow::new);

    private static final SelectField<OrderDetailsRow> LINE = row(
                    ORDER_DETAILS.UNIT_PRICE,
                    ORDER_DETAILS.QUANTITY,
                    ORDER_DETAILS.DISCOUNT,
                    ORDER_DETAILS.ORDER_ID,
                    ORDER_DETAILS.PRODUCT_ID)
            .mapping(OrderDetailsRow::new);

    private static final SelectField<OrdersRow> ORDER = row(
                    ORDERS.ID,
                    ORDERS.ORDER_DATE,
                    ORDERS.REQUIRED_DATE,
                    ORDERS.SHIPPED_DATE,
                    ORDERS.SHIP_VIA,
                    ORDERS.FREIGHT,
                    ORDERS.SHIP_NAME,
                    ORDERS.SHIP_CITY,
                    ORDERS.SHIP_REGION,
                    ORDERS.SHIP_POSTAL_CODE,
                    ORDERS.SHIP_COUNTRY,
                    ORDERS.CUSTOMER_ID,
                    ORDERS.EMPLOYEE_ID)
            .mapping(OrdersRow::new);

    private final HikariDataSource pool;
    private final DSLContext sql;

    Jooq(String url) {
        this.pool = Pool.of(url);
        this.sql = DSL.using(pool, SQLDialect.POSTGRES, new Settings().withExecuteLogging(false));
    }

    @Override
    public Object customer(int id) {
        return customers().where(CUSTOMERS.ID.eq(id)).fetchSingle(mapping(CustomersRow::new));
    }

    @Override
    public Object customersAfter(int id) {
        return customers()
                .where(CUSTOMERS.ID.gt(id))
                .orderBy(CUSTOMERS.ID)
                .limit(Operation.CUSTOMERS)
                .fetch(mapping(CustomersRow::new));
    }

    private SelectJoinStep<
                    Record11<Integer, String, String, String, String, String, String, String, String, String, String>>
            customers() {
        return sql.select(
                        CUSTOMERS.ID,
                        CUSTOMERS.COMPANY_NAME,
                        CUSTOMERS.CONTACT_NAME,
                        CUSTOMERS.CONTACT_TITLE,
                        CUSTOMERS.ADDRESS,
                        CUSTOMERS.CITY,
                        CUSTOMERS.POSTAL_CODE,
                        CUSTOMERS.REGION,
                        CUSTOMERS.COUNTRY,
                        CUSTOMERS.PHONE,
                        CUSTOMERS.FAX)
                .from(CUSTOMERS);
    }

    @Override
    public Object order(int id) {
        return orders().where(ORDERS.ID.eq(id)).fetchSingle(mapping(OrderView::new));
    }

    @Override
    public Object ordersAfter(int id) {
        return orders().where(ORDERS.ID.gt(id))
                .orderBy(ORDERS.ID)
                .limit(Operation.ORDERS)
                .fetch(mapping(OrderView::new));
    }

    private SelectJoinStep<Record2<OrdersRow, List<LineView>>> orders() {
        Field<List<LineView>> lines = multiset(select(LINE, PRODUCT)
                        .from(ORDER_DETAILS)
                        .join(PRODUCTS)
                        .on(PRODUCTS.ID.eq(ORDER_DETAILS.PRODUCT_ID))
                        .where(ORDER_DETAILS.ORDER_ID.eq(ORDERS.ID))
                        .orderBy(ORDER_DETAILS.PRODUCT_ID))
                .convertFrom(result -> result.map(mapping(LineView::new)));
        return sql.select(ORDER, lines).from(ORDERS);
    }

    @Override
    public Object insertOrder() {
        OrdersRow order = Samples.ORDER;
        return sql.insertInto(ORDERS)
                .set(ORDERS.ORDER_DATE, order.orderDate())
                .set(ORDERS.REQUIRED_DATE, order.requiredDate())
                .set(ORDERS.SHIP_VIA, order.shipVia())
                .set(ORDERS.FREIGHT, order.freight())
                .set(ORDERS.SHIP_NAME, order.shipName())
                .set(ORDERS.SHIP_CITY, order.shipCity())
                .set(ORDERS.SHIP_COUNTRY, order.shipCountry())
                .set(ORDERS.CUSTOMER_ID, order.customerId())
                .set(ORDERS.EMPLOYEE_ID, order.employeeId())
                .returningResult(ORDER)
                .fetchSingle()
                .value1();
    }

    @Override
    public void insertLog(int order) {
        List<Row5<Double, Integer, Double, Integer, Integer>> lines = new ArrayList<>(Operation.LOGGED);
        for (int i = 0; i < Operation.LOGGED; i++) {
            lines.add(row(Samples.price(i), Samples.quantity(i), Samples.discount(i), order, Samples.product(i)));
        }
        sql.insertInto(
                        ORDER_DETAILS_LOG,
                        ORDER_DETAILS_LOG.UNIT_PRICE,
                        ORDER_DETAILS_LOG.QUANTITY,
                        ORDER_DETAILS_LOG.DISCOUNT,
                        ORDER_DETAILS_LOG.ORDER_ID,
                        ORDER_DETAILS_LOG.PRODUCT_ID)
                .valuesOfRows(lines)
                .execute();
    }

    @Override
    public void transfer(int from, int to) {
        sql.transaction(transaction -> {
            transaction
                    .dsl()
                    .update(ACCOUNTS)
                    .set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.minus(1))
                    .where(ACCOUNTS.ID.eq(from))
                    .execute();
            transaction
                    .dsl()
                    .update(ACCOUNTS)
                    .set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(1))
                    .where(ACCOUNTS.ID.eq(to))
                    .execute();
        });
    }

    @Override
    public Object search(String word) {
        return customers()
                .where(CUSTOMERS.COMPANY_NAME.likeIgnoreCase("%" + word + "%"))
                .orderBy(CUSTOMERS.ID)
                .limit(Operation.FOUND)
                .fetch(mapping(CustomersRow::new));
    }

    @Override
    public void close() {
        pool.close();
    }
}
