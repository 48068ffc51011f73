package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.doctor.Finding.Severity;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Who the application is to the server, and what bounds it. */
class RoleTest {
    private ScratchDatabase scratch;
    private Database owner;

    @BeforeEach
    void open() {
        scratch = ScratchPostgres.shared().createDatabase();
        owner = Database.open(scratch.url());
        owner.sql().execute("create table orders (id bigint primary key)");
        owner.sql().execute("create role doctors_app login password 'x'");
        owner.sql().execute("grant select on orders to doctors_app");
    }

    @AfterEach
    void close() {
        owner.sql().execute("drop owned by doctors_app");
        owner.sql().execute("drop role doctors_app");
        owner.close();
        scratch.close();
    }

    private String url() {
        return scratch.url().replaceFirst("//[^@]*@", "//doctors_app:x@");
    }

    private Database app() {
        return Database.open(url());
    }

    private DatabaseOptions options(Map<String, String> environment) {
        return DatabaseOptions.fromEnvironment(new java.util.HashMap<>(environment) {
            {
                put("DATABASE_URL", url());
            }
        });
    }

    private void set(String sql) {
        owner.sql().execute(sql);
    }

    @Test
    void aSuperuserIsFound() {
        assertThat(Asked.finding(new RolePrivileges(), owner))
                .isEqualTo(new Finding(
                        "role-privileges",
                        Severity.WARNING,
                        "Role postgres is a superuser: whoever gets at its connection rules the server",
                        List.of(),
                        "give the application a role of its own: create role … login; grant select, insert, update,"
                                + " delete on all tables in schema … to …"));
        try (Database app = app()) {
            assertThat(Asked.findings(new RolePrivileges(), app)).isEmpty();
        }
    }

    @Test
    void whatARoleMayDoBesideItsWorkIsFound() {
        set("alter role doctors_app createrole bypassrls");
        set("grant pg_execute_server_program, pg_monitor to doctors_app");
        try (Database app = app()) {
            assertThat(Asked.finding(new RolePrivileges(), app))
                    .isEqualTo(new Finding(
                            "role-privileges",
                            Severity.WARNING,
                            "Role doctors_app may do more than an application does: createrole, bypassrls,"
                                    + " pg_execute_server_program",
                            List.of(),
                            "alter role doctors_app nocreaterole nobypassrls; revoke pg_execute_server_program from"
                                    + " doctors_app"));
        }
    }

    @Test
    void whatARoleHasByAnotherIsRevokedThere() {
        set("create role doctors_team");
        set("grant pg_write_all_data to doctors_team");
        set("grant doctors_team to doctors_app");
        try (Database app = app()) {
            assertThat(Asked.finding(new RolePrivileges(), app).fix())
                    .isEqualTo("revoke doctors_team from doctors_app");
            set("revoke doctors_team from doctors_app");
            assertThat(Asked.findings(new RolePrivileges(), app)).isEmpty();
        } finally {
            set("drop role doctors_team");
        }
    }

    @Test
    void aRoleThatOwnsItsTablesIsHintedAt() {
        try (Database app = app()) {
            assertThat(Asked.findings(new TableOwner(), app)).isEmpty();
            set("create table carts (id bigint primary key)");
            set("alter table carts owner to doctors_app");
            assertThat(Asked.finding(new TableOwner(), app))
                    .isEqualTo(new Finding(
                            "table-owner",
                            Severity.HINT,
                            "Role doctors_app owns 1 of 2 tables: it may drop them, and row-level security does not bind"
                                    + " it",
                            List.of(),
                            "let a role that only migrates own them, and grant select, insert, update, delete to"
                                    + " doctors_app"));
        }
        assertThat(Asked.findings(new TableOwner(), owner)).isEmpty();
    }

    @Test
    void aSchemaInWhichEverybodyMayCreateIsFound() {
        set("revoke create on schema public from public"); // as PostgreSQL 15 and newer have it
        assertThat(Asked.findings(new OpenSchemas(), owner)).isEmpty();
        set("grant create on schema public to public");
        assertThat(Asked.finding(new OpenSchemas(), owner))
                .isEqualTo(new Finding(
                        "open-schemas",
                        Severity.WARNING,
                        "Everybody who may connect may create objects in 1 schema, and have others run them",
                        List.of("public"),
                        "revoke create on schema public from public"));
    }

    @Test
    void sessionsWithoutTimeoutsAreFound() {
        try (Database app = app()) {
            assertThat(Asked.findings(new SessionTimeouts(), app)).isEmpty();
        }
        set("alter role doctors_app set lock_timeout = '5s'");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:" + url().replaceFirst("//[^@]*@", "//"));
        source.setUser("doctors_app");
        source.setPassword("x");
        assertThat(Asked.finding(new SessionTimeouts(), Database.using(source)))
                .isEqualTo(new Finding(
                        "session-timeouts",
                        Severity.WARNING,
                        "Sessions of this application may run and wait without end: 2 of 3 timeouts are 0",
                        List.of("statement_timeout", "idle_in_transaction_session_timeout"),
                        "open the database with Database.open, which sets them; or alter role doctors_app set"
                                + " statement_timeout = '30s'; alter role doctors_app set"
                                + " idle_in_transaction_session_timeout = '60s'"));
        assertThat(Asked.findings(new RoleTimeouts(), Database.using(source))).isEmpty();
    }

