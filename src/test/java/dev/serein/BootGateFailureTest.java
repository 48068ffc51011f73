package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serein.fault.TransactionPooler;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.fault.Fate;
import dev.serein.postgres.fault.FaultyProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the boot gate says where it cannot look, and that it leaves nothing behind. */
class BootGateFailureTest {
    private static final Release RELEASE =
            Release.of("V1__a.sql", "create table a (id int)", "V2__b.sql", "create table b (id int)");
    private static final List<SchemaMigration> MIGRATIONS = RELEASE.migrations();

    private ScratchDatabase scratch;
    private String role;

    @BeforeEach
    void create() {
        scratch = ScratchPostgres.shared().createDatabase();
        role = scratch.name() + "_app";
        execute("create role " + role + " login password 'app'");
    }

    @AfterEach
    void nobodyIsLeft() {
        await().atMost(10, TimeUnit.SECONDS).until(() -> connections() == 0);
        execute("drop owned by " + role);
        scratch.close();
        try (ScratchDatabase other = ScratchPostgres.shared().createDatabase()) {
            execute(other, "drop role " + role);
        }
    }

    private void execute(String sql) {
        execute(scratch, sql);
    }

    private static void execute(ScratchDatabase database, String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Beside the one that counts. */
    private int connections() throws SQLException {
        try (Connection connection = scratch.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()"
                        + " and backend_type = 'client backend'")) {
            count.next();
            return count.getInt(1);
        }
    }

    private DatabaseOptions options() {
        return DatabaseOptions.of(scratch.url()).expecting(MIGRATIONS);
    }

    private DatabaseOptions ofRole() {
        return DatabaseOptions.of(scratch.url().replaceFirst("//.*@", "//" + role + ":app@"))
                .expecting(MIGRATIONS);
    }

    private void assertRefused(DatabaseOptions options, Class<? extends DatabaseException> type, String message) {
        assertThatThrownBy(() -> Database.open(options))
                .isInstanceOf(type)
                .hasMessage(message.replace("ADDRESS", scratch.url().replaceFirst(".*@", ""))
                        .replace("ROLE", role));
    }

    private static void assertOpens(DatabaseOptions options) {
        try (Database db = Database.open(options)) {
            assertThat(db.sql().fetchSingle("select 1").get(0)).isEqualTo(1);
        }
    }

    @Test
    void aDatabaseThatWasNeverMigratedSaysWhereItLooked() {
        String message = """
                The schema does not fit this program: the database has not been migrated
                  database:    ADDRESS
                  search_path: "$user", public
                  not applied: V1__a.sql
                               V2__b.sql
                  fix:         run dev.serein.cli.Main migrate before starting the instances""";
        assertRefused(options(), SchemaMismatch.class, message);

        RELEASE.migrate(scratch);
        execute("delete from flyway_schema_history");
        assertRefused(options(), SchemaMismatch.class, message);
    }

    @Test
    void aHistoryInASchemaThatIsNotLookedIntoIsPointedAt() {
        RELEASE.flyway(scratch).schemas("the App").load().migrate();
        execute("grant usage on schema \"the App\" to " + role);
        execute("grant select on all tables in schema \"the App\" to " + role);
        assertRefused(ofRole(), SchemaMismatch.class, """
                The schema does not fit this program: no history of migrations is in the search_path
                  database:    ADDRESS
                  search_path: "$user", public
                  elsewhere:   "the App".flyway_schema_history
                  fix:         if that is this program's, alter role ROLE set search_path = "the App", "$user", public
                               otherwise, run dev.serein.cli.Main migrate before starting the instances""");

        execute("alter role " + role + " set search_path = \"the App\", \"$user\", public");
        assertOpens(ofRole());

        execute("revoke usage on schema \"the App\" from " + role);
        assertRefused(ofRole(), SchemaMismatch.class, """
                The schema does not fit this program: no history of migrations is in the search_path
                  database:    ADDRESS
                  search_path: "the App", "$user", public
                  elsewhere:   "the App".flyway_schema_history
                  fix:         if that is this program's, grant usage on schema "the App" to ROLE
                               otherwise, run dev.serein.cli.Main migrate before starting the instances""");
    }

    @Test
    void aRoleThatMayNotReadTheHistoryIsToldWhatToGrant() {
        RELEASE.migrate(scratch);
        assertRefused(ofRole(), StatementFailed.class, """
                Cannot see which migrations are applied: the role ROLE may not read flyway_schema_history
                  sqlstate: 42501
                  fix:      grant select on flyway_schema_history to ROLE""");

        execute("grant select on flyway_schema_history to " + role);
        execute("alter role " + role + " set default_transaction_read_only = on");
        assertOpens(ofRole());
    }

    @Test
    void aTableOfThatNameThatIsNoHistoryIsAFailure() {
        execute("create table flyway_schema_history (version int)");
        assertRefused(options(), StatementFailed.class, """
                Cannot run a statement: column "description" does not exist
                  sqlstate: 42703
                  sql:      select version, description, type, checksum, success from flyway_schema_history order by installed_rank""");
    }

    @Test
    void aHistoryThatIsLockedIsWaitedForNoLongerThanAStatementMayTake() throws SQLException {
        RELEASE.migrate(scratch);
        try (Connection holder = scratch.dataSource().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table flyway_schema_history in access exclusive mode");
            assertThatThrownBy(() -> Database.open(options().withStatementTimeout(Duration.ofMillis(200))))
                    .isInstanceOf(DeadlineExceeded.class)
                    .hasMessageStartingWith("Cannot run a statement: the server's statement_timeout has passed\n");
        }
    }

    @Test
    void aConnectionThatIsLostMeanwhileIsThat() {
        RELEASE.migrate(scratch);
        try (FaultyProxy proxy = FaultyProxy.before(scratch.url())) {
            proxy.messages().once(trip -> trip.statements().toString().contains("flyway"), Fate.EAT_ANSWER);
            assertRefused(DatabaseOptions.of(proxy.url()).expecting(MIGRATIONS), ConnectionFailed.class, """
                    Cannot run a statement: the connection to the server is lost
                      sqlstate: 08006
                      sql:      select version, description, type, checksum, success from flyway_schema_history order by installed_rank
                      fix:      try again, if the statement may run twice; whether it ran is not known""");
            assertOpens(DatabaseOptions.of(proxy.url()).expecting(MIGRATIONS));
        }
    }

    @Test
    void behindAPoolerItIsTheSame() throws Exception {
        try (TransactionPooler pooler = TransactionPooler.before(scratch.url(), 3)) {
            DatabaseOptions options = DatabaseOptions.of(pooler.url()).expecting(MIGRATIONS);
            assertThatThrownBy(() -> Database.open(options))
                    .isInstanceOf(SchemaMismatch.class)
                    .hasMessageStartingWith(
                            "The schema does not fit this program: the database has not been migrated\n");
            RELEASE.migrate(scratch);
            for (int i = 0; i < 5; i++) {
                assertOpens(options);
            }
        }
    }
}
