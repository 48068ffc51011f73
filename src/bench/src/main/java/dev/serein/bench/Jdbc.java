package dev.serein.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.bench.db.CustomersRow;
import dev.serein.bench.db.OrdersRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * What one would write by hand, with all that is known of the driver: the floor. An order and its lines are two queries
 * in one text, with the transaction around them that gives both the same snapshot: the driver sends all in one round
 * trip, and prepares each of them.
 */
final class Jdbc implements Contender {
    private static final String BY_ID = "select " + Shop.CUSTOMER + " from customers where id = ?";
    private static final String PAGE =
            "select " + Shop.CUSTOMER + " from customers where id > ? order by id limit " + Operation.CUSTOMERS;
    private static final String SEARCH = "select " + Shop.CUSTOMER
            + " from customers where company_name ilike ? order by id limit " + Operation.FOUND;
    private static final String LINES = "select " + Shop.LINE + ", " + Shop.PRODUCT
            + " from order_details d join products p on p.id = d.product_id where d.order_id ";
    private static final String ONE_ORDER =
            inSnapshot("select " + Shop.ORDER + " from orders o where o.id = ?", LINES + "= ? order by d.product_id");
    private static final String ORDERS = inSnapshot(
            "select " + Shop.ORDER + " from orders o where o.id > ? order by o.id limit " + Operation.ORDERS,
            LINES + "in (select id from orders where id > ? order by id limit " + Operation.ORDERS
                    + ") order by d.order_id, d.product_id");
    private static final String INSERT = "insert into orders as o (order_date, required_date, ship_via, freight,"
            + " ship_name, ship_city, ship_country, customer_id, employee_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " returning " + Shop.ORDER;
    private static final String LOG = "insert into order_details_log"
            + " (unit_price, quantity, discount, order_id, product_id) select * from unnest(?, ?, ?, ?, ?)";
    private static final String TAKE = "update accounts set credits = credits - 1 where id = ?";
    private static final String GIVE = "update accounts set credits = credits + 1 where id = ?";

    private final HikariDataSource pool;

    Jdbc(String url) {
        this.pool = Pool.of(url);
    }

    private static String inSnapshot(String first, String second) {
        return "begin isolation level repeatable read read only; " + first + "; " + second + "; commit";
    }

    @Override
    public Object customer(int id) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(BY_ID)) {
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Shop.customer(row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Object customersAfter(int id) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setInt(1, id);
            return customers(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Object search(String word) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(SEARCH)) {
            statement.setString(1, "%" + word + "%");
            return customers(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<CustomersRow> customers(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<CustomersRow> all = new ArrayList<>();
            while (rows.next()) {
                all.add(Shop.customer(rows));
            }
            return all;
        }
    }

    @Override
    public Object order(int id) {
        return orders(ONE_ORDER, id).get(0);
    }

    @Override
    public Object ordersAfter(int id) {
        return orders(ORDERS, id);
    }

    private List<OrderView> orders(String sql, int id) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            statement.setInt(2, id);
            try {
                statement.execute();
                statement.getMoreResults(); // of begin there is only a count
                List<OrderView> orders = new ArrayList<>();
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        orders.add(new OrderView(Shop.order(rows), new ArrayList<>()));
                    }
                }
                statement.getMoreResults();
                try (ResultSet rows = statement.getResultSet()) {
                    addLines(rows, orders);
                }
                return orders;
            } catch (SQLException e) {
                pool.evictConnection(connection); // it may be in a transaction, of which the pool knows nothing
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** To orders that come in the same order. */
    static void addLines(ResultSet rows, List<OrderView> orders) throws SQLException {
        int at = 0;
        while (rows.next()) {
            LineView line = Shop.line(rows, 0);
            while (orders.get(at).order().id() != line.line().orderId()) {
                at++;
            }
            orders.get(at).lines().add(line);
        }
    }

    @Override
    public Object insertOrder() {
        OrdersRow order = Samples.ORDER;
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setObject(1, order.orderDate());
            statement.setObject(2, order.requiredDate());
            statement.setInt(3, order.shipVia());
            statement.setDouble(4, order.freight());
            statement.setString(5, order.shipName());
            statement.setString(6, order.shipCity());
            statement.setString(7, order.shipCountry());
            statement.setInt(8, order.customerId());
            statement.setInt(9, order.employeeId());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Shop.order(row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void insertLog(int order) {
        double[] prices = new double[Operation.LOGGED];
        int[] quantities = new int[Operation.LOGGED];
        double[] discounts = new double[Operation.LOGGED];
        int[] orders = new int[Operation.LOGGED];
        int[] products = new int[Operation.LOGGED];
        for (int i = 0; i < Operation.LOGGED; i++) {
            prices[i] = Samples.price(i);
            quantities[i] = Samples.quantity(i);
            discounts[i] = Samples.discount(i);
            orders[i] = order;
            products[i] = Samples.product(i);
        }
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(LOG)) {
            PGConnection driver = connection.unwrap(PGConnection.class); // takes arrays of numbers as they are
            statement.setArray(1, driver.createArrayOf("float8", prices));
            statement.setArray(2, driver.createArrayOf("int4", quantities));
            statement.setArray(3, driver.createArrayOf("float8", discounts));
            statement.setArray(4, driver.createArrayOf("int4", orders));
            statement.setArray(5, driver.createArrayOf("int4", products));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void transfer(int from, int to) {
        try (Connection connection = pool.getConnection();
                PreparedStatement take = connection.prepareStatement(TAKE);
                PreparedStatement give = connection.prepareStatement(GIVE)) {
            connection.setAutoCommit(false);
            try {
                take.setInt(1, from);
                take.executeUpdate();
                give.setInt(1, to);
                give.executeUpdate();
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
