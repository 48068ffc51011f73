package dev.serein.bench;

import dev.serein.bench.db.OrderDetailsRow;
import dev.serein.bench.db.OrdersRow;
import dev.serein.bench.db.ProductsRow;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;

/** The shop as Spring Data sees it: an order with its lines is an aggregate, a product another. */
final class SpringAggregates {
    private SpringAggregates() {}

    @Table("customers")
    record Customer(
            @Id @Nullable Integer id,
            String companyName,
            String contactName,
            String contactTitle,
            String address,
            String city,
            @Nullable String postalCode,
            @Nullable String region,
            String country,
            String phone,
            @Nullable String fax) {}

    @Table("products")
    record Product(
            @Id Integer id,
            String name,
            String qtPerUnit,
            double unitPrice,
            int unitsInStock,
            int unitsOnOrder,
            int reorderLevel,
            int discontinued,
            int supplierId) {
        ProductsRow row() {
            return new ProductsRow(
                    id, name, qtPerUnit, unitPrice, unitsInStock, unitsOnOrder, reorderLevel, discontinued, supplierId);
        }
    }

    @Table("orders")
    record Order(
            @Id @Nullable Integer id,
            LocalDate orderDate,
            LocalDate requiredDate,
            @Nullable LocalDate shippedDate,
            int shipVia,
            double freight,
            String shipName,
            String shipCity,
            @Nullable String shipRegion,
            @Nullable String shipPostalCode,
            String shipCountry,
            int customerId,
            int employeeId,
            @MappedCollection(idColumn = "order_id") Set<Line> lines) {

        OrderView view(Map<Integer, ProductsRow> products) {
            int key = Objects.requireNonNull(id);
            return new OrderView(
                    new OrdersRow(
                            key,
                            orderDate,
                            requiredDate,
                            shippedDate,
                            shipVia,
                            freight,
                            shipName,
                            shipCity,
                            shipRegion,
                            shipPostalCode,
                            shipCountry,
                            customerId,
                            employeeId),
                    lines.stream()
                            .sorted(Comparator.comparing(Line::productId))
                            .map(line ->
                                    new LineView(line.row(key), Objects.requireNonNull(products.get(line.productId))))
                            .toList());
        }
    }

    @Table("order_details")
    record Line(double unitPrice, int quantity, double discount, int productId) {
        OrderDetailsRow row(int order) {
            return new OrderDetailsRow(unitPrice, quantity, discount, order, productId);
        }
    }

    @Table("order_details_log")
    record Logged(@Id @Nullable Long id, double unitPrice, int quantity, double discount, int orderId, int productId) {}
}
