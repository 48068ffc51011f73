package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import dev.serein.doctor.Doctor;
import dev.serein.fault.RestartableServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.tools.json.JSONValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What is said of the example's database: of one that is well kept, and of one that is not, which the README shows. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the server is one that only Linux can reconfigure")
class DoctorReportTest {
    private static final String MIGRATIONS = "example/db/migration";

    @TempDir
    static Path archive;

    private static RestartableServer server;

    @BeforeAll
    static void aServerAsOneKeepsIt() throws SQLException {
        server = RestartableServer.create();
        server.stop();
        server.startWith(
                "fsync=on",
                "full_page_writes=on",
                "synchronous_commit=on",
                "wal_level=replica",
                "max_wal_senders=10",
                "archive_mode=on",
                "archive_command=cp %p " + archive + "/%f");
        server.execute("create role blog_owner login password 'hunter2'");
        server.execute("create role blog login password 'hunter2' in role pg_monitor");
        server.execute("alter role blog set statement_timeout = '5min'");
        server.execute("alter role blog set idle_in_transaction_session_timeout = '5min'");
        aDatabase("well");
        aDatabase("blog");
        inDatabase("blog", "drop index comments_user_id");
    }

    private static void aDatabase(String name) throws SQLException {
        server.execute("create database " + name + " owner blog_owner");
        Run migrated = program("blog_owner", name).run("migrate", "--migrations", MIGRATIONS);
        assertThat(migrated.exit()).as(migrated.err()).isZero();
        inDatabase(
                name,
                "grant select, insert, update, delete on all tables in schema public to blog",
                "revoke insert, update, delete on flyway_schema_history from blog",
                "grant select, usage on all sequences in schema public to blog");
    }

    /** Each statement is a transaction of its own. */
    private static void inDatabase(String name, String... statements) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:" + server.port() + "/" + name);
        source.setUser("blog_owner");
        source.setPassword("hunter2");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Program program(String role, String database) {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "DATABASE_URL", "postgresql://" + role + ":hunter2@127.0.0.1:" + server.port() + "/" + database);
        environment.put("DATABASE_CONNECTION_LIMIT", "50");
        environment.put("DATABASE_INSTANCES", "2");
        return Program.in(environment);
    }

    /** At the port that a server usually has. */
    private static Run doctor(String database, String... further) {
        String[] arguments = new String[further.length + 3];
        arguments[0] = "doctor";
        arguments[1] = "--migrations";
        arguments[2] = MIGRATIONS;
        System.arraycopy(further, 0, arguments, 3, further.length);
        Run run = program("blog", database).run(arguments);
        return new Run(run.exit(), run.out().replace(":" + server.port(), ":5432"), run.err());
    }

    @Test
    void ofADatabaseThatIsWellKeptNothingIsWrong() {
        assertThat(doctor("well")).isEqualTo(new Run(0, """
                PostgreSQL 18.6 at 127.0.0.1:5432, database well, role blog
                unseen   authentication: pg_hba.conf, and whether passwords are kept as MD5, only a superuser may see; \
                examine once as one
                51 checks, of which 1 could not see
                """, ""));
    }

    @Test
    void ofOneThatIsNotTheReadmeShowsWhatIsReallyPrinted() throws IOException {
        Run run = doctor("blog");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("The database is not well: 1 warning\n");
        assertThat(Files.readString(Path.of("../README.md")))
                .as("The README does not have what is printed; it is to be copied there")
                .contains("dev.serein.cli.Main doctor\n" + run.out() + "```\n");
    }

    @Test
    void programsGetTheSame() throws Exception {
        Run run = doctor("blog", "--json");

        assertThat(run.exit()).isEqualTo(1);
        Map<?, ?> document = (Map<?, ?>) JSONValue.parseWithException(run.out());
        assertThat(document.get("subject")).isEqualTo("PostgreSQL 18.6 at 127.0.0.1:5432, database blog, role blog");
        assertThat(document.get("healthy")).isEqualTo(false);
        assertThat(document.get("checks")).isEqualTo(Doctor.checks());
        assertThat(document.get("findings"))
                .isEqualTo(List.of(Answer.data(
                        "check", "foreign-key-without-index",
                        "severity", "warning",
                        "problem", "1 foreign key has no index",
                        "objects", List.of("public.comments (user_id) references public.users"),
                        "fix", "create index concurrently on public.comments (user_id)")));
        assertThat(document.get("unseen"))
                .isEqualTo(List.of(Answer.data(
                        "check",
                        "authentication",
                        "reason",
                        "pg_hba.conf, and whether passwords are kept as MD5, only a superuser may see; examine once as"
                                + " one")));
    }

    @Test
    void whatIsLeftOutIsNotAsked() {
        assertThat(doctor(
                        "blog",
                        "--without",
                        "unused-index",
                        "--without=foreign-key-without-index",
                        "--without=authentication"))
                .isEqualTo(new Run(0, """
                        PostgreSQL 18.6 at 127.0.0.1:5432, database blog, role blog
                        48 checks
                        """, ""));
        assertThat(doctor("blog", "--schema", "elsewhere").exit()).isEqualTo(2);
    }

    @Test
    void migrationsThatAreNotAppliedAreAFinding() {
        Run run = program("blog", "well").run("doctor", "--migrations", "../db/migration", "--without=authentication");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("""
                warning  migrations: 6 migrations are not applied
                  V5__billing.sql
                  V6__page_views.sql
                  V7__reports.sql
                  V8__refunds.sql
                  V9__comments_by_author.sql
                  and 1 more
                  fix: run serein migrate before starting the instances
                warning  migrations: 4 migrations are edited since
                """);
        assertThat(program("blog", "well")
                        .run("doctor", "--migrations", "../db/migration", "--json")
                        .out())
                .contains("\"V9__comments_by_author.sql\",\"R__updated_at.sql\"]");
    }

    @Test
    void whatTheEnvironmentSaysOfInstancesIsOverruled() {
        assertThat(doctor("well", "--instances", "40", "--without=authentication")
                        .out())
                .contains("""
                warning  pool-size: The pools may want 700 connections, and the server lets them have 297
                  40 instances, 50 while a release rolls out, with a pool of 14 each
                """);
    }
}
