package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchDatabaseTest {
    private final ScratchPostgres postgres = ScratchPostgres.shared();

    @TempDir
    Path migrations;

    @BeforeEach
    void writeMigrations() throws IOException {
        Files.writeString(migrations.resolve("V1__notes.sql"), "create table notes (id int primary key, text text);");
        Files.writeString(migrations.resolve("V2__index.sql"), "create index concurrently notes_text on notes (text);");
        Files.writeString(
                migrations.resolve("R__view.sql"), "create or replace view all_notes as select * from notes;");
    }

    @Test
    void isMigratedAndOnesOwn() throws SQLException {
        try (ScratchDatabase one = postgres.createDatabase(MigrationSet.in(migrations));
                ScratchDatabase two = postgres.createDatabase(MigrationSet.in(migrations))) {
            run(one, "insert into notes values (1, 'mine')");
            assertThat(ask(one, "select count(*) from all_notes")).isEqualTo("1");
            assertThat(ask(two, "select count(*) from all_notes")).isEqualTo("0");
            assertThat(ask(one, "select current_database()")).isEqualTo(one.name());
            assertThat(one.url()).endsWith("/" + one.name());
        }
    }

    @Test
    void migratesOncePerSetOfMigrations() throws Exception {
        MigrationSet set = MigrationSet.in(migrations);
        try (ScratchDatabase one = postgres.createDatabase(set);
                ScratchDatabase two = postgres.createDatabase(set)) {
            assertThat(ask(two, "select max(installed_on)::text from flyway_schema_history"))
                    .isEqualTo(ask(one, "select max(installed_on)::text from flyway_schema_history"));
            Files.writeString(migrations.resolve("V3__more.sql"), "alter table notes add author text;");
            try (ScratchDatabase three = postgres.createDatabase(set)) {
                assertThat(ask(three, "select count(author) from notes")).isEqualTo("0");
            }
        }
    }

    @Test
    void fillsInPlaceholders() throws Exception {
        Files.writeString(migrations.resolve("V3__owner.sql"), "comment on table notes is '${owner}';");
        MigrationSet set = MigrationSet.in(migrations).withPlaceholders(Map.of("owner", "the archive"));
        try (ScratchDatabase database = postgres.createDatabase(set)) {
            assertThat(ask(database, "select obj_description('notes'::regclass)"))
                    .isEqualTo("the archive");
        }
    }

    @Test
    void isDroppedOnCloseWhoeverIsConnected() throws SQLException {
        ScratchDatabase database = postgres.createDatabase();
        try (Connection left = database.dataSource().getConnection()) {
            database.close();
            database.close();
            assertThat(left.isValid(1)).isFalse();
        }
        try (ScratchDatabase other = postgres.createDatabase()) {
            assertThat(ask(other, "select count(*) from pg_database where datname = '" + database.name() + "'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void manyThreadsGetOneEach() {
        MigrationSet set = MigrationSet.in(migrations);
        List<String> names = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> {
                    try (ScratchDatabase database = postgres.createDatabase(set)) {
                        return ask(
                                database, "select current_database() from all_notes right join (select 1) x on true");
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(names).doesNotHaveDuplicates().hasSize(20);
    }

    @Test
    void goesOnWhenTheServerHasCutItsConnections() throws SQLException {
        try (ScratchDatabase database = postgres.createDatabase()) {
            run(
                    database,
                    "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                            + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
            try (ScratchDatabase other = postgres.createDatabase()) {
                assertThat(ask(other, "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void showsNoPassword() {
        try (ScratchDatabase database = postgres.createDatabase()) {
            String password = ServerAddress.parse(database.url()).password();
            assertThat(password).isNotBlank();
            assertThat(List.of(database.toString(), postgres.toString()))
                    .allSatisfy(text -> assertThat(text).doesNotContain(password));
        }
    }

    @Test
    void noMigrationsNamesThePlacesLookedAt() {
        MigrationSet nothing = MigrationSet.in(migrations.resolve("a"), migrations.resolve("b"));
        assertThatThrownBy(() -> postgres.createDatabase(nothing))
                .isInstanceOf(ScratchPostgresException.class)
                .hasMessage("No migrations found in " + migrations.resolve("a") + ", " + migrations.resolve("b") + "\n"
                        + "  fix: write the first one, such as " + migrations.resolve("a/V1__init.sql"));
    }

    @Test
    void theHashIsOfNamesBytesAndPlaceholdersAndNotOfThePlace(@TempDir Path elsewhere) throws IOException {
        MigrationSet set = MigrationSet.in(migrations);
        List<String> hashes = new ArrayList<>(List.of(set.hash()));
        for (Path file : set.files()) {
            Files.copy(file, elsewhere.resolve(file.getFileName()));
        }
        assertThat(MigrationSet.in(elsewhere).hash()).isEqualTo(set.hash());

        hashes.add(set.withPlaceholders(Map.of("a", "b")).hash());
        Files.writeString(migrations.resolve("V2__index.sql.conf"), "executeInTransaction=false");
        hashes.add(set.hash());
        Files.move(migrations.resolve("R__view.sql"), migrations.resolve("R__views.sql"));
        hashes.add(set.hash());
        Files.writeString(migrations.resolve("V1__notes.sql"), "create table notes (id int primary key, text  text);");
        hashes.add(set.hash());
        assertThat(hashes).doesNotHaveDuplicates();
    }

    static String ask(ScratchDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static void run(ScratchDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
