package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.Database;
import dev.serein.DatabaseException;
import dev.serein.doctor.Finding.Severity;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How checks are made, whatever they ask. */
class DoctorTest {
    private static ScratchDatabase scratch;
    private static Database db;

    @BeforeAll
    static void open() {
        scratch = ScratchPostgres.shared().createDatabase();
        db = Database.open(scratch.url());
        db.sql().execute("create table orders (id bigint primary key)");
        db.sql().execute("create schema shop create table carts (id bigint primary key)");
        db.sql().execute("create schema empty");
    }

    @AfterAll
    static void close() {
        db.close();
        scratch.close();
    }

    /** A check made of what it does. */
    private static Check check(String name, Asking asking) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
                return asking.ask(visit);
            }
        };
    }

    @FunctionalInterface
    private interface Asking {
        List<Finding> ask(Visit visit) throws SQLException, CannotSee;
    }

    private static Finding finding(Severity severity, String problem) {
        return new Finding("any", severity, problem, List.of(), "mend it");
    }

    @Test
    void theSubjectNamesServerDatabaseAndRole() {
        assertThat(Doctor.of(db).asking().examine().subject())
                .matches("PostgreSQL \\d+\\.\\d+ at 127\\.0\\.0\\.1:\\d+, database " + scratch.name()
                        + ", role postgres");
    }

    @Test
    void theWorstComesFirst() {
        Examination seen = Doctor.of(db)
                .asking(
                        check("one", visit -> List.of(finding(Severity.HINT, "a"), finding(Severity.DANGER, "b"))),
                        check("two", visit -> List.of(finding(Severity.WARNING, "c"))))
                .examine();
        assertThat(seen.findings()).extracting(Finding::problem).containsExactly("b", "c", "a");
        assertThat(seen.checks()).containsExactly("one", "two");
        assertThat(seen.isHealthy()).isFalse();
    }

    @Test
    void whatFailsIsNotSeenAndTheOthersAreAsked() {
        List<Integer> sessions = new ArrayList<>();
        Examination seen = Doctor.of(db)
                .asking(
                        check("wrong", visit -> visit.rows("select from nowhere", row -> finding(Severity.HINT, ""))),
                        check("right", visit -> {
                            sessions.addAll(visit.rows("select pg_backend_pid()", row -> row.getInt(1)));
                            return List.of(finding(Severity.HINT, "found"));
                        }),
                        check("blind", visit -> {
                            throw new CannotSee("it is dark; grant light to app");
                        }))
                .examine();
        assertThat(seen.unseen())
                .containsExactly(
                        new Unseen("wrong", "the server refused to answer, with sqlstate 42P01"),
                        new Unseen("blind", "it is dark; grant light to app"));
        assertThat(seen.findings()).extracting(Finding::problem).containsExactly("found");
        assertThat(sessions).hasSize(1);
        assertThat(seen.isHealthy()).isTrue();
    }

    @Test
    void itReadsOnlyAndIsBounded() {
        List<String> settings = new ArrayList<>();
        Examination seen = Doctor.of(db)
                .asking(
                        check("settings", visit -> {
                            settings.addAll(visit.rows(
                                    "select current_setting(unnest(array['transaction_read_only',"
                                            + " 'transaction_isolation', 'statement_timeout', 'lock_timeout']))",
                                    row -> row.getString(1)));
                            return List.of();
                        }),
                        check("write", visit -> {
                            visit.rows("insert into public.orders values (1) returning id", row -> 1);
                            return List.of();
                        }))
                .examine();
        assertThat(settings).containsExactly("on", "read committed", "3s", "500ms");
        assertThat(seen.unseen())
                .containsExactly(new Unseen("write", "the server refused to answer, with sqlstate 25006"));
    }

    @Test
    void everySchemaWithTablesIsExamined() {
        List<String> schemas = new ArrayList<>();
        Check check = check("schemas", visit -> {
            schemas.addAll(visit.schemas());
            return List.of();
        });
        Doctor.of(db).asking(check).examine();
        assertThat(schemas).containsExactly("public", "shop");
        schemas.clear();
        Doctor.of(db).asking(check).withSchemas("shop").examine();
        assertThat(schemas).containsExactly("shop");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Doctor.of(db).asking(check).withSchemas("shpo").examine())
                .withMessage("There is no schema shpo with tables; there are public, shop");
    }

    @Test
    void anUnknownCheckCannotBeLeftOut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Doctor.of(db).without("long-transaction"))
                .withMessage("There is no check long-transaction; there are " + String.join(", ", Doctor.checks()));
    }

    @Test
    void whatIsLeftOutIsNotAsked() {
        Examination seen = Doctor.of(db).without("durability", "wal-archive").examine();
        assertThat(seen.checks()).hasSize(Doctor.checks().size() - 2).doesNotContain("durability", "wal-archive");
        assertThat(seen.findings()).extracting(Finding::check).doesNotContain("durability", "wal-archive");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Doctor.of(db).withInstances(0))
                .withMessage("There is at least one instance, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Doctor.of(db).withSchemas())
                .withMessage("There is no schema to examine");
    }

    @Test
    void withinATransactionItIsOneOfItsOwn() {
        db.transaction(tx -> {
            tx.sql().execute("create table later (id bigint)");
            Examination seen = Doctor.of(db)
                    .asking(check(
                            "later",
                            visit -> visit.rows(
                                    "select from pg_class where relname = 'later'",
                                    row -> finding(Severity.HINT, "seen"))))
                    .examine();
            assertThat(seen.findings()).isEmpty();
            tx.rollback();
        });
    }

    @Test
    void aServerThatCannotBeAskedIsAnException() {
        Database closed = Database.open(scratch.url());
        closed.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> Doctor.examine(closed))
                .withMessage("The database is closed");
    }

    @Test
    void whyTheServerDidNotAnswerIsSaidInOurWords() throws SQLException {
        db.sql().execute("create role doctors_guest login password 'x'");
        String guest = scratch.url().replaceFirst("//[^@]*@", "//doctors_guest:x@");
        try (Connection locking = scratch.dataSource().getConnection();
                Database asking = Database.open(guest)) {
            locking.setAutoCommit(false);
            locking.createStatement().execute("grant select on shop.carts to doctors_guest");
            locking.createStatement().execute("grant usage on schema shop to doctors_guest");
            locking.commit();
            locking.createStatement().execute("lock shop.carts");
            Examination seen = Doctor.of(asking)
                    .asking(
                            check("denied", reading("select rolpassword from pg_authid")),
                            check("slow", reading("select pg_sleep(60)")),
                            check("locked", reading("select * from shop.carts")),
                            check("cancelled", reading("select pg_cancel_backend(pg_backend_pid()), pg_sleep(60)")),
                            check("ended", reading("select pg_terminate_backend(pg_backend_pid()), pg_sleep(60)")),
                            check("fine", reading("select 1")))
                    .examine();
            locking.rollback();
            assertThat(seen.unseen())
                    .containsExactly(
                            new Unseen(
                                    "denied",
                                    "role doctors_guest may not read it: permission denied for table pg_authid; grant"
                                            + " pg_monitor to doctors_guest"),
                            new Unseen("slow", "it took longer than 3 s; examine again when the server is less busy"),
                            new Unseen(
                                    "locked",
                                    "it waited longer than 0.5 s for a lock; examine again when nobody changes tables"),
                            new Unseen("cancelled", "somebody cancelled it on the server; examine again"),
                            new Unseen("ended", "the connection was lost; examine again"));
            assertThat(seen.findings()).hasSize(1);
        } finally {
            db.sql().execute("drop owned by doctors_guest");
            db.sql().execute("drop role doctors_guest");
        }
    }

    @Test
    void aDataSourceThatBoundsNothingDoesNotWaitForEver() throws SQLException {
        try (Connection locking = scratch.dataSource().getConnection();
                HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(scratch.dataSource());
            pool.setMaximumPoolSize(1);
            pool.getConnection().close();
            locking.setAutoCommit(false);
            locking.createStatement().execute("lock pg_catalog.pg_namespace");
            assertThatThrownBy(() -> Doctor.examine(Database.using(pool)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("57014");
            locking.rollback();
            assertThat(Doctor.examine(Database.using(pool)).checks()).isEqualTo(Doctor.checks());
        }
    }

    private static Asking reading(String sql) {
        return visit -> visit.rows(sql, row -> finding(Severity.HINT, "read"));
    }

    @Test
    void whatDoesNotFitIntoAMinuteIsNotAsked() {
        Check check = check("any", reading("select 1"));
        Wishes wishes = new Wishes(List.of(check), List.of(), OptionalInt.empty(), null, Clock.systemUTC());
        assertThat(new Round(db, wishes, Duration.ZERO).make().unseen())
                .containsExactly(new Unseen(
                        "any",
                        "it was not asked, as the others took a minute; see what keeps the server busy, and examine"
                                + " again"));
        assertThat(new Round(db, wishes, Round.LONGEST).make().unseen()).isEmpty();
    }
}
