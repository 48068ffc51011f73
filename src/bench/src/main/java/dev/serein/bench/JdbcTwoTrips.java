package dev.serein.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** The orders by hand, and when they are there their lines: two round trips, and no common snapshot. */
final class JdbcTwoTrips implements Contender {
    private static final String ONE_ORDER = "select " + Shop.ORDER + " from orders o where o.id = ?";
    private static final String ORDERS =
            "select " + Shop.ORDER + " from orders o where o.id > ? order by o.id limit " + Operation.ORDERS;
    private static final String LINES = "select " + Shop.LINE + ", " + Shop.PRODUCT
            + " from order_details d join products p on p.id = d.product_id where d.order_id ";
    private static final String LINES_OF_ONE = LINES + "= ? order by d.product_id";
    private static final String LINES_OF_SEVERAL = LINES + "= any(?) order by d.order_id, d.product_id";

    private final HikariDataSource pool;

    JdbcTwoTrips(String url) {
        this.pool = Pool.of(url);
    }

    @Override
    public Object order(int id) {
        try (Connection connection = pool.getConnection()) {
            List<OrderView> orders = orders(connection, ONE_ORDER, id);
            try (PreparedStatement lines = connection.prepareStatement(LINES_OF_ONE)) {
                lines.setInt(1, id);
                addLines(lines, orders);
            }
            return orders.get(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Object ordersAfter(int id) {
        try (Connection connection = pool.getConnection()) {
            List<OrderView> orders = orders(connection, ORDERS, id);
            int[] keys = orders.stream().mapToInt(order -> order.order().id()).toArray();
            try (PreparedStatement lines = connection.prepareStatement(LINES_OF_SEVERAL)) {
                lines.setArray(1, connection.unwrap(PGConnection.class).createArrayOf("int4", keys));
                addLines(lines, orders);
            }
            return orders;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<OrderView> orders(Connection connection, String sql, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                List<OrderView> orders = new ArrayList<>();
                while (rows.next()) {
                    orders.add(new OrderView(Shop.order(rows), new ArrayList<>()));
                }
                return orders;
            }
        }
    }

    private static void addLines(PreparedStatement lines, List<OrderView> orders) throws SQLException {
        try (ResultSet rows = lines.executeQuery()) {
            Jdbc.addLines(rows, orders);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
