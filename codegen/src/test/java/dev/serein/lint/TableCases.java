package dev.serein.lint;

import java.util.List;
import java.util.stream.Stream;

/** Tables and views as a whole, their rows, and several statements in one transaction. */
final class TableCases {
    private TableCases() {}

    static Stream<Case> all() {
        return Stream.of(tables(), rows(), blocks()).flatMap(List::stream);
    }

    private static List<Case> tables() {
        return List.of(
                new Case("partition attached")
                        .file(
                                "alter table events detach partition events_default",
                                "alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01')")
                        .danger("attach-partition", "held-lock")
                        .readersOf("events_default")
                        .readersOf("events")
                        .readersOf("events_2025"),
                new Case("new partition beside a default one")
                        .file(
                                "create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01')")
                        .danger("attach-partition")
                        .readersOf("events")
                        .readersOf("events_default"),
                new Case("partition attached that a check proves")
                        .file("alter table events_default add constraint bound check (at >= '2027-01-01') not valid")
                        .file("alter table events_default validate constraint bound")
                        .file(
                                "alter table events attach partition events_2026 for values from ('2026-01-01') to ('2027-01-01')")
                        .near("events")
                        .near("events_2026")
                        .near("events_default"),
                new Case("partitioned table")
                        .file("alter table events add column key float default random()")
                        .danger("volatile-default")
                        .readersOf("events")
                        .readersOf("events_default"),
                new Case("index of a partitioned table")
                        .file("create index on events (id)")
                        .danger("create-index")
                        .writersOf("events")
                        .writersOf("events_default"),
                new Case("tablespace")
                        .file("alter table orders set tablespace elsewhere")
                        .danger("set-tablespace")
                        .readersOf("orders"),
                new Case("unlogged")
                        .file("alter table orders set unlogged")
                        .danger("rewrite")
                        .readersOf("orders"),
                new Case("vacuum full")
                        .file("vacuum full orders")
                        .danger("rewrite")
                        .readersOf("orders"),
                new Case("vacuum").file("vacuum orders"),
                new Case("cluster")
                        .file("cluster orders using orders_note_idx")
                        .danger("rewrite")
                        .readersOf("orders"),
                new Case("materialized view refreshed")
                        .file("refresh materialized view totals")
                        .danger("refresh-view")
                        .readersOf("totals"),
                new Case("materialized view refreshed, concurrently")
                        .file("refresh materialized view concurrently totals")
                        .near("totals"),
                new Case("table renamed")
                        .file("alter table customers rename to clients")
                        .danger("rename-table"),
                new Case("table renamed, and a view in its place")
                        .file(
                                "alter table customers rename to clients",
                                "create view customers as select * from clients"),
                new Case("view anew")
                        .file("create or replace view recent as select id, note, price from orders where id > 5"),
                new Case("trigger")
                        .file(
                                "create function nothing() returns trigger language plpgsql as 'begin return new; end'",
                                "create trigger nothing before update on orders for each row execute function nothing()"),
                new Case("copy in a new table")
                        .file("create table copy as select * from orders", "create index on copy (note)"),
                new Case("statistics").file("analyze orders", "comment on table orders is 'all'"));
    }

    private static List<Case> rows() {
        return List.of(
                new Case("all rows updated")
                        .file("update customers set name = 'none'")
                        .danger("many-rows")
                        .writersOf("customers"),
                new Case("all rows deleted")
                        .file("delete from customers")
                        .danger("many-rows")
                        .writersOf("customers"),
                new Case("all rows updated, in batches")
                        .file("do $$ begin for n in 0 .. 20 loop"
                                + " update customers set name = 'none' where id between n * 1000 and n * 1000 + 999;"
                                + " commit; end loop; end $$")
                        .outside(),
                new Case("one row updated").file("update customers set name = 'none' where id = 5"),
                new Case("rows inserted")
                        .file("insert into customers (id, email) select id + 10000000, email from customers"),
                new Case("trigger that writes elsewhere")
                        .file("insert into prices values (1)")
                        .danger("many-rows")
                        .writersOf("customers"),
                new Case("truncate")
                        .file("truncate archive_old")
                        .danger("truncate")
                        .near("archive"));
    }

    private static List<Case> blocks() {
        return List.of(
                new Case("lock that is held on")
                        .file("alter table customers add column age int", "create index on orders (total)")
                        .danger("create-index", "held-lock")
                        .readersOf("customers")
                        .writersOf("orders"),
                new Case("the same in two files")
                        .file("alter table customers add column age int")
                        .file("create index concurrently on orders (total)"),
                new Case("lock table")
                        .file("lock table customers in share mode", "select sum(total) from orders")
                        .danger("held-lock")
                        .writersOf("customers"),
                new Case("lock table, for a moment")
                        .file("lock table customers", "insert into customers values (0, 'a')"),
                new Case("new column filled at once")
                        .file("alter table customers add column age int", "update customers set age = 5")
                        .danger("held-lock", "many-rows")
                        .readersOf("customers"),
                new Case("block of code that adds a column")
                        .file(
                                "do $$ begin if true then execute format('alter table %I add column age int', 'orders'); end if; end $$"),
                new Case("block of code that builds an index")
                        .file("do $$ begin execute 'create ' || 'index on orders (total)'; end $$")
                        .danger("create-index")
                        .writersOf("orders"),
                new Case("block of code that reads while it locks")
                        .file(
                                "do $$ begin alter table customers add column age int; perform sum(total) from orders; end $$")
                        .danger("held-lock")
                        .readersOf("customers"),
                new Case("function that builds an index")
                        .file(
                                "create function build() returns void language sql as 'create index on orders (total)'",
                                "select build()")
                        .danger("create-index")
                        .writersOf("orders"));
    }
}
