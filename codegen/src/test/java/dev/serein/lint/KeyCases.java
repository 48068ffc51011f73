package dev.serein.lint;

import java.util.List;
import java.util.stream.Stream;

/** Indexes and constraints. */
final class KeyCases {
    private KeyCases() {}

    static Stream<Case> all() {
        return Stream.of(indexes(), constraints()).flatMap(List::stream);
    }

    private static List<Case> indexes() {
        return List.of(
                new Case("index")
                        .file("create index on orders (total)")
                        .danger("create-index")
                        .writersOf("orders"),
                new Case("unique index")
                        .file("create unique index on orders (id, total)")
                        .danger("create-index")
                        .writersOf("orders"),
                new Case("index, concurrently").file("create index concurrently orders_total_idx on orders (total)"),
                new Case("index of a new table")
                        .file("create table returns (id bigint primary key, at date)", "create index on returns (at)"),
                new Case("unique constraint")
                        .file("alter table orders add unique (id, total)")
                        .danger("unique-constraint")
                        .readersOf("orders"),
                new Case("unique constraint of an index that is there")
                        .file("create unique index concurrently orders_id_total on orders (id, total)")
                        .file("alter table orders add constraint orders_id_total unique using index orders_id_total"),
                new Case("exclusion constraint")
                        .file("alter table orders add exclude (id with =)")
                        .danger("exclusion-constraint")
                        .readersOf("orders"),
                new Case("index of a partitioned table, partition by partition")
                        .file("create index events_at_idx on only events (at)")
                        .file("create index concurrently events_default_at_idx on events_default (at)")
                        .file("alter index events_at_idx attach partition events_default_at_idx")
                        .near("events")
                        .near("events_default"),
                new Case("index dropped").file("drop index orders_note_idx"),
                new Case("reindex")
                        .file("reindex table orders")
                        .danger("reindex")
                        .readersOf("orders"),
                new Case("reindex, concurrently").file("reindex table concurrently orders"));
    }

    private static List<Case> constraints() {
        String foreignKey = "alter table orders add constraint f foreign key (customer_id) references customers";
        return List.of(
                new Case("foreign key")
                        .file(foreignKey)
                        .danger("foreign-key")
                        .writersOf("orders")
                        .writersOf("customers"),
                new Case("foreign key, not valid").file(foreignKey + " not valid"),
                new Case("foreign key, validated later")
                        .file(foreignKey + " not valid")
                        .file("alter table orders validate constraint f"),
                new Case("foreign key, validated in the same file")
                        .file(foreignKey + " not valid", "alter table orders validate constraint f")
                        .danger("validate-at-once")
                        .writersOf("orders")
                        .writersOf("customers"),
                new Case("foreign key of a new table")
                        .file("create table returns (id bigint primary key, order_id bigint references orders)"),
                new Case("foreign key of a new table that is filled at once")
                        .file(
                                "create table returns (id bigint primary key, order_id bigint references orders)",
                                "insert into returns select id, id from orders")
                        .danger("held-lock")
                        .writersOf("orders"),
                new Case("foreign key to a new table")
                        .file(
                                "create table shops (id bigint primary key)",
                                "alter table orders add column shop_id bigint references shops"),
                new Case("check")
                        .file("alter table orders add constraint positive check (total > 0)")
                        .danger("check-constraint")
                        .readersOf("orders"),
                new Case("check of a new column")
                        .file("alter table orders add column weight int check (weight > 0)")
                        .danger("check-constraint")
                        .readersOf("orders"),
                new Case("check, validated later")
                        .file("alter table orders add constraint positive check (total > 0) not valid")
                        .file("alter table orders validate constraint positive"),
                new Case("check, validated in the same file")
                        .file(
                                "alter table orders add constraint positive check (total > 0) not valid",
                                "alter table orders validate constraint positive")
                        .danger("validate-at-once")
                        .readersOf("orders"),
                new Case("check of a domain")
                        .file("alter domain label add constraint short check (length(value) < 15)")
                        .danger("domain-constraint")
                        .writersOf("customers"),
                new Case("check of a domain, validated later")
                        .file("alter domain label add constraint short check (length(value) < 15) not valid")
                        .file("alter domain label validate constraint short")
                        .danger("domain-constraint")
                        .writersOf("customers"),
                new Case("foreign key and check of new columns")
                        .file("alter table orders add column shop_id bigint references orders, add column n int"),
                new Case("constraint dropped").file("alter table orders drop constraint orders_checked"));
    }
}
