package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.doctor.Finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StorageChecksTest {
    @RegisterExtension
    final ExaminedDatabase database = new ExaminedDatabase();

    private String asked(String sql) {
        return database.db().sql().fetchSingle(sql).get(0, String.class);
    }

    @Test
    void anUnloggedTableIsFoundAPartitionedOneOnce() {
        database.has(
                "create unlogged table \"Cache\" (id int primary key)",
                "insert into \"Cache\" values (1), (2)",
                "analyze \"Cache\"",
                "create table days (day int) partition by range (day)",
                "create unlogged table days_1 partition of days for values from (0) to (10)",
                "create unlogged table days_2 partition of days for values from (10) to (20)",
                "create table well (id int primary key)");
        assertThat(database.seenBy("unlogged-table"))
                .containsExactly(new Finding(
                        "unlogged-table",
                        Severity.WARNING,
                        "2 tables are unlogged: they are empty after a crash or a failover, and no replica can read"
                                + " them",
                        List.of("public.\"Cache\" (about 2 rows)", "public.days"),
                        "alter table public.\"Cache\" set logged; it locks the table while it rewrites it; and so on for"
                                + " the others"));
        database.has("alter table \"Cache\" set logged");
        assertThat(database.seenBy("unlogged-table").get(0).fix())
                .isEqualTo("alter table public.days_1 set logged, and so for its other partitions; it locks the table"
                        + " while it rewrites it");
        database.has("alter table days_1 set logged", "alter table days_2 set logged");
        assertThat(database.seenBy("unlogged-table")).isEmpty();
    }

    @Test
    void aLargeTableThatIsReadAsAWholeIsHintedAt() {
        database.has(
                "create table \"Events\" (id int primary key) with (autovacuum_enabled = false)",
                "insert into \"Events\" select generate_series(1, 12000)",
                "create table small (id int primary key)",
                "insert into small select generate_series(1, 9000)",
                "do $$ begin for i in 1..1000 loop perform count(*) from \"Events\" where id <> 3;"
                        + " perform count(*) from small where id <> 3; end loop; end $$;"
                        + " select pg_stat_force_next_flush()");
        assertThat(database.seenBy("table-read-whole"))
                .containsExactly(
                        new Finding(
                                "table-read-whole",
                                Severity.HINT,
                                "1 large table is mostly read as a whole",
                                List.of(
                                        "public.\"Events\": read as a whole 1001 times, 11988 rows each time, and 0 times by an"
                                                + " index"),
                                "look in pg_stat_statements for the queries of public.\"Events\", and index what they ask for"));
        database.has("set enable_seqscan = off; do $$ begin for i in 1..1002 loop"
                + " perform from \"Events\" where id = i; end loop; end $$; select pg_stat_force_next_flush();"
                + " reset enable_seqscan");
        assertThat(database.seenBy("table-read-whole")).isEmpty();
    }

    @Test
    void anExtensionThatCouldBeUpdatedIsHintedAt() {
        database.has("create extension hstore version '1.4'", "create extension \"uuid-ossp\"");
        String newest = asked("select default_version from pg_available_extensions where name = 'hstore'");
        assertThat(database.seenBy("extension-outdated"))
                .containsExactly(new Finding(
                        "extension-outdated",
                        Severity.HINT,
                        "1 extension is older than what is installed on the server",
                        List.of("hstore 1.4, and " + newest + " is there"),
                        "alter extension hstore update"));
        database.has("alter extension hstore update");
        assertThat(database.seenBy("extension-outdated")).isEmpty();
    }

    @Test
    void aCollationThatHasChangedIsFound() {
        database.has(
                "create schema shop",
                "create collation shop.\"German\" (provider = icu, locale = 'de')",
                "create collation unused (provider = icu, locale = 'fr')",
                "create table users (id int primary key, name text collate shop.\"German\")",
                "create index on users (name)",
                "create index on users (name desc, id)",
                "update pg_collation set collversion = '1.2' where collname in ('German', 'unused')");
        String actual = asked("select pg_collation_actual_version('shop.\"German\"'::regcollation)");
        assertThat(database.seenBy("collation-version"))
                .containsExactly(new Finding(
                        "collation-version",
                        Severity.DANGER,
                        "1 collation has changed since indexes were made: they may miss rows, and let in duplicates",
                        List.of("collation shop.\"German\": made with version 1.2, the system has " + actual
                                + "; 2 indexes"),
                        "reindex the indexes that it orders, concurrently, then alter collation shop.\"German\" refresh"
                                + " version"));
        database.has("alter collation shop.\"German\" refresh version");
        assertThat(database.seenBy("collation-version")).isEmpty();
    }

    @Test
    void theCollationOfTheDatabaseIsFound() {
        database.has(
                "create table users (id int primary key, name text unique)",
                "update pg_database set datcollversion = '1.2' where datname = current_database()");
        String actual = asked(
                "select pg_database_collation_actual_version(oid) from pg_database where datname = current_database()");
        assertThat(database.objectsOf("collation-version"))
                .containsExactly("database " + database.name() + ": made with version 1.2, the system has " + actual
                        + "; 1 index");
        database.has("alter database " + database.name() + " refresh collation version");
        assertThat(database.seenBy("collation-version")).isEmpty();
    }

    @Test
    void aJsonColumnIsHintedAt() {
        database.has(
                "create table \"Events\" (id int primary key, \"What\" json, well jsonb, day int)",
                "create table days (day int, what json) partition by range (day)",
                "create table days_1 partition of days for values from (0) to (10)");
        assertThat(database.seenBy("json-column"))
                .containsExactly(new Finding(
                        "json-column",
                        Severity.HINT,
                        "2 columns are json, which is parsed at every use, and cannot be compared or indexed as jsonb can",
                        List.of("public.\"Events\".\"What\", json", "public.days.what, json"),
                        "alter table public.\"Events\" alter column \"What\" type jsonb; it locks the table while it rewrites"
                                + " it: use a second column if that is large; and so on for the others"));
    }

    @Test
    void aTimeWithoutItsZoneIsHintedAt() {
        database.has(
                "create schema shop",
                "create table shop.carts (id int primary key, at timestamp, well timestamptz, day date, hour time)");
        assertThat(database.seenBy("timestamp-without-time-zone"))
                .containsExactly(new Finding(
                        "timestamp-without-time-zone",
                        Severity.HINT,
                        "1 column holds a time without the zone: who reads it guesses the moment",
                        List.of("shop.carts.at, timestamp without time zone"),
                        "alter table shop.carts alter column at type timestamptz; if it holds UTC, in a session whose time"
                                + " zone is UTC: then no row is rewritten"));
        database.has("alter table shop.carts alter column at type timetz using at::time");
        assertThat(database.seenBy("timestamp-without-time-zone"))
                .extracting(Finding::fix)
                .containsExactly("use timestamptz, or time, for shop.carts.at");
        database.has("drop table shop.carts");
        assertThat(database.seenBy("timestamp-without-time-zone")).isEmpty();
    }
}
