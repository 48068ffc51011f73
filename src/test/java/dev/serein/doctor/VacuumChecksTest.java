package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.doctor.Finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In tables that autovacuum leaves alone: it may come at any time. */
class VacuumChecksTest {
    private static final String ALONE = " with (autovacuum_enabled = false)";
    private static final String COUNTED = "; select pg_stat_force_next_flush()";

    @RegisterExtension
    final ExaminedDatabase database = new ExaminedDatabase();

    @Test
    void aTableFullOfDeadRowsIsFound() {
        database.has(
                "create table \"Events\" (id int primary key)" + ALONE,
                "insert into \"Events\" select generate_series(1, 30000)" + COUNTED,
                "analyze \"Events\"",
                "delete from \"Events\" where id > 10000" + COUNTED);
        assertThat(database.seenBy("dead-rows"))
                .containsExactly(new Finding(
                        "dead-rows",
                        Severity.WARNING,
                        "1 table is full of dead rows: autovacuum does not keep up",
                        List.of("public.\"Events\": 20000 dead rows beside 10000 live ones, never vacuumed"),
                        "vacuum public.\"Events\"; if they stay, end the oldest transaction, and if they come again, alter"
                                + " table public.\"Events\" set (autovacuum_vacuum_scale_factor = 0.02)"));
        database.has("vacuum \"Events\"");
        assertThat(database.seenBy("dead-rows")).isEmpty();
    }

    @Test
    void deadRowsThatAutovacuumDoesNotYetComeForAreWell() {
        database.has(
                "create table many (id int primary key)" + ALONE,
                "insert into many select generate_series(1, 60000)" + COUNTED,
                "analyze many",
                "delete from many where id > 40000" + COUNTED,
                "create table few (id int primary key)" + ALONE,
                "insert into few select generate_series(1, 9000)" + COUNTED,
                "analyze few",
                "delete from few" + COUNTED,
                "create table allowed (id int primary key) with (autovacuum_enabled = false,"
                        + " autovacuum_vacuum_scale_factor = 0.5)",
                "insert into allowed select generate_series(1, 30000)" + COUNTED,
                "analyze allowed",
                "delete from allowed where id > 10000" + COUNTED);
        assertThat(database.seenBy("dead-rows")).isEmpty();
    }

    @Test
    void aTableThatHasChangedSinceItWasAnalyzedIsFoundEachPartitionByItself() {
        database.has(
                "create table days (day int) partition by range (day)",
                "create table \"Days 1\" partition of days for values from (0) to (100000)" + ALONE,
                "create table days_2 partition of days for values from (100000) to (200000)" + ALONE,
                "insert into days select generate_series(1, 20000)" + COUNTED,
                "create table well (id int)" + ALONE,
                "insert into well select generate_series(1, 100000)" + COUNTED,
                "analyze well",
                "insert into well select generate_series(1, 15000)" + COUNTED);
        assertThat(database.seenBy("table-not-analyzed"))
                .containsExactly(new Finding(
                        "table-not-analyzed",
                        Severity.WARNING,
                        "1 table has changed since it was analyzed: its queries are planned by what it was",
                        List.of("public.\"Days 1\": 20000 changes, never analyzed"),
                        "analyze public.\"Days 1\""));
        database.has("analyze days");
        assertThat(database.seenBy("table-not-analyzed")).isEmpty();
    }

    @Test
    void aTableThatAutovacuumLeavesOutIsFound() {
        database.has(
                "create schema shop",
                "create table shop.carts (id int primary key) with (autovacuum_enabled = off, toast.autovacuum_enabled = no)",
                "alter table shop.carts add column note text",
                "create table \"Events\" (id int primary key, note text) with (toast.autovacuum_enabled = 0)",
                "create table well (id int primary key) with (autovacuum_enabled = on, autovacuum_vacuum_threshold = 7)",
                "insert into shop.carts values (1)",
                "delete from shop.carts" + COUNTED);
        assertThat(database.seenBy("autovacuum-off"))
                .containsExactly(new Finding(
                        "autovacuum-off",
                        Severity.WARNING,
                        "2 tables are left out by autovacuum",
                        List.of("shop.carts, dead rows: 1", "public.\"Events\" (its long values), dead rows: 0"),
                        "alter table shop.carts reset (autovacuum_enabled); and so on for the others"));
        database.has("alter table shop.carts set (toast.autovacuum_enabled = off)");
        assertThat(database.objectsOf("autovacuum-off"))
                .containsExactly("shop.carts, dead rows: 1", "public.\"Events\" (its long values), dead rows: 0");
        assertThat(database.seenBy("autovacuum-off").get(0).fix())
                .isEqualTo("alter table shop.carts reset (autovacuum_enabled, toast.autovacuum_enabled); and so on for"
                        + " the others");
        database.has(
                "alter table shop.carts reset (autovacuum_enabled, toast.autovacuum_enabled)",
                "alter table \"Events\" reset (toast.autovacuum_enabled)");
        assertThat(database.seenBy("autovacuum-off")).isEmpty();
    }
}