    @Test
    void whatBoundsOtherClientsOfTheRoleIsToldWhereItCanBeSeen() {
        assertThat(Asked.finding(new RoleTimeouts(), owner))
                .isEqualTo(new Finding(
                        "role-timeouts",
                        Severity.HINT,
                        "Other clients of role postgres, such as psql, may hold locks without end: 2 timeouts are 0",
                        List.of("statement_timeout", "idle_in_transaction_session_timeout"),
                        "alter role postgres set statement_timeout = '5min'; alter role postgres set"
                                + " idle_in_transaction_session_timeout = '5min'"));
        try (Database app = app()) {
            assertThat(Asked.unseen(new RoleTimeouts(), app))
                    .isEqualTo(
                            "how long other clients of the role may run is in the server's configuration, which only a"
                                    + " superuser may see; alter role doctors_app set statement_timeout = '5min'; alter role"
                                    + " doctors_app set idle_in_transaction_session_timeout = '5min'");
            set("alter role doctors_app set statement_timeout = '5min'");
            set("alter database " + scratch.name() + " set idle_in_transaction_session_timeout = '1min'");
            assertThat(Asked.findings(new RoleTimeouts(), app)).isEmpty();
            set("alter role doctors_app set idle_in_transaction_session_timeout = 0");
            assertThat(Asked.finding(new RoleTimeouts(), app).problem())
                    .isEqualTo(
                            "Other clients of role doctors_app, such as psql, may hold locks without end: 1 timeout is"
                                    + " 0");
        }
    }

    @Test
    void poolsThatWantMoreThanTheServerLetsThemHaveAreFound() {
        set("alter role doctors_app connection limit 20");
        try (Database app = app()) {
            assertThat(Asked.unseen(new PoolFit(), app))
                    .isEqualTo("how many instances with a pool of 10 share 20 connections is not said; set"
                            + " DATABASE_CONNECTION_LIMIT and DATABASE_INSTANCES");
            assertThat(Asked.findings(new PoolFit(), Doctor.of(app).withInstances(1)))
                    .isEmpty();
            assertThat(Asked.finding(new PoolFit(), Doctor.of(app).withInstances(2)))
                    .isEqualTo(new Finding(
                            "pool-size",
                            Severity.WARNING,
                            "The pools may want 30 connections, and the server lets them have 20",
                            List.of(
                                    "2 instances, 3 while a release rolls out, with a pool of 10 each",
                                    "role doctors_app has a connection limit of 20"),
                            "make the pools smaller, as DATABASE_CONNECTION_LIMIT and DATABASE_INSTANCES do; or put a"
                                    + " pooler in front"));
        }
    }

    @Test
    void theInstancesAreThoseOfTheOptions() {
        try (Database app =
                Database.open(options(Map.of("DATABASE_CONNECTION_LIMIT", "40", "DATABASE_INSTANCES", "4")))) {
            assertThat(Asked.findings(new PoolFit(), app)).isEmpty();
            set("alter role doctors_app connection limit 5");
        }
        try (Database app = Database.open(options(Map.of("DATABASE_POOL_MAX", "6")))) {
            assertThat(Asked.finding(new PoolFit(), app).objects())
                    .containsExactly("1 instance with a pool of 6", "role doctors_app has a connection limit of 5");
        }
    }

    @Test
    void thePoolOfADirectConnectionIsSeenToo() {
        try (Database direct = Database.open(options(Map.of()).direct())) {
            assertThat(Asked.findings(new PoolFit(), Doctor.of(direct).withInstances(2)))
                    .isEmpty();
        }
    }

    @Test
    void connectionsThatAreNearlyAllInUseAreFound() {
        set("alter role doctors_app connection limit 2");
        try (Database one = app()) {
            assertThat(Asked.findings(new ConnectionsUsed(), one)).isEmpty();
            try (Database two = Database.open(url() + "?application_name=shop")) {
                assertThat(Asked.finding(new ConnectionsUsed(), one).problem())
                        .isEqualTo("2 of 2 connections are in use (100 %)");
                assertThat(Asked.finding(new ConnectionsUsed(), one).severity()).isEqualTo(Severity.DANGER);
                assertThat(Asked.finding(new ConnectionsUsed(), one).fix())
                        .isEqualTo("make the pools of those with idle ones smaller, or put a pooler in front; who comes"
                                + " last is refused");
                assertThat(Asked.finding(new ConnectionsUsed(), one).objects())
                        .contains("role doctors_app has a connection limit of 2", "shop: 1, 1 of them idle");
                assertThat(two.options()).isPresent();
            }
        }
    }
}
