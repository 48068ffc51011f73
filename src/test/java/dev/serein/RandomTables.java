package dev.serein;

import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.CARTS;
import static dev.serein.db.Tables.COMMENTS;
import static dev.serein.db.Tables.CUSTOMERS;
import static dev.serein.db.Tables.ORDERS;
import static dev.serein.db.Tables.ORDER_ITEMS;
import static dev.serein.db.Tables.PAGE_VIEWS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.POST_TAGS;
import static dev.serein.db.Tables.PRODUCTS;
import static dev.serein.db.Tables.RETURNS;
import static dev.serein.db.Tables.TAGS;
import static dev.serein.db.Tables.TRANSFERS;
import static dev.serein.db.Tables.USERS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Tables of the reference schema full of random rows, as they are in memory, and how they belong together. */
final class RandomTables {
    private static final String ROWS = """
            insert into users (email, name, nickname, active, created_at)
              select format('u%s@example.com', to_char(n, 'FM00')), chr(97 + (random() * 4)::int),
                case when random() < 0.6 then chr(97 + (random() * 2)::int) end, random() < 0.7,
                timestamptz '2026-01-01 00:00Z' + (random() * 5)::int * interval '1 day'
              from generate_series(1, 9) n;
            insert into accounts (user_id, credits)
              select 1 + (random() * 8)::int, (random() * 5)::int from generate_series(1, 8);
            insert into transfers (from_account_id, to_account_id, amount)
              select a, 1 + (a + (random() * 6)::int) % 8, 1 + (random() * 4)::int
              from (select 1 + (random() * 7)::int from generate_series(1, 14)) f (a);
            insert into posts (user_id, slug, title, published_at)
              select 1 + (random() * 7)::int, 'post-' || to_char(n, 'FM00'), chr(97 + (random() * 3)::int),
                case when random() < 0.6 then timestamptz '2026-02-01 00:00Z' + (random() * 3)::int * interval '1 day' end
              from generate_series(1, 14) n;
            insert into comments (post_id, author_id, parent_id, body)
              select 1 + (random() * 12)::int, 1 + (random() * 8)::int,
                case when n > 3 and random() < 0.6 then 1 + (random() * (n - 3))::int end, chr(97 + (random() * 3)::int)
              from generate_series(1, 26) n;
            insert into tags (name, description)
              select 'tag' || to_char(n, 'FM00'), case when random() < 0.5 then chr(97 + (random() * 2)::int) end
              from generate_series(1, 6) n;
            insert into post_tags select p, t from generate_series(1, 14) p, generate_series(1, 5) t where random() < 0.35;
            insert into page_views (id, viewed_at, post_id, user_id, referrer)
              select md5('view' || n)::uuid, timestamptz '2025-12-31 00:00Z' + (random() * 3)::int * interval '1 day', 1 + (random() * 13)::int,
                case when random() < 0.6 then 1 + (random() * 8)::int end,
                case when random() < 0.6 then chr(97 + (random() * 2)::int) end
              from generate_series(1, 20) n;
            insert into customers (user_id, name, email, phone)
              select case when n % 2 = 0 then n end, chr(97 + (random() * 3)::int), 'c' || to_char(n, 'FM00') || '@example.com',
                case when random() < 0.5 then chr(97 + (random() * 2)::int) end
              from generate_series(1, 8) n;
            insert into products (sku, name, price, weight_kg)
              select 'sku' || to_char(n, 'FM00'), chr(97 + (random() * 3)::int), (random() * 5)::int,
                case when random() < 0.5 then 1 + (random() * 2)::int end
              from generate_series(1, 7) n;
            insert into carts (id, customer_id, opened_at, checked_out_at)
              select md5('cart' || n)::uuid, 1 + (random() * 7)::int, '2026-01-01 00:00Z', timestamptz '2026-01-01 00:00Z' + n * interval '1 day'
              from generate_series(1, 9) n;
            insert into orders (number, customer_id, cart_id, status, placed_at)
              select 100 + n, c.customer_id, case when random() < 0.6 then c.id end, 'new',
                timestamptz '2026-02-01 00:00Z' + (random() * 3)::int * interval '1 day'
              from (select row_number() over (order by checked_out_at) n, carts.* from carts) c;
            insert into orders (number, customer_id, status, placed_at)
              select 200 + n, 1 + (random() * 6)::int, 'paid', '2026-02-02 00:00Z' from generate_series(1, 5) n;
            insert into order_items (order_id, line_no, product_id, quantity, unit_price)
              select o, l, 1 + (random() * 5)::int, 1 + (random() * 3)::int, (random() * 3)::int
              from generate_series(1, 14) o, generate_series(1, 4) l where random() < 0.5;
            insert into returns (order_id, line_no, quantity, reason)
              select order_id, line_no, n, case when random() < 0.5 then chr(97 + (random() * 2)::int) end
              from order_items, generate_series(1, 2) n where random() < 0.35;
            """;

    /** Tables that a query may begin at. */
    static final List<RowTable<?, ?>> ALL = List.of(
            USERS,
            ACCOUNTS,
            TRANSFERS,
            POSTS,
            COMMENTS,
            TAGS,
            POST_TAGS,
            PAGE_VIEWS,
            CUSTOMERS,
            PRODUCTS,
            CARTS,
            ORDERS,
            ORDER_ITEMS,
            RETURNS);

    /** Equal columns of two tables. */
    record Hop(Table<?> table, List<Field<?>> near, List<Field<?>> far) {}

