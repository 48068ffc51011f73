package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many release steps as somebody may start by mistake, at the same moment, some of them killed. */
class MigratorsAtOnceTest {
    private static final int PROCESSES = Integer.getInteger("serein.soak.migrators", 6);
    private static final int ROUNDS = Integer.getInteger("serein.soak.rounds", 1);
    private static final Duration MOST = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private ScratchDatabase database;
    private final List<Migrator> started = new ArrayList<>();

    @BeforeEach
    void create() {
        database = ScratchPostgres.shared().createDatabase();
    }

    @AfterEach
    void end() {
        started.forEach(Migrator::close);
        database.close();
    }

    private void write(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
    }

    /** Each leaves a mark when it runs; what runs outside of a transaction, an index. */
    private void writeMigrations() throws IOException {
        write("V1__marks.sql", "create table marks (name text not null); insert into marks values ('V1');");
        write(
                "V2__orders.sql",
                "create table orders (id bigint primary key, at int); insert into marks values ('V2');");
        write(
                "V3__rows.sql",
                "insert into orders select i, i % 7 from generate_series(1, 20000) i; insert into marks values ('V3');");
        write("V4__index.sql", "create index concurrently orders_at on orders (at);");
        write(
                "V5__indexes.sql",
                "create index concurrently orders_a on orders (at, id);\ncreate index concurrently orders_b on orders (id, at);");
        write(
                "V6__late.sql",
                "alter table orders add column late boolean not null default false; insert into marks values ('V6');");
        write(
                "R__view.sql",
                "create or replace view newest as select max(id) as id from orders; insert into marks values ('R');");
    }

    private Migrator start() {
        Migrator migrator = new Migrator("migrator " + started.size(), database.url(), folder);
        started.add(migrator);
        await().atMost(MOST).until(migrator::isReady);
        return migrator;
    }

    private List<String> ask(String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private boolean holds(String condition) {
        return ask("select " + condition).equals(List.of("t"));
    }

    private void assertAllIsAppliedOnce() {
        assertThat(ask("select name from marks order by name")).containsExactly("R", "V1", "V2", "V3", "V6");
        assertThat(ask("select script from flyway_schema_history where success order by installed_rank"))
                .containsExactly(
                        "V1__marks.sql",
                        "V2__orders.sql",
                        "V3__rows.sql",
                        "V4__index.sql",
                        "V5__indexes.sql",
                        "V6__late.sql",
                        "R__view.sql");
        assertThat(ask("select script from flyway_schema_history where not success"))
                .isEmpty();
        assertThat(ask("select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid"
                        + " where i.indrelid = 'orders'::regclass and i.indisvalid order by 1"))
                .containsExactly("orders_a", "orders_at", "orders_b", "orders_pkey");
        assertThat(
                        ask(
                                "select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid where not i.indisvalid"))
                .isEmpty();
        assertThat(ask("select tablename from pg_tables where schemaname = 'public' order by 1"))
                .containsExactly("flyway_schema_history", "marks", "orders");
        await().atMost(MOST)
                .until(() -> holds("count(*) = 0 from pg_stat_activity where application_name like 'migrator %'"));
    }

    @Test
    void eachMigrationIsAppliedOnce() throws Exception {
        writeMigrations();
        for (int round = 0; round < ROUNDS; round++) {
            if (round > 0) {
                end();
                started.clear();
                create();
            }
            for (int i = 0; i < PROCESSES; i++) {
                start();
            }
            started.forEach(Migrator::begin);
            for (Migrator each : started) {
                each.endsWell();
            }
            assertAllIsAppliedOnce();
        }
    }

    /** Whose session does what the condition says. */
    private Migrator theOneThat(String condition) {
        String names = "select application_name from pg_stat_activity where application_name like 'migrator %' and "
                + condition;
        await().atMost(MOST).until(() -> !ask(names).isEmpty());
        return started.get(Integer.parseInt(ask(names).get(0).substring("migrator ".length())));
    }

    /** Three start; one is killed when it is where the condition says; the others do all that there is to do. */
    private void kill(String condition, String blocking) throws Exception {
        for (int i = 0; i < 3; i++) {
            start();
        }
        Migrator killed;
        try (Connection blocker = database.dataSource().getConnection()) {
            blocker.setAutoCommit(false);
            try (Statement statement = blocker.createStatement()) {
                statement.execute(blocking);
            }
            started.forEach(Migrator::begin);
            killed = theOneThat(condition);
            killed.kill();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> holds(
                            "count(*) = 0 from pg_stat_activity where application_name = '" + killed.name() + "'"));
        }
        for (Migrator each : started) {
            if (each != killed) {
                each.endsWell();
            }
        }
        assertAllIsAppliedOnce();
    }

