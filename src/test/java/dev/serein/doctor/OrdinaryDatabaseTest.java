package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serein.Database;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is ordinary in production, and no reason for an alarm. */
class OrdinaryDatabaseTest {
    @RegisterExtension
    final ExaminedDatabase examined = new ExaminedDatabase();

    @Test
    void aQueueThatWasJustVacuumedMayHaveManyDeadRows() {
        examined.has(
                "create table jobs (id bigint primary key, tries int)",
                "insert into jobs select n, 0 from generate_series(1, 500) n",
                "vacuum jobs",
                "do $$ begin for i in 1..60 loop update jobs set tries = i; end loop; end $$");
        await().until(() -> examined.db()
                .sql()
                .fetchSingle("select pg_stat_get_dead_tuples('jobs'::regclass) >= 20000")
                .into(boolean.class));
        assertThat(examined.seenBy("dead-rows")).isEmpty();
        examined.has("select pg_stat_reset_single_table_counters('jobs'::regclass)");
        examined.has("do $$ begin for i in 1..60 loop update jobs set tries = i; end loop; end $$");
        await().untilAsserted(() -> assertThat(examined.objectsOf("dead-rows"))
                .singleElement()
                .asString()
                .matches("public.jobs: \\d+ dead rows beside \\d+ live ones, never vacuumed"));
    }

    @Test
    void theTablesOfLiquibaseHaveNoPrimaryKey() {
        examined.has(
                "create table databasechangelog (id varchar(255) not null, dateexecuted timestamp not null)",
                "create table databasechangeloglock (id int primary key, lockgranted timestamp)");
        assertThat(examined.seenBy("table-without-primary-key")).isEmpty();
        assertThat(examined.seenBy("timestamp-without-time-zone")).isEmpty();
    }

    @Test
    void aCollationThatNoIndexGoesByMayChange() {
        examined.has(
                "create collation german (provider = icu, locale = 'de')",
                "update pg_collation set collversion = '1' where collname = 'german'");
        assertThat(examined.seenBy("collation-version")).isEmpty();
        String encoding = "template template0 locale_provider icu icu_locale 'de'";
        String name = examined.name() + "_icu";
        examined.has("create database " + name + " " + encoding);
        try (Database db = Database.open(examined.url().replace(examined.name(), name))) {
            db.sql().execute("create collation german (provider = icu, locale = 'de')");
            db.sql().execute("update pg_database set datcollversion = '1' where datname = current_database()");
            assertThat(Asked.findings(new CollationVersion(), db)).isEmpty();
            db.sql().execute("create table words (word text primary key)");
            assertThat(Asked.finding(new CollationVersion(), db).problem())
                    .isEqualTo("1 collation has changed since indexes were made: they may miss rows, and let in"
                            + " duplicates");
        } finally {
            examined.has("drop database " + name + " with (force)");
        }
    }

    @Test
    void aServerThatKeepsNothingOnItsOwnDiskNeedsNoFsync() {
        assertThat(Asked.findings(new Durability(), examined.db()))
                .extracting(Finding::problem)
                .contains("fsync is off: a crash of the machine destroys the whole database");
        examined.has("alter database " + examined.name() + " set neon.timeline_id = 'x'");
        examined.has("alter database " + examined.name() + " set synchronous_commit = off");
        try (Database db = Database.open(examined.url())) {
            assertThat(Asked.findings(new Durability(), db))
                    .extracting(Finding::problem)
                    .containsExactly("synchronous_commit is off: a crash of the server loses what was committed last");
        }
    }

    @Test
    void anEmptyDatabaseIsWell() {
        try (ScratchDatabase empty = ScratchPostgres.shared().createDatabase();
                Database db = Database.open(empty.url())) {
            assertThat(Doctor.of(db)
                            .asking(SchemaChecks.all().toArray(Check[]::new))
                            .examine()
                            .findings())
                    .isEqualTo(List.of());
        }
    }
}
