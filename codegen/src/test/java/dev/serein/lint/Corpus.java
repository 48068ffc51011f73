package dev.serein.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Migrations of the {@link Shop}, what is dangerous about them, and who really waits for them. */
final class Corpus {
    private Corpus() {}

    /** Who waits for a statement. */
    enum Waits {
        WRITERS,
        READERS_AND_WRITERS
    }

    /** New migrations, in one release. Its dangers are those of all its statements. */
    static final class Case {
        private final String name;
        private final List<List<String>> files = new ArrayList<>();
        private final Set<String> dangers = new TreeSet<>();
        private final Map<String, Waits> waits = new TreeMap<>();
        private final Set<String> tables = new TreeSet<>(Set.of("customers", "orders"));
        private int oldest = 14;
        private boolean outside;

        private Case(String name) {
            this.name = name;
        }

        private Case file(String... statements) {
            files.add(List.of(statements));
            return this;
        }

        /** The statements of no file are in one transaction. */
        private Case outside() {
            outside = true;
            return this;
        }

        private Case danger(String... rules) {
            dangers.addAll(List.of(rules));
            return this;
        }

        private Case readersOf(String table) {
            waits.put(table, Waits.READERS_AND_WRITERS);
            return near(table);
        }

        private Case writersOf(String table) {
            waits.put(table, Waits.WRITERS);
            return near(table);
        }

        /** Another table for which it is looked whether somebody waits. */
        private Case near(String table) {
            tables.add(table);
            return this;
        }

        private Case from(int major) {
            oldest = major;
            return this;
        }

        /** Each file as its statements. */
        List<List<String>> files() {
            return files;
        }

        boolean isOutside() {
            return outside;
        }

        Set<String> dangers() {
            return dangers;
        }

        Map<String, Waits> waits() {
            return waits;
        }

        Set<String> tables() {
            return tables;
        }

