package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All commands on every supported version of the server. */
class EveryPostgresTest {
    @TempDir
    Path folder;

    private void write(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void allCommandsDoTheirWork(int version) throws Exception {
        try (ScratchPostgres postgres = ScratchPostgres.start(PostgresProvider.parse("embedded:" + version));
                ScratchDatabase fresh = postgres.createDatabase();
                ScratchDatabase old = postgres.createDatabase()) {
            assertThat(ask(fresh, "select current_setting('server_version_num')::int / 10000"))
                    .containsExactly(String.valueOf(version));
            release(fresh);
            adopt(old);
        }
    }

    /** From nothing, over a migration that fails outside of a transaction, and one that is edited. */
    private void release(ScratchDatabase database) throws Exception {
        write("V1__orders.sql", """
                create table orders (id bigint not null, day date not null, code text) partition by range (day);
                create table orders_2025 partition of orders for values from ('2025-01-01') to ('2026-01-01');
                create table orders_2026 partition of orders for values from ('2026-01-01') to ('2027-01-01');
                insert into orders values (1, '2025-05-05', 'a'), (2, '2026-05-05', 'a');
                """);
        write("V2__codes.sql", "create index concurrently orders_2026_code on orders_2026 (code);");
        write("V3__again.sql", "reindex index concurrently orders_2026_code;\nvacuum orders_2026;");
        write("V4__old.sql", "alter table orders detach partition orders_2025 concurrently;");
        write("R__newest.sql", "create or replace view newest as select max(day) as day from orders;");

        expect(1, database, "status");
        expect(0, database, "check");
        expect(0, database, "url");
        expect(0, database, "migrate");
        expect(0, database, "status");
        assertThat(ask(database, "select inhrelid::regclass from pg_inherits where inhparent = 'orders'::regclass"))
                .containsExactly("orders_2026");

        write("V5__unique.sql", """
                create index concurrently orders_2025_day on orders_2025 (day);
                create unique index concurrently orders_2025_code on orders_2025 (code);
                """);
        execute(database, "insert into orders_2025 values (3, '2025-06-06', 'a')");
        assertThat(expect(1, database, "migrate").err()).contains("/V5__unique.sql:2", "sqlstate: 23505");
        expect(1, database, "status");
        expect(1, database, "repair");
        expect(1, database, "status");
        expect(0, database, "repair", "--yes");
        execute(database, "delete from orders_2025 where id = 3");
        expect(0, database, "migrate");
        expect(0, database, "status");

        write("V4__old.sql", "alter table orders detach partition orders_2025 concurrently; -- of last year");
        assertThat(expect(1, database, "status").out()).contains("V4__old.sql");
        expect(1, database, "migrate");
        expect(0, database, "repair", "--yes");
        expect(0, database, "migrate");
        expect(0, database, "status");
        assertThat(ask(
                        database,
                        "select c.relname || ' ' || i.indisvalid from pg_index i join pg_class c"
                                + " on c.oid = i.indexrelid where c.relname like 'orders%' order by 1"))
                .containsExactly("orders_2025_code true", "orders_2025_day true", "orders_2026_code true");
        assertThat(ask(database, "select count(*) from flyway_schema_history")).containsExactly("6");

        expect(0, database, "new", "more orders", "--folder", folder.toString());
        expect(1, database, "status");
        for (Path each : List.of(
                        "V1__orders.sql",
                        "V2__codes.sql",
                        "V3__again.sql",
                        "V4__old.sql",
                        "V5__unique.sql",
                        "R__newest.sql")
                .stream()
                .map(folder::resolve)
                .toList()) {
            Files.delete(each);
        }
    }

    /** A database that is older than its migrations. */
    private void adopt(ScratchDatabase database) throws Exception {
        execute(database, "create table users (id bigint primary key)");
        write("V1__users.sql", "create table users (id bigint primary key);");
        write("V2__names.sql", "alter table users add column name text;");

        assertThat(expect(1, database, "migrate").err()).contains("baseline");
        expect(0, database, "baseline", "1");
        expect(1, database, "status");
        expect(0, database, "migrate", "--out-of-order");
        assertThat(ask(database, "select count(*) from information_schema.columns where table_name = 'users'"))
                .containsExactly("2");
    }

    private Program.Run expect(int exit, ScratchDatabase database, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        if (!command[0].equals("url") && !command[0].equals("new")) {
            arguments.addAll(List.of("--migrations", folder.toString()));
        }
        Program.Run run = Program.on(database.url()).run(arguments.toArray(String[]::new));
        assertThat(run.exit()).as(() -> String.join(" ", command) + ": " + run).isEqualTo(exit);
        return run;
    }

    private static void execute(ScratchDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> ask(ScratchDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
