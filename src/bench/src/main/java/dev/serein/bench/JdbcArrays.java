package dev.serein.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.bench.db.OrderDetailsRow;
import dev.serein.bench.db.ProductsRow;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One statement by hand, in which the lines are arrays beside the order: one for each of their columns. */
final class JdbcArrays implements Contender {
    /** Both lists of columns have an alias before each name, and both have a unit_price. */
    private static final List<String> COLUMNS = Stream.of(Shop.LINE, Shop.PRODUCT)
            .flatMap(columns -> Arrays.stream(columns.split(", ")))
            .toList();

    private static final String LINES = " cross join lateral (select "
            + COLUMNS.stream()
                    .map(column -> "array_agg(" + inLines(column) + ") as " + inLines(column))
                    .collect(Collectors.joining(", "))
            + " from (select "
            + COLUMNS.stream().map(column -> column + " as " + inLines(column)).collect(Collectors.joining(", "))
            + " from order_details d join products p on p.id = d.product_id where d.order_id = o.id"
            + " order by d.product_id) ordered) l ";
    private static final String SELECT = "select " + Shop.ORDER + ", l.* from orders o" + LINES;
    private static final String ONE_ORDER = SELECT + "where o.id = ?";
    private static final String ORDERS = SELECT + "where o.id > ? order by o.id limit " + Operation.ORDERS;

    private final HikariDataSource pool;

    JdbcArrays(String url) {
        this.pool = Pool.of(url);
    }

    private static String inLines(String column) {
        return column.replace('.', '_');
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
            try (ResultSet rows = statement.executeQuery()) {
                List<OrderView> orders = new ArrayList<>();
                while (rows.next()) {
                    orders.add(new OrderView(Shop.order(rows), lines(rows)));
                }
                return orders;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<LineView> lines(ResultSet row) throws SQLException {
        int before = Shop.ORDER_COLUMNS;
        Array first = row.getArray(before + 1);
        if (first == null) {
            return List.of();
        }
        Double[] prices = (Double[]) first.getArray();
        Integer[] quantities = array(row, before + 2, Integer[].class);
        Double[] discounts = array(row, before + 3, Double[].class);
        Integer[] orderIds = array(row, before + 4, Integer[].class);
        Integer[] productIds = array(row, before + 5, Integer[].class);
        Integer[] ids = array(row, before + 6, Integer[].class);
        String[] names = array(row, before + 7, String[].class);
        String[] units = array(row, before + 8, String[].class);
        Double[] unitPrices = array(row, before + 9, Double[].class);
        Integer[] inStock = array(row, before + 10, Integer[].class);
        Integer[] onOrder = array(row, before + 11, Integer[].class);
        Integer[] reorder = array(row, before + 12, Integer[].class);
        Integer[] discontinued = array(row, before + 13, Integer[].class);
        Integer[] suppliers = array(row, before + 14, Integer[].class);
        List<LineView> lines = new ArrayList<>(prices.length);
        for (int i = 0; i < prices.length; i++) {
            lines.add(new LineView(
                    new OrderDetailsRow(prices[i], quantities[i], discounts[i], orderIds[i], productIds[i]),
                    new ProductsRow(
                            ids[i],
                            names[i],
                            units[i],
                            unitPrices[i],
                            inStock[i],
                            onOrder[i],
                            reorder[i],
                            discontinued[i],
                            suppliers[i])));
        }
        return lines;
    }

    private static <A> A array(ResultSet row, int column, Class<A> type) throws SQLException {
        return type.cast(row.getArray(column).getArray());
    }

    @Override
    public void close() {
        pool.close();
    }
}
