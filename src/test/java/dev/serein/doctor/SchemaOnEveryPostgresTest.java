package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serein.Database;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All checks of tables and the like, on every supported version of the server. */
class SchemaOnEveryPostgresTest {
    /** Everything that is looked for, done well. */
    private static final String[] WELL = {
        "create schema shop",
        "create extension hstore",
        "create table users (id bigint generated always as identity primary key, email text not null unique,"
                + " data jsonb, at timestamptz not null default now())",
        "create table shop.orders (id bigint generated always as identity, user_id bigint not null references users,"
                + " day date not null, primary key (id, day)) partition by range (day)",
        "create table shop.orders_1 partition of shop.orders for values from ('2025-01-01') to ('2026-01-01')",
        "create table shop.orders_2 partition of shop.orders for values from ('2026-01-01') to ('2027-01-01')",
        "create index on shop.orders (user_id)",
        "alter table shop.orders add constraint recent check (day > '2020-01-01') not valid",
        "alter table shop.orders validate constraint recent",
        "alter table users enable row level security",
        "create policy all_rows on users using (true)",
        "insert into users (email) select 'a' || n from generate_series(1, 20000) n",
        "insert into shop.orders (user_id, day) select id, '2026-02-02' from users",
        "vacuum analyze",
    };

    private static final String[] ILL = {
        "create table posts (id serial, code bigint unique, data json, at timestamp) with (autovacuum_enabled = false)",
        "create unlogged table votes (post int, post_id int)",
        "alter table votes add foreign key (post) references posts (code) not valid",
        "create index short on votes (post_id)",
        "create index long on votes (post_id, post)",
        "create index long_too on votes (post_id, post)",
        "select setval('posts_id_seq', 2147000000)",
        "alter table votes disable trigger all",
        "create policy all_rows on votes using (true)",
        "create extension citext version '1.4'",
        "create collation german (provider = icu, locale = 'de')",
        "create table names (name text collate german primary key)",
        "update pg_collation set collversion = '1.2' where collname = 'german'",
        "create index broken on names (lower(name))",
        "update pg_index set indisvalid = false where indexrelid = 'broken'::regclass",
        "insert into posts (code) select generate_series(1, 30000)",
        "delete from posts where code > 12000",
        "create table events (id int primary key)",
        "insert into events select generate_series(1, 12000)",
        "do $$ begin for i in 1..1000 loop perform count(*) from events where id <> 3; end loop; end $$",
    };

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void whatIsIllIsFoundAndWhatIsWellIsNot(int version) throws SQLException {
        try (ScratchPostgres postgres = ScratchPostgres.start(PostgresProvider.parse("embedded:" + version))) {
            try (ScratchDatabase empty = postgres.createDatabase()) {
                assertThat(found(empty)).isEmpty();
            }
            try (ScratchDatabase well = postgres.createDatabase()) {
                execute(well, WELL);
                // until what the sessions counted has arrived
                await().during(Duration.ofMillis(600))
                        .untilAsserted(() -> assertThat(found(well)).isEmpty());
            }
            try (ScratchDatabase ill = postgres.createDatabase()) {
                execute(ill, ILL);
                await().untilAsserted(() -> assertThat(found(ill))
                        .containsExactlyInAnyOrder(
                                "invalid-index",
                                "table-without-primary-key",
                                "json-column",
                                "timestamp-without-time-zone",
                                "foreign-key-without-index",
                                "duplicate-index",
                                "overlapping-index",
                                "sequence-near-end",
                                "constraint-not-validated",
                                "foreign-key-of-other-type",
                                "disabled-trigger",
                                "policy-not-enforced",
                                "dead-rows",
                                "table-not-analyzed",
                                "autovacuum-off",
                                "unlogged-table",
                                "table-read-whole",
                                "extension-outdated",
                                "collation-version"));
            }
        }
    }

    private static List<String> found(ScratchDatabase database) {
        try (Database db = Database.open(database.url())) {
            Examination seen = Doctor.of(db)
                    .asking(SchemaChecks.all().toArray(Check[]::new))
                    .examine();
            assertThat(seen.unseen()).isEmpty();
            return seen.findings().stream().map(Finding::check).toList();
        }
    }

    /** When a session ends it has told what it counted. */
    private static void execute(ScratchDatabase database, String... statements) throws SQLException {
        for (String each : statements) {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(each);
            }
        }
    }
}