    /** As if the others had come a little later: all up to a version is there already. */
    private void migrateUpTo(String last) throws Exception {
        Path all = folder;
        Path some = Files.createDirectory(all.resolve("some"));
        try (var files = Files.list(all)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".sql")).toList()) {
                if (file.getFileName().toString().startsWith("V")
                        && file.getFileName().toString().compareTo(last) < 0) {
                    Files.copy(file, some.resolve(file.getFileName()));
                }
            }
        }
        Migrator first = new Migrator("first", database.url(), some);
        started.add(first);
        await().atMost(MOST).until(first::isReady);
        first.begin();
        first.endsWell();
        started.clear();
        try (var files = Files.list(some)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(some);
    }

    @Test
    void oneThatIsKilledInATransactionLeavesNothingOfIt() throws Exception {
        writeMigrations();
        migrateUpTo("V6");

        kill("wait_event_type = 'Lock' and query like 'alter table orders%'", "select count(*) from orders");
    }

    @Test
    void oneThatIsKilledWhileItBuildsAnIndexLeavesItToTheNext() throws Exception {
        writeMigrations();
        migrateUpTo("V4");

        kill(
                "wait_event_type = 'Lock' and query like 'create index concurrently orders_at%'",
                "insert into orders values (-1, 0)");
    }

    @Test
    void oneThatIsKilledBetweenTwoIndexesLeavesTheSecondToTheNext() throws Exception {
        writeMigrations();
        migrateUpTo("V5");
        write(
                "V5__indexes.sql",
                "create index concurrently orders_a on orders (at, id);\ncreate index concurrently orders_b on orders (id, at);");

        kill(
                "wait_event_type = 'Lock' and query like 'create index concurrently orders_a%'",
                "insert into orders values (-1, 0)");
    }

    @Test
    void oneThatIsKilledWhileItWaitsIsNotMissed() throws Exception {
        writeMigrations();
        migrateUpTo("V6");
        String holder = "(select a.application_name from pg_stat_activity a where a.wait_event_type = 'Lock'"
                + " and a.query like 'alter table orders%' limit 1)";

        kill(holder + " is not null and application_name <> " + holder, "select count(*) from orders");
    }

    @Test
    void oneThatIsKilledBetweenMigrationsIsFollowedByTheNext() throws Exception {
        writeMigrations();
        for (int i = 0; i < 3; i++) {
            start();
        }
        started.forEach(Migrator::begin);
        BooleanSupplier begun = () -> holds("to_regclass('flyway_schema_history') is not null")
                && holds("count(*) > 1 from flyway_schema_history");
        await().atMost(MOST).pollInterval(Duration.ofMillis(5)).until(begun::getAsBoolean);
        for (Migrator each : started) {
            if (each.isAlive()
                    && holds("count(*) > 1 from pg_stat_activity where application_name = '" + each.name() + "'")) {
                each.kill();
                break;
            }
        }
        Migrator next = start();
        next.begin();
        next.endsWell();
        assertAllIsAppliedOnce();
    }
}
