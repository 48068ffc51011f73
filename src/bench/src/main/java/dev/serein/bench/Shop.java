package dev.serein.bench;

import dev.serein.bench.db.CustomersRow;
import dev.serein.bench.db.OrderDetailsRow;
import dev.serein.bench.db.OrdersRow;
import dev.serein.bench.db.ProductsRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The columns of the shop's tables, for those who write their SQL by hand, and how a row is read from JDBC. */
final class Shop {
    static final String CUSTOMER = "id, company_name, contact_name, contact_title, address, city, postal_code, region,"
            + " country, phone, fax";
    static final String ORDER = "o.id, o.order_date, o.required_date, o.shipped_date, o.ship_via, o.freight,"
            + " o.ship_name, o.ship_city, o.ship_region, o.ship_postal_code, o.ship_country, o.customer_id,"
            + " o.employee_id";
    static final String LINE = "d.unit_price, d.quantity, d.discount, d.order_id, d.product_id";
    static final String PRODUCT = "p.id, p.name, p.qt_per_unit, p.unit_price, p.units_in_stock, p.units_on_order,"
            + " p.reorder_level, p.discontinued, p.supplier_id";

    static final int ORDER_COLUMNS = 13;
    private static final int LINE_COLUMNS = 5;

    private Shop() {}

    static CustomersRow customer(ResultSet row) throws SQLException {
        return new CustomersRow(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11));
    }

    static OrdersRow order(ResultSet row) throws SQLException {
        return new OrdersRow(
                row.getInt(1),
                row.getObject(2, LocalDate.class),
                row.getObject(3, LocalDate.class),
                maybeDate(row, 4),
                row.getInt(5),
                row.getDouble(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getInt(12),
                row.getInt(13));
    }

    private static @Nullable LocalDate maybeDate(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    /**
     * A line and its product.
     *
     * @param before how many columns stand before them
     */
    static LineView line(ResultSet row, int before) throws SQLException {
        int product = before + LINE_COLUMNS;
        return new LineView(
                new OrderDetailsRow(
                        row.getDouble(before + 1),
                        row.getInt(before + 2),
                        row.getDouble(before + 3),
                        row.getInt(before + 4),
                        row.getInt(before + 5)),
                new ProductsRow(
                        row.getInt(product + 1),
                        row.getString(product + 2),
                        row.getString(product + 3),
                        row.getDouble(product + 4),
                        row.getInt(product + 5),
                        row.getInt(product + 6),
                        row.getInt(product + 7),
                        row.getInt(product + 8),
                        row.getInt(product + 9)));
    }
}
