package dev.serein.lint;

/** The released schema of a shop, which all cases of the {@link Corpus} change. */
final class Shop {
    static final String SCHEMA = """
            create domain amount as numeric check (value >= 0);
            create domain label as varchar(20);
            create type state as enum ('new', 'paid');
            create function fresh() returns text language plpgsql volatile as $$ begin return 'a'; end $$;
            create function fixed() returns text language plpgsql stable as $$ begin return 'a'; end $$;

            create table customers (
                id bigint primary key,
                email text not null,
                name varchar(10),
                tag label,
                touched int not null default 0) with (fillfactor = 70);

            create table orders (
                a text not null default '', b text not null default '', c text not null default '',
                d text not null default '', e text not null default '', f text not null default '',
                g text not null default '', h text not null default '', i text not null default '',
                j text not null default '', k text not null default '', l text not null default '',
                id bigint primary key,
                customer_id bigint not null,
                note varchar(10),
                code varchar(20),
                checked text constraint orders_checked check (checked is not null),
                total int,
                price numeric(8, 2),
                placed timestamp not null default now(),
                state state,
                touched int not null default 0);
            create index orders_note_idx on orders (note);
            create view recent as select id, note, price from orders where placed > '2020-01-01';
            create materialized view totals as select id, customer_id from orders where id % 10 = 0;
            create unique index totals_id_idx on totals (id);

            create table archive (id bigint primary key, touched int not null default 0);
            grant select on archive to public;
            create sequence numbers;
            create table archive_old (primary key (id)) inherits (archive);

            create table events (id bigint not null, at date not null, touched int not null default 0)
                partition by range (at);
            create table events_default partition of events default;
            create table events_2025 (id bigint not null, at date not null, touched int not null default 0);
            create table events_2026 (
                id bigint not null, at date not null, touched int not null default 0,
                check (at >= '2026-01-01' and at < '2027-01-01'));

            create function reprice() returns trigger language plpgsql as $$
                begin update customers set name = 'again'; return new; end $$;
            create table prices (id bigint primary key, touched int not null default 0);
            create trigger reprice after insert on prices execute function reprice();
            """;

    /** So many that what reads or writes all of them takes long. */
    static final String ROWS = """
            insert into orders (id, customer_id, note, code, checked, total, price)
                select n, n, 'a note', 'code', 'checked', 1, 1 from generate_series(1, %1$s) n;
            insert into customers (id, email, name) select n, 'a@example.com', 'name' from generate_series(1, %1$s) n;
            insert into archive_old (id) select n from generate_series(1, %1$s) n;
            insert into events select n, '2030-01-01' from generate_series(1, %1$s) n;
            insert into events_2025 select n, '2025-01-01' from generate_series(1, %1$s) n;
            insert into events_2026 select n, '2026-01-01' from generate_series(1, %1$s) n;
            refresh materialized view totals;
            """;

    private Shop() {}
}
