package dev.serein.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.bench.HibernateEntities.Account;
import dev.serein.bench.HibernateEntities.Customer;
import dev.serein.bench.HibernateEntities.Line;
import dev.serein.bench.HibernateEntities.Logged;
import dev.serein.bench.HibernateEntities.Order;
import dev.serein.bench.HibernateEntities.Product;
import dev.serein.bench.db.OrdersRow;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/**
 * Hibernate, with fetch joins for what is nested, and in stateless sessions, which look for no changes: the least that
 * it costs.
 */
final class Hibernate implements Contender {
    private static final String ORDER = "select o from Order o left join fetch o.lines l left join fetch l.product ";

    private final HikariDataSource pool;
    private final SessionFactory sessions;

    Hibernate(String url) {
        this.pool = Pool.of(url);
        this.sessions = new HibernatePersistenceConfiguration("shop")
                .managedClasses(Customer.class, Product.class, Order.class, Line.class, Logged.class, Account.class)
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .property(
                        AvailableSettings.PHYSICAL_NAMING_STRATEGY,
                        "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl")
                .property(AvailableSettings.STATEMENT_BATCH_SIZE, Operation.LOGGED)
                .createEntityManagerFactory();
    }

    @Override
    public Object customer(int id) {
        return sessions.fromStatelessSession(session -> session.get(Customer.class, id));
    }

    @Override
    public Object customersAfter(int id) {
        return sessions.fromStatelessSession(session -> session.createSelectionQuery(
                        "from Customer c where c.id > :id order by c.id", Customer.class)
                .setParameter("id", id)
                .setMaxResults(Operation.CUSTOMERS)
                .getResultList());
    }

    @Override
    public Object order(int id) {
        return sessions.fromStatelessSession(
                session -> session.createSelectionQuery(ORDER + "where o.id = :id order by l.productId", Order.class)
                        .setParameter("id", id)
                        .getSingleResult());
    }

    @Override
    public Object ordersAfter(int id) {
        return sessions.fromStatelessSession(session -> session.createSelectionQuery(
                        ORDER + "where o.id in (select p.id from Order p where p.id > :id order by p.id limit "
                                + Operation.ORDERS + ") order by o.id, l.productId",
                        Order.class)
                .setParameter("id", id)
                .getResultList());
    }

    @Override
    public Object insertOrder() {
        return sessions.fromStatelessTransaction(session -> {
            OrdersRow row = Samples.ORDER;
            Order order = new Order();
            order.orderDate = row.orderDate();
            order.requiredDate = row.requiredDate();
            order.shipVia = row.shipVia();
            order.freight = row.freight();
            order.shipName = row.shipName();
            order.shipCity = row.shipCity();
            order.shipCountry = row.shipCountry();
            order.customerId = row.customerId();
            order.employeeId = row.employeeId();
            order.lines = List.of();
            session.insert(order);
            return order;
        });
    }

    @Override
    public void insertLog(int order) {
        List<Logged> lines = new ArrayList<>(Operation.LOGGED);
        for (int i = 0; i < Operation.LOGGED; i++) {
            Logged line = new Logged();
            line.unitPrice = Samples.price(i);
            line.quantity = Samples.quantity(i);
            line.discount = Samples.discount(i);
            line.orderId = order;
            line.productId = Samples.product(i);
            lines.add(line);
        }
        sessions.inStatelessTransaction(session -> session.insertMultiple(lines));
    }

    @Override
    public void transfer(int from, int to) {
        sessions.inStatelessTransaction(session -> {
            add(session, from, "update Account set credits = credits - 1 where id = :id");
            add(session, to, "update Account set credits = credits + 1 where id = :id");
        });
    }

    private static void add(StatelessSession session, int account, String update) {
        session.createMutationQuery(update).setParameter("id", account).executeUpdate();
    }

    @Override
    public Object search(String word) {
        return sessions.fromStatelessSession(session -> session.createSelectionQuery(
                        "from Customer c where c.companyName ilike :pattern order by c.id", Customer.class)
                .setParameter("pattern", "%" + word + "%")
                .setMaxResults(Operation.FOUND)
                .getResultList());
    }

    @Override
    public Object plain(Object result) {
        if (result instanceof List<?> list) {
            return list.stream().map(this::plain).toList();
        }
        return result instanceof Customer customer ? customer.row() : ((Order) result).view();
    }

    @Override
    public void close() {
        sessions.close();
        pool.close();
    }
}
