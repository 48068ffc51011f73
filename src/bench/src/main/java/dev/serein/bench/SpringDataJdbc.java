package dev.serein.bench;

import static org.springframework.data.relational.core.query.Criteria.where;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.bench.SpringAggregates.Customer;
import dev.serein.bench.SpringAggregates.Line;
import dev.serein.bench.SpringAggregates.Logged;
import dev.serein.bench.SpringAggregates.Order;
import dev.serein.bench.SpringAggregates.Product;
import dev.serein.bench.db.OrdersRow;
import dev.serein.bench.db.ProductsRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.core.convert.JdbcCustomConversions;
import org.springframework.data.jdbc.core.mapping.JdbcMappingContext;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.relational.RelationalManagedTypes;
import org.springframework.data.relational.core.mapping.NamingStrategy;
import org.springframework.data.relational.core.query.Query;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring Data JDBC: an order and its lines are an aggregate, loaded with one statement by its key; the products of all
 * lines are loaded with another.
 */
final class SpringDataJdbc implements Contender {
    private final HikariDataSource pool;
    private final AnnotationConfigApplicationContext context;
    private final JdbcAggregateTemplate template;
    private final JdbcOperations jdbc;
    private final TransactionTemplate transactions;

    SpringDataJdbc(String url) {
        this.pool = Pool.of(url);
        this.context = new AnnotationConfigApplicationContext();
        context.registerBean(HikariDataSource.class, () -> pool);
        context.register(Beans.class);
        context.refresh();
        this.template = context.getBean(JdbcAggregateTemplate.class);
        this.jdbc = new JdbcTemplate(pool);
        this.transactions = new TransactionTemplate(context.getBean(JdbcTransactionManager.class));
    }

    /** What Spring Boot would provide. */
    @Configuration
    static class Beans extends AbstractJdbcConfiguration {
        @Bean
        NamedParameterJdbcOperations operations(HikariDataSource pool) {
            return new NamedParameterJdbcTemplate(pool);
        }

        @Bean
        JdbcTransactionManager transactionManager(HikariDataSource pool) {
            return new JdbcTransactionManager(pool);
        }

        @Override
        public JdbcMappingContext jdbcMappingContext(
                Optional<NamingStrategy> naming, JdbcCustomConversions conversions, RelationalManagedTypes types) {
            JdbcMappingContext mapping = super.jdbcMappingContext(naming, conversions, types);
            mapping.setSingleQueryLoadingEnabled(true);
            return mapping;
        }
    }

    @Override
    public Object customer(int id) {
        return Objects.requireNonNull(template.findById(id, Customer.class));
    }

    @Override
    public Object customersAfter(int id) {
        Query query =
                Query.query(where("id").greaterThan(id)).sort(Sort.by("id")).limit(Operation.CUSTOMERS);
        return template.findAll(query, Customer.class);
    }

    @Override
    public Object order(int id) {
        return views(List.of(Objects.requireNonNull(template.findById(id, Order.class))))
                .get(0);
    }

    @Override
    public Object ordersAfter(int id) {
        Query query =
                Query.query(where("id").greaterThan(id)).sort(Sort.by("id")).limit(Operation.ORDERS);
        // one statement more for each order: to load several by their keys with one is ten times as slow. In a
        // transaction, as in a repository: otherwise each order takes a second connection, until there is none
        return Objects.requireNonNull(transactions.execute(status -> views(template.findAll(query, Order.class))));
    }

    private List<OrderView> views(List<Order> orders) {
        Set<Integer> keys = orders.stream()
                .flatMap(order -> order.lines().stream())
                .map(Line::productId)
                .collect(Collectors.toSet());
        Map<Integer, ProductsRow> products = new HashMap<>();
        template.findAllById(keys, Product.class).forEach(product -> products.put(product.id(), product.row()));
        return orders.stream().map(order -> order.view(products)).toList();
    }

    @Override
    public Object insertOrder() {
        OrdersRow row = Samples.ORDER;
        return template.insert(new Order(
                null,
                row.orderDate(),
                row.requiredDate(),
                row.shippedDate(),
                row.shipVia(),
                row.freight(),
                row.shipName(),
                row.shipCity(),
                row.shipRegion(),
                row.shipPostalCode(),
                row.shipCountry(),
                row.customerId(),
                row.employeeId(),
                Set.of()));
    }

    @Override
    public void insertLog(int order) {
        List<Logged> lines = new ArrayList<>(Operation.LOGGED);
        for (int i = 0; i < Operation.LOGGED; i++) {
            lines.add(new Logged(
                    null, Samples.price(i), Samples.quantity(i), Samples.discount(i), order, Samples.product(i)));
        }
        transactions.executeWithoutResult(transaction -> template.insertAll(lines));
    }

    @Override
    public void transfer(int from, int to) {
        transactions.executeWithoutResult(transaction -> {
            jdbc.update("update accounts set credits = credits - 1 where id = ?", from);
            jdbc.update("update accounts set credits = credits + 1 where id = ?", to);
        });
    }

    @Override
    public Object search(String word) {
        Query query = Query.query(where("companyName").like("%" + word + "%").ignoreCase(true))
                .sort(Sort.by("id"))
                .limit(Operation.FOUND);
        return template.findAll(query, Customer.class);
    }

    @Override
    public void close() {
        context.close();
        pool.close();
    }
}
