package dev.serein;

import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.serein.db.UsersRow;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class DatabaseTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();

    private String show(String setting) {
        return db.sql().resultQuery("show " + setting).fetchSingleInto(String.class);
    }

    @Test
    void opensWhatTheEnvironmentNames() {
        try (Database opened = Database.open(DatabaseOptions.fromEnvironment(Map.of("DATABASE_URL", migrated.url())))) {
            assertThat(opened.sql().fetchValue(DSL.select(DSL.currentCatalog())))
                    .isEqualTo(migrated.name());
        }
    }

    @Test
    void knowsWithWhatItWasOpened() {
        DatabaseOptions options = DatabaseOptions.of(migrated.url()).withPoolMax(2);
        try (Database opened = Database.open(options)) {
            assertThat(opened.options()).containsSame(options);
        }
        assertThat(Database.using(migrated.dataSource()).options()).isEmpty();
    }

    @Test
    void saysWhatToSetWhenTheEnvironmentNamesNothing() {
        assertThatThrownBy(() -> Database.open(DatabaseOptions.fromEnvironment(Map.of())))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("""
                        DATABASE_URL is not set
                          fix: set it to postgresql://user:password@host:5432/database""");
        assertThatThrownBy(() -> Database.open(DatabaseOptions.fromEnvironment(Map.of("DATABASE_URL", " "))))
                .hasMessageStartingWith("DATABASE_URL is not set\n");
    }

    @Test
    void saysWhatIsWrongWithAUrlAndWhere() {
        assertThatThrownBy(() -> Database.open(
                        DatabaseOptions.fromEnvironment(Map.of("DATABASE_URL", "postgresql://ada:s3cret@db:54x2/app"))))
                .isInstanceOf(InvalidConfiguration.class)
                .hasNoCause()
                .hasMessage("""
                        DATABASE_URL cannot be used: the port is not a number from 1 to 65535 (character 28)""");
    }

    @Test
    void saysAllThatIsWrongWithAUrlAtOnce() {
        assertThatThrownBy(() -> Database.open("postgresql://db/app?sslmode=on&pool=3&connect_timeout=0"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("""
                        The database URL cannot be used: the parameter pool is not known (character 32)
                          also: the parameter sslmode is not one of disable, allow, prefer, require, verify-ca, verify-full, no-verify (character 21)
                                the parameter connect_timeout is 0 or less, which is to wait for ever: say 1 second or more (character 39)""");
    }

    @Test
    void aSessionHasDeadlinesANameAndUtc() {
        assertThat(show("statement_timeout")).isEqualTo("30s");
        assertThat(show("lock_timeout")).isEqualTo("10s");
        assertThat(show("idle_in_transaction_session_timeout")).isEqualTo("1min");
        assertThat(show("application_name")).isEqualTo("serein");
        assertThat(show("timezone")).isEqualTo("UTC");
    }

    @Test
    void theUrlHasTheLastWord() {
        String url =
                migrated.url() + "?application_name=shop&options=-c%20statement_timeout%3D5s%20-c%20work_mem%3D8MB";
        try (Database opened = Database.open(url)) {
            assertThat(opened.sql().fetchSingle("show application_name").get(0)).isEqualTo("shop");
            assertThat(opened.sql().fetchSingle("show statement_timeout").get(0))
                    .isEqualTo("5s");
            assertThat(opened.sql().fetchSingle("show lock_timeout").get(0)).isEqualTo("10s");
            assertThat(opened.sql().fetchSingle("show work_mem").get(0)).isEqualTo("8MB");
        }
    }

    @Test
    void closingCutsTheConnectionsItOpenedAndMayBeRepeated() throws Exception {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase()) {
            Database opened = Database.open(scratch.url());
            assertThat(connectionsTo(scratch)).isPositive();

            opened.close();
            opened.close();

            long deadline = System.nanoTime() + 5_000_000_000L;
            while (connectionsTo(scratch) > 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(connectionsTo(scratch)).isZero();
        }
    }

    private int connectionsTo(ScratchDatabase scratch) {
        return db.sql()
                .fetchSingle("select count(*)::int from pg_stat_activity where datname = ?", scratch.name())
                .get(0, Integer.class);
    }

    @Test
    void aDataSourceThatIsUsedStaysOpen() {
        try (HikariDataSource theirs = new HikariDataSource()) {
            theirs.setDataSource(migrated.dataSource());
            theirs.setMaximumPoolSize(1);
            try (Database using = Database.using(theirs)) {
                List<UsersRow> users =
                        using.transactionResult(tx -> tx.find(USERS).list());
                assertThat(users).isEmpty();
            }

            assertThat(theirs.isClosed()).isFalse();
            assertThat(Database.using(theirs).find(USERS).list()).isEmpty();
        }
    }

    @Test
    void aPoolThatNeverCommitsByItselfIsRefused() {
        try (HikariDataSource theirs = new HikariDataSource()) {
            theirs.setDataSource(migrated.dataSource());
            theirs.setAutoCommit(false);

            assertThatThrownBy(() -> Database.using(theirs))
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessage("""
                            autoCommit=false cannot be used: what runs outside of a transaction would never be committed
                              fix: leave it at true, which is the default; db.transaction(…) turns it off for a transaction""");
        }
    }

    @Test
    void aUrlThatIsNotThereIsNotSet() {
        assertThatThrownBy(() -> Database.open((String) null))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("""
                        The database URL is not set
                          fix: set it to postgresql://user:password@host:5432/database""");
    }
}
