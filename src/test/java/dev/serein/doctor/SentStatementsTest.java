package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.fault.RestartableServer;
import dev.serein.fault.TransactionPooler;
import dev.serein.migrate.MigrationFiles;
import dev.serein.migrate.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.postgresql.ds.PGSimpleDataSource;

/** What an examination costs a server, by the server's own log, and what it leaves. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the server is one that only Linux can reconfigure")
class SentStatementsTest {
    private static final MigrationFiles FILES = MigrationFiles.at(List.of("../db/migration"));

    private static RestartableServer server;
    private static String app;

    @BeforeAll
    static void start() {
        server = RestartableServer.create();
        server.stop();
        server.startWith("log_statement=all", "log_line_prefix=%a|", "max_prepared_transactions=2", "autovacuum=off");
        server.execute("create role app login password 'x'");
        app = server.url().replaceFirst("//[^@]*@", "//app:x@");
        Migrations.of(DatabaseOptions.of(server.url()), FILES).migrate();
        server.execute("grant select on flyway_schema_history to app");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Those of the application {@code doctor}. */
    private static List<String> logged() {
        try {
            return Files.readString(server.dataFolder().resolveSibling("server.log"))
                    .lines()
                    .filter(line -> line.matches("doctor\\|LOG:  (statement|execute [^:]*): .*"))
                    .map(line -> line.replaceFirst("doctor\\|LOG:  (statement|execute [^:]*): ", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> sent(Runnable work) {
        int before = logged().size();
        work.run();
        List<String> all = logged();
        // the pool looks whether a connection that was idle is alive, with a statement that has no text
        return all.subList(before, all.size()).stream()
                .filter(each -> !each.isBlank())
                .toList();
    }

    private static PGSimpleDataSource source(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:" + url.replaceFirst("//[^@]*@", "//") + "?ApplicationName=doctor");
        source.setUser("app");
        source.setPassword("x");
        return source;
    }

    @Test
    void allChecksTogetherSendAtMost50Statements() {
        for (String url : List.of(server.url(), app)) {
            try (Database db = Database.open(url + "?application_name=doctor")) {
                List<Examination> seen = new ArrayList<>();
                List<String> sent =
                        sent(() -> seen.add(Doctor.of(db).withMigrations(FILES).examine()));
                assertThat(sent).hasSizeBetween(Checks.all().size() / 2, 50);
                assertThat(sent.get(0)).isEqualToIgnoringCase("begin");
                assertThat(sent).element(sent.size() - 1).asString().isEqualToIgnoringCase("commit");
                assertThat(sent)
                        .filteredOn(each -> each.equalsIgnoreCase("begin"))
                        .hasSize(1);
                assertThat(seen.get(0).unseen())
                        .extracting(Unseen::toString)
                        .noneMatch(reason -> reason.contains("not asked") || reason.contains("refused"));
            }
        }
    }

    @Test
    void behindAPoolerToo() {
        try (TransactionPooler pooler = TransactionPooler.before(app, 2);
                Database db = Database.open(pooler.url() + "?application_name=doctor")) {
            List<Examination> seen = new ArrayList<>();
            List<String> sent =
                    sent(() -> seen.add(Doctor.of(db).withMigrations(FILES).examine()));
            assertThat(sent).hasSizeBetween(Checks.all().size() / 2, 50);
            assertThat(seen.get(0).unseen())
                    .extracting(Unseen::toString)
                    .noneMatch(reason -> reason.contains("not asked") || reason.contains("refused"));
        }
    }

    @Test
    void whenEveryCheckFailsThereAreNoMoreStatements() {
        List<Check> failing = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            failing.add(new Check() {
                @Override
                public String name() {
                    return "failing";
                }

                @Override
                public List<Finding> ask(Visit visit) throws java.sql.SQLException {
                    return visit.rows("select from nowhere", row -> null);
                }
            });
        }
        try (Database db = Database.open(app + "?application_name=doctor")) {
            List<Examination> seen = new ArrayList<>();
            List<String> sent = sent(() ->
                    seen.add(Doctor.of(db).asking(failing.toArray(Check[]::new)).examine()));
            assertThat(sent).hasSizeBetween(30, 50);
            assertThat(seen.get(0).unseen())
                    .hasSize(60)
                    .last()
                    .isEqualTo(new Unseen(
                            "failing",
                            "it was not asked, as the others took all of 50 statements; examine again without some of"
                                    + " them"));
        }
    }

    @Test
    void nothingIsLeftInTheSessionOfAnothersDataSource() throws Exception {
        PGSimpleDataSource source = source(app);
        try (java.sql.Connection one = source.getConnection()) {
            java.lang.reflect.InvocationHandler keeping = (proxy, method, arguments) ->
                    method.getName().equals("close") ? null : method.invoke(one, arguments);
            javax.sql.DataSource pool = (javax.sql.DataSource) java.lang.reflect.Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {javax.sql.DataSource.class},
                    (proxy, method, arguments) -> java.lang.reflect.Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] {java.sql.Connection.class}, keeping));
            String before = state(one);
            Examination seen = Doctor.examine(Database.using(pool));
            assertThat(state(one)).isEqualTo(before);
            assertThat(one.getAutoCommit()).isTrue();
            assertThat(seen.subject()).matches("PostgreSQL 18\\.\\d+, database \\w+, role app");
        }
    }

    /** What would outlast a transaction. */
    private static String state(java.sql.Connection session) throws java.sql.SQLException {
        try (java.sql.ResultSet row = session.createStatement()
                .executeQuery(
                        "select concat((select string_agg(name || '=' || setting, ',' order by name) from pg_settings"
                                + " where source = 'session' and name not like 'transaction%'), (select count(*) from pg_prepared_statements where from_sql),"
                                + " (select count(*) from pg_locks where locktype = 'advisory'), pg_my_temp_schema(),"
                                + " (select count(*) from pg_cursors where is_holdable))")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void nothingIsWritten() {
        String before = server.ask("select pg_current_xact_id()::text");
        try (Database db = Database.open(server.url() + "?application_name=doctor")) {
            Doctor.of(db).withMigrations(FILES).examine();
        }
        long later = Long.parseLong(server.ask("select pg_current_xact_id()::text"));
        assertThat(later).as("only the second look itself has taken a number").isEqualTo(Long.parseLong(before) + 1);
        assertThat(logged()).anyMatch(each -> each.contains("read only"));
    }
}
