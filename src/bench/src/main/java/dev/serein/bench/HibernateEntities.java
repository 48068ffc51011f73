package dev.serein.bench;

import dev.serein.bench.db.CustomersRow;
import dev.serein.bench.db.OrderDetailsRow;
import dev.serein.bench.db.OrdersRow;
import dev.serein.bench.db.ProductsRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** The shop as Hibernate sees it. What is filled by reflection, no compiler sees filled. */
@NullUnmarked
final class HibernateEntities {
    private HibernateEntities() {}

    @Entity(name = "Customer")
    @Table(name = "customers")
    static class Customer {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        int id;

        String companyName;
        String contactName;
        String contactTitle;
        String address;
        String city;
        String postalCode;
        String region;
        String country;
        String phone;
        String fax;

        CustomersRow row() {
            return new CustomersRow(
                    id, companyName, contactName, contactTitle, address, city, postalCode, region, country, phone, fax);
        }
    }

    @Entity(name = "Product")
    @Table(name = "products")
    static class Product {
        @Id
        int id;

        String name;
        String qtPerUnit;
        double unitPrice;
        int unitsInStock;
        int unitsOnOrder;
        int reorderLevel;
        int discontinued;
        int supplierId;

        ProductsRow row() {
            return new ProductsRow(
                    id, name, qtPerUnit, unitPrice, unitsInStock, unitsOnOrder, reorderLevel, discontinued, supplierId);
        }
    }

    @Entity(name = "Order")
    @Table(name = "orders")
    static class Order {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        int id;

        LocalDate orderDate;
        LocalDate requiredDate;
        LocalDate shippedDate;
        int shipVia;
        double freight;
        String shipName;
        String shipCity;
        String shipRegion;
        String shipPostalCode;
        String shipCountry;
        int customerId;
        int employeeId;

        @OneToMany
        @JoinColumn(name = "order_id", insertable = false, updatable = false)
        List<Line> lines;

        OrdersRow row() {
            return new OrdersRow(
                    id,
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
                    employeeId);
        }

        OrderView view() {
            return new OrderView(row(), lines.stream().map(Line::view).toList());
        }
    }

    @Entity(name = "Line")
    @Table(name = "order_details")
    @IdClass(LineId.class)
    static class Line {
        double unitPrice;
        int quantity;
        double discount;

        @Id
        @Column(name = "order_id")
        int orderId;

        @Id
        @Column(name = "product_id")
        int productId;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "product_id", insertable = false, updatable = false)
        Product product;

        LineView view() {
            return new LineView(new OrderDetailsRow(unitPrice, quantity, discount, orderId, productId), product.row());
        }
    }

    /** With a key that is known before it is stored: what the database numbers is not inserted in batches. */
    @Entity(name = "Logged")
    @Table(name = "order_details_log")
    @IdClass(LineId.class)
    static class Logged {
        double unitPrice;
        int quantity;
        double discount;

        @Id
        int orderId;

        @Id
        int productId;
    }

    record LineId(int orderId, int productId) {}

    @Entity(name = "Account")
    @Table(name = "accounts")
    static class Account {
        @Id
        int id;

        long credits;
    }
}
