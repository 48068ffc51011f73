package dev.serein.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One flat join by hand, which repeats the order in each of its lines; put together again here. */
final class JdbcJoin implements Contender {
    private static final String COLUMNS = "select " + Shop.ORDER + ", " + Shop.LINE + ", " + Shop.PRODUCT;
    private static final String LINES =
            " left join (order_details d join products p on p.id = d.product_id) on d.order_id = o.id ";
    private static final String ONE_ORDER = COLUMNS + " from orders o" + LINES + "where o.id = ? order by d.product_id";
    private static final String ORDERS = COLUMNS + " from (select * from orders where id > ? order by id limit "
            + Operation.ORDERS + ") o" + LINES + "order by o.id, d.product_id";

    private final HikariDataSource pool;

    JdbcJoin(String url) {
        this.pool = Pool.of(url);
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
                int last = 0;
                List<LineView> lines = List.of();
                while (rows.next()) {
                    int key = rows.getInt(1);
                    if (key != last) {
                        last = key;
                        lines = new ArrayList<>();
                        orders.add(new OrderView(Shop.order(rows), lines));
                    }
                    if (rows.getObject(Shop.ORDER_COLUMNS + 1) != null) {
                        lines.add(Shop.line(rows, Shop.ORDER_COLUMNS));
                    }
                }
                return orders;
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
