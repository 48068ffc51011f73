package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.connection.Certificates;
import dev.serein.connection.Certificates.Issued;
import dev.serein.doctor.Finding.Severity;
import dev.serein.fault.RestartableServer;
import dev.serein.migrate.MigrationFiles;
import dev.serein.migrate.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** All checks, on a server that is kept well, and on one that is not. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the server is one that only Linux can reconfigure")
class WholeExaminationTest {
    @TempDir
    private Path archive;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeMigration() throws IOException {
        write("V1__shop.sql", """
                create table customers (
                    id bigint generated always as identity primary key,
                    email text not null unique,
                    since timestamptz not null default now());
                create table orders (
                    id bigint generated always as identity primary key,
                    customer_id bigint not null references customers,
                    document jsonb not null);
                create index on orders (customer_id);
                insert into customers (email) select i || '@example.com' from generate_series(1, 1000) i;
                insert into orders (customer_id, document) select i, '{}' from generate_series(1, 1000) i;
                """);
    }

    private void write(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }

    private MigrationFiles files() {
        return MigrationFiles.at(List.of(folder.toString()));
    }

    private static String as(String role, RestartableServer server) {
        return server.url().replaceFirst("//[^@]*@", "//" + role + ":x@");
    }

    @Test
    void onAServerThatIsKeptWellNothingIsFound() {
        try (RestartableServer server = RestartableServer.create()) {
            keepWell(server);
            DatabaseOptions options = DatabaseOptions.of(as("app", server)).withConnectionLimit(100, 4);
            try (Database db = Database.open(options)) {
                Examination seen = Doctor.of(db).withMigrations(files()).examine();
                assertThat(seen.findings()).isEmpty();
                assertThat(seen.isHealthy()).isTrue();
                assertThat(seen.unseen())
                        .containsExactly(new Unseen(
                                "authentication",
                                "pg_hba.conf, and whether passwords are kept as MD5, only a superuser may see; examine"
                                        + " once as one"));
                assertThat(seen.checks()).isEqualTo(Doctor.checks()).doesNotHaveDuplicates();
            }
        }
    }

    private void keepWell(RestartableServer server) {
        server.stop();
        server.startWith(
                "archive_mode=on", "wal_level=replica", "fsync=on", "full_page_writes=on", "synchronous_commit=on");
        server.configure("archive_command", "cp %p " + archive + "/%f");
        server.execute("create role owner login password 'x'; grant all on schema public to owner;"
                + " create role app login password 'x'; grant pg_monitor to app;"
                + " alter role app set statement_timeout = '1min';"
                + " alter role app set idle_in_transaction_session_timeout = '1min'");
        Migrations.of(DatabaseOptions.of(as("owner", server)), files()).migrate();
        server.execute("grant select, insert, update, delete on all tables in schema public to app;"
                + " grant usage on all sequences in schema public to app");
    }

    @Test
    void onAServerThatIsBadInManyWaysEachIsNamed() throws IOException {
        try (RestartableServer server = RestartableServer.create()) {
            prepareBadly(server);
            String url = server.url().replaceFirst("127\\.0\\.0\\.1:(\\d+)", "127.1:$1,db.example.com:5432");
            try (Database db = Database.open(url + "?sslmode=require")) {
                Examination seen =
                        Doctor.of(db).withMigrations(files()).withInstances(100).examine();
                assertThat(seen.findings())
                        .extracting(Finding::check)
                        .contains(
                                "tls",
                                "tls-verification",
                                "tls-certificate",
                                "authentication",
                                "dns-cache",
                                "durability",
                                "autovacuum",
                                "wal-archive",
                                "replication-slots",
                                "migrations",
                                "role-privileges",
                                "open-schemas",
                                "role-timeouts",
                                "pool-size",
                                "table-without-primary-key",
                                "foreign-key-without-index",
                                "duplicate-index",
                                "invalid-index",
                                "constraint-not-validated",
                                "sequence-near-end",
                                "disabled-trigger",
                                "unlogged-table",
                                "timestamp-without-time-zone",
                                "json-column");
                assertThat(seen.findings())
                        .extracting(Finding::severity)
                        .isSorted()
                        .startsWith(Severity.DANGER)
                        .endsWith(Severity.HINT);
                assertThat(seen.unseen()).isEmpty();
                assertThat(seen.isHealthy()).isFalse();
            }
        }
    }

    private void prepareBadly(RestartableServer server) throws IOException {
        server.stop();
        server.startWith("archive_mode=on", "wal_level=replica", "max_wal_senders=5");
        Issued expired = Certificates.expiredServer();
        server.turnTlsOn(expired.certificate(), expired.key());
        server.configure("ssl_min_protocol_version", "TLSv1.1");
        server.configure("autovacuum", "off");
        server.configure("archive_command", "/bin/true");
        server.configure("password_encryption", "md5");
        server.writeHba("host all all 127.0.0.1/32 password\nhost all all 10.0.0.0/8 trust");
        server.execute("select pg_create_physical_replication_slot('gone', true)");
        Migrations.of(DatabaseOptions.of(server.url()), files()).migrate();
        write("V2__late.sql", "create table late (id bigint primary key);");
        server.execute("""
                grant create on schema public to public;
                create unlogged table visits (at timestamp not null, customer_id bigint references customers, seen json);
                create index on customers (email);
                create unique index on orders (id);
                alter table orders add constraint document_is_large check (document <> '[]') not valid;
                create table counters (id serial primary key);
                select setval('counters_id_seq', 2100000000);
                create function nothing() returns trigger language plpgsql as 'begin return new; end';
                create trigger nothing before insert on orders for each row execute function nothing();
                alter table orders disable trigger nothing;
                update pg_index set indisvalid = false where indexrelid = 'orders_customer_id_idx'::regclass;
                """);
    }

    @Test
    void aRoleWithoutPrivilegesIsToldWhatItDoesNotSee() {
        try (RestartableServer server = RestartableServer.create()) {
            keepWell(server);
            server.execute("create role nobody login password 'x'");
            try (Database db = Database.open(as("nobody", server))) {
                Examination seen = Doctor.of(db).withMigrations(files()).examine();
                assertThat(seen.findings()).isEmpty();
                assertThat(seen.unseen())
                        .containsExactly(
                                new Unseen(
                                        "authentication",
                                        "pg_hba.conf, and whether passwords are kept as MD5, only a superuser may see;"
                                                + " examine once as one"),
                                new Unseen(
                                        "migrations",
                                        "the history of migrations may not be read; grant select on flyway_schema_history"
                                                + " to nobody"),
                                new Unseen(
                                        "role-timeouts",
                                        "how long other clients of the role may run is in the server's configuration,"
                                                + " which only a superuser may see; alter role nobody set"
                                                + " statement_timeout = '5min'; alter role nobody set"
                                                + " idle_in_transaction_session_timeout = '5min'"),
                                new Unseen(
                                        "pool-size",
                                        "how many instances with a pool of 10 share 297 connections is not said; set"
                                                + " DATABASE_CONNECTION_LIMIT and DATABASE_INSTANCES"),
                                new Unseen(
                                        "idle-in-transaction",
                                        "what sessions of other roles do is hidden; grant pg_monitor to nobody"),
                                new Unseen(
                                        "long-transactions",
                                        "what sessions of other roles do is hidden; grant pg_monitor to nobody"),
                                new Unseen(
                                        "sequence-near-end",
                                        "role nobody may not read 2 sequences; grant usage on them to it"));
            }
        }
    }
}
