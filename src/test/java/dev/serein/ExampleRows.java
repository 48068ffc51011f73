package dev.serein;

/** A few rows of the reference schema, with keys that are known: a blog and a shop. */
final class ExampleRows {

    private ExampleRows() {}

    /**
     * Ada has three posts, Bob one, Cyd an archived one and Dan none; three comments answer one another, the tag rust
     * is of no post.
     */
    static void insertBlog(Database db) {
        db.sql().execute("""
                insert into users (email, name, nickname, active) values
                  ('ada@example.com', 'Ada', 'countess', true), ('bob@example.com', 'Bob', null, true),
                  ('cyd@example.com', 'Cyd', null, false), ('dan@example.com', 'Dan', 'danny', true);
                insert into posts (user_id, slug, title, published_at, archived_at) values
                  (1, 'alpha', 'Alpha', '2025-01-01', null), (1, 'beta', 'Beta', null, null),
                  (1, 'gamma', 'Gamma', '2025-03-01', null), (2, 'delta', 'Delta', '2025-02-01', null),
                  (3, 'epsilon', 'Epsilon', null, '2025-06-01');
                insert into comments (post_id, author_id, parent_id, body) values
                  (1, 2, null, 'Nice'), (1, 3, 1, 'Indeed'), (1, 1, 2, 'Thanks'), (3, 2, null, 'More'),
                  (4, 1, null, 'Hm'), (4, 1, 5, 'Yes');
                insert into tags (name) values ('java'), ('sql'), ('rust');
                insert into post_tags (post_id, tag_id) values (1, 1), (1, 2), (3, 1), (4, 2);
                insert into accounts (user_id, credits) values (1, 100), (1, 50), (2, 0);
                insert into transfers (from_account_id, to_account_id, amount) values (1, 3, 10), (3, 1, 5), (1, 2, 20);
                insert into page_views (viewed_at, post_id, user_id, referrer) values
                  ('2025-05-01', 1, 2, 'home'), ('2025-05-02', 1, null, 'search'), ('2026-05-03', 4, null, null);
                """);
    }

    /** The guest has no user, the order 1002 no cart, the product P-3 no buyer; of the order 1002 nothing came back. */
    static void insertShop(Database db) {
        db.sql().execute("""
                insert into customers (user_id, name, email) values
                  (1, 'Ada & Co', 'ada@example.com'), (null, 'Guest', 'guest@example.com'), (2, 'Bob', 'bob@example.com');
                insert into products (sku, name, price) values
                  ('P-1', 'Pen', 2.00), ('P-2', 'Ink', 5.00), ('P-3', 'Quill', 9.00);
                insert into carts (id, customer_id, opened_at, checked_out_at) values
                  ('00000000-0000-0000-0000-000000000001', 1, '2025-01-01', '2025-01-02'),
                  ('00000000-0000-0000-0000-000000000002', 1, '2025-01-03', null),
                  ('00000000-0000-0000-0000-000000000003', 2, '2025-01-04', '2025-01-05');
                insert into orders (number, customer_id, cart_id, status) values
                  (1001, 1, '00000000-0000-0000-0000-000000000001', 'paid'), (1002, 1, null, 'new'),
                  (1003, 2, '00000000-0000-0000-0000-000000000003', 'shipped');
                insert into order_items (order_id, line_no, product_id, quantity, unit_price) values
                  (1, 1, 1, 2, 2.00), (1, 2, 2, 1, 5.00), (2, 1, 2, 3, 4.50), (3, 1, 1, 1, 2.00), (3, 2, 1, 10, 1.50),
                  (3, 3, 2, 1, 5.00);
                insert into returns (order_id, line_no, quantity, reason) values
                  (1, 1, 1, 'leaks'), (1, 1, 1, null), (3, 2, 4, 'too many'), (3, 2, 1, 'bent');
                insert into billing.invoices (order_id, status, issued_on, amount) values
                  (1, 'paid', '2025-02-01', 9.00), (1, 'draft', null, 1.00), (3, 'open', '2025-03-01', 22.00);
                insert into billing.payments (invoice_id, amount) values (1, 4.00), (1, 5.00);
                insert into billing.accounts (code, name) values ('1000', 'Cash'), ('2000', 'Debts');
                """);
    }
}