    /**
     * A path, said again in columns.
     *
     * @param names of the methods that make it
     * @param toOne whether there is one row at most
     * @param required whether there is one at least
     */
    record Relation(Table<?> from, List<String> names, List<Hop> hops, boolean toOne, boolean required) {
        Relation then(Relation next) {
            return new Relation(
                    from,
                    joined(names, next.names),
                    joined(hops, next.hops),
                    toOne && next.toOne,
                    required && next.required);
        }

        Table<?> to() {
            return hops.get(hops.size() - 1).table;
        }

        RowTable<?, ?> path(Table<?> start) {
            Table<?> table = start;
            for (String name : names) {
                try {
                    table = (Table<?>) table.getClass().getMethod(name).invoke(table);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
            return (RowTable<?, ?>) table;
        }

        private static <E> List<E> joined(List<E> first, List<E> more) {
            List<E> all = new ArrayList<>(first);
            all.addAll(more);
            return all;
        }
    }

    static final List<Relation> RELATIONS = new ArrayList<>();

    static {
        key(ACCOUNTS, "users", USERS, "accounts", false, ACCOUNTS.USER_ID, USERS.ID);
        String from = "transfersFromAccountIdFkey";
        String to = "transfersToAccountIdFkey";
        key(TRANSFERS, from, ACCOUNTS, from, false, TRANSFERS.FROM_ACCOUNT_ID, ACCOUNTS.ID);
        key(TRANSFERS, to, ACCOUNTS, to, false, TRANSFERS.TO_ACCOUNT_ID, ACCOUNTS.ID);
        key(POSTS, "users", USERS, "posts", false, POSTS.USER_ID, USERS.ID);
        key(COMMENTS, "posts", POSTS, "comments", false, COMMENTS.POST_ID, POSTS.ID);
        key(COMMENTS, "users", USERS, "comments", false, COMMENTS.AUTHOR_ID, USERS.ID);
        key(COMMENTS, "comments", COMMENTS, "comments_2", false, COMMENTS.PARENT_ID, COMMENTS.ID);
        key(POST_TAGS, "posts", POSTS, "postTags", false, POST_TAGS.POST_ID, POSTS.ID);
        key(POST_TAGS, "tags", TAGS, "postTags", false, POST_TAGS.TAG_ID, TAGS.ID);
        through(POSTS, "tags", "postTags", "tags");
        through(TAGS, "posts", "postTags", "posts");
        key(PAGE_VIEWS, "posts", POSTS, "pageViews", false, PAGE_VIEWS.POST_ID, POSTS.ID);
        key(PAGE_VIEWS, "users", USERS, "pageViews", false, PAGE_VIEWS.USER_ID, USERS.ID);
        key(CUSTOMERS, "users", USERS, "customers", true, CUSTOMERS.USER_ID, USERS.ID);
        key(CARTS, "customers", CUSTOMERS, "carts", false, CARTS.CUSTOMER_ID, CUSTOMERS.ID);
        key(ORDERS, "customers", CUSTOMERS, "orders", false, ORDERS.CUSTOMER_ID, CUSTOMERS.ID);
        key(ORDERS, "carts", CARTS, "orders", true, ORDERS.CART_ID, CARTS.ID);
        key(ORDER_ITEMS, "orders", ORDERS, "orderItems", false, ORDER_ITEMS.ORDER_ID, ORDERS.ID);
        key(ORDER_ITEMS, "products", PRODUCTS, "orderItems", false, ORDER_ITEMS.PRODUCT_ID, PRODUCTS.ID);
        List<Field<?>> line = List.of(ORDER_ITEMS.ORDER_ID, ORDER_ITEMS.LINE_NO);
        List<Field<?>> returned = List.of(RETURNS.ORDER_ID, RETURNS.LINE_NO);
        key(RETURNS, "orderItems", ORDER_ITEMS, "returns", false, returned, line);
    }

    private static void key(
            Table<?> child, String up, Table<?> parent, String down, boolean unique, Field<?> fk, Field<?> pk) {
        key(child, up, parent, down, unique, List.of(fk), List.of(pk));
    }

    private static void key(
            Table<?> child,
            String up,
            Table<?> parent,
            String down,
            boolean unique,
            List<Field<?>> fk,
            List<Field<?>> pk) {
        boolean required = fk.stream().noneMatch(each -> each.getDataType().nullable());
        RELATIONS.add(new Relation(child, List.of(up), List.of(new Hop(parent, fk, pk)), true, required));
        RELATIONS.add(new Relation(parent, List.of(down), List.of(new Hop(child, pk, fk)), unique, false));
    }

    private static void through(Table<?> from, String name, String first, String second) {
        Relation whole = of(from, first).then(of(of(from, first).to(), second));
        RELATIONS.add(new Relation(from, List.of(name), whole.hops, false, false));
    }

    static List<Relation> from(Table<?> table) {
        return RELATIONS.stream().filter(each -> each.from.equals(table)).toList();
    }

    private static Relation of(Table<?> from, String name) {
        return from(from).stream()
                .filter(each -> each.names.equals(List.of(name)))
                .findFirst()
                .orElseThrow();
    }

    private final Map<Table<?>, List<Record>> rows = new LinkedHashMap<>();

    private RandomTables() {}

    /** @param seed of the server's random numbers, from -1 to 1 */
    static RandomTables fill(Database db, double seed) {
        db.transaction(tx -> {
            tx.sql().fetchValue("select setseed(" + seed + ")");
            tx.sql().execute(ROWS);
        });
        RandomTables tables = new RandomTables();
        for (Table<?> each : ALL) {
            tables.rows.put(each, List.copyOf(db.sql().selectFrom(each).fetch()));
        }
        return tables;
    }

    List<Record> rows(Table<?> table) {
        return rows.get(table);
    }
}