        /** The version of PostgreSQL that has what it uses. */
        int oldest() {
            return oldest;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> all() {
        return Stream.of(columns(), types(), indexes(), constraints(), tables(), rows(), blocks())
                .flatMap(List::stream);
    }

    private static List<Case> columns() {
        return List.of(
                new Case("volatile default")
                        .file("alter table orders add column key uuid default gen_random_uuid()")
                        .danger("volatile-default")
                        .readersOf("orders"),
                new Case("function that is volatile as default")
                        .file("alter table orders add column key text default fresh()")
                        .danger("volatile-default")
                        .readersOf("orders"),
                new Case("function that is stable as default")
                        .file("alter table orders add column key text not null default fixed()"),
                new Case("constant default")
                        .file(
                                "alter table orders add column key int not null default 5, add at timestamptz default now()"),
                new Case("volatile default for new rows only")
                        .file(
                                "alter table orders add column key uuid",
                                "alter table orders alter column key set default gen_random_uuid()"),
                new Case("serial")
                        .file("alter table orders add column number bigserial")
                        .danger("volatile-default")
                        .readersOf("orders"),
                new Case("identity")
                        .file("alter table orders add column number bigint generated always as identity")
                        .danger("volatile-default")
                        .readersOf("orders"),
                new Case("stored generated column")
                        .file("alter table orders add column twice int generated always as (total * 2) stored")
                        .danger("generated-column")
                        .readersOf("orders"),
                new Case("virtual generated column")
                        .file("alter table orders add column twice int generated always as (total * 2) virtual")
                        .from(18),
                new Case("column of a domain with a check")
                        .file("alter table orders add column discount amount")
                        .danger("domain-column")
                        .readersOf("orders"),
                new Case("column of a domain without a check").file("alter table orders add column label label"),
                new Case("not null")
                        .file("alter table orders alter column total set not null")
                        .danger("not-null", "required-column")
                        .readersOf("orders"),
                new Case("not null that a valid check proves")
                        .file("alter table orders alter column checked set not null"),
                new Case("not null by way of a check")
                        .file("alter table orders add constraint total_set check (total is not null) not valid")
                        .file("alter table orders validate constraint total_set")
                        .file(
                                "alter table orders alter column total set not null",
                                "alter table orders drop constraint total_set")
                        .danger("required-column"),
                new Case("not null that is not valid yet")
                        .file("alter table orders add constraint total_set not null total not valid")
                        .file("alter table orders validate constraint total_set")
                        .danger("required-column")
                        .from(18),
                new Case("not null that is validated in the same file")
                        .file(
                                "alter table orders add constraint total_set not null total not valid",
                                "alter table orders validate constraint total_set")
                        .danger("required-column", "validate-at-once")
                        .readersOf("orders")
                        .from(18),
                new Case("defaults come and go")
                        .file(
                                "alter table orders alter column total set default 5",
                                "alter table orders alter column placed set default '2020-01-01'"),
                new Case("column of a table that others inherit")
                        .file("alter table archive add column key float default random()")
                        .danger("volatile-default")
                        .readersOf("archive_old")
                        .readersOf("archive"),
                new Case("column dropped")
                        .file("alter table orders drop column code")
                        .danger("drop-column"));
    }

    private static List<Case> types() {
        return List.of(
                new Case("shorter varchar")
                        .file("alter table orders alter column code type varchar(10)")
                        .danger("type-change", "incompatible-type")
                        .readersOf("orders"),
                new Case("longer varchar, with an index")
                        .file("alter table customers alter column name type varchar(20)"),
                new Case("varchar to text, with an index").file("alter table orders alter column code type text"),
                new Case("type that a view needs")
                        .file("alter table orders alter column note type text")
                        .danger("fails"),
                new Case("integer to bigint")
                        .file("alter table orders alter column total type bigint")
                        .danger("type-change")
                        .readersOf("orders"),
                new Case("longer numeric")
                        .file(
                                "drop view recent",
                                "alter table orders alter column price type numeric(12, 2)",
                                "create view recent as select id, note, price from orders"),
                new Case("timestamp to timestamptz, in UTC")
                        .file(
                                "drop view recent",
                                "alter table orders alter column placed type timestamptz",
                                "create view recent as select id, note, price from orders")
                        .danger("incompatible-type"),
                new Case("timestamp to timestamptz, elsewhere")
                        .file(
                                "drop view recent",
                                "set local time zone 'Europe/Berlin'",
                                "alter table orders alter column placed type timestamptz",
                                "create view recent as select id, note, price from orders")
                        .danger("held-lock", "incompatible-type", "type-change")
                        .readersOf("recent")
                        .readersOf("orders"),
                new Case("text to a domain without a check").file("alter table orders alter column code type label"),
                new Case("label of an enum").file("alter type state add value 'sent'"),
                new Case("label of an enum, used at once")
                        .file(
                                "alter type state add value 'sent'",
                                "alter table orders alter column state set default 'sent'")
                        .danger("enum-value"));
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
                                + " update customers set name = 'none' where id between n * 10000 and n * 10000 + 9999;"
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

    /** What is left to say to each rule that is not about those who wait. */
    static List<Case> older() {
        return List.of(
                new Case("what the older version names")
                        .file(
                                "drop table prices",
                                "alter table archive_old rename to archived",
                                "alter table orders rename code to sku",
                                "alter table orders drop column checked",
                                "alter type state rename value 'new' to 'open'"),
                new Case("what the older version writes")
                        .file(
                                "alter table customers alter column touched drop default",
                                "alter table customers add column age int not null default 5",
                                "alter table customers alter column age drop default",
                                "alter table orders add constraint grown check (total > 5) not valid",
                                "alter table customers drop constraint customers_pkey",
                                "create or replace view recent as select distinct id, note, price from orders"),
                new Case("what the author allows")
                        .file(
                                "-- serein:allow drop-table: nobody reads it\ndrop table prices",
                                "-- serein:allow drop-table\ndrop table archive_old",
                                "-- serein:allow dropp-table: few\nselect 1"),
                new Case("what the rows refuse").file("insert into customers values (1, null)"),
                new Case("what has a value in its message").file("select 'secret'::int"));
    }
}
