package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailingMigrationTest {
    @TempDir
    Path folder;

    @Test
    void namesFileLineColumnAndSqlstate() throws IOException {
        MigrationFailed failure = migrate("V1__orders.sql", """
                -- orders
                create table customers (id int primary key);

                  create table orders (
                    id int primary key,
                    customer int references customrs
                  );
                """);
        assertThat(failure)
                .hasMessage("Cannot apply " + folder + "/V1__orders.sql:4:3: relation \"customrs\" does not exist\n"
                        + "  sqlstate: 42P01");
        assertThat(failure.sqlState()).isEqualTo("42P01");
    }

    @Test
    void findsTheColumnOnTheFirstLineOfAStatementAndBehindWideCharacters() throws IOException {
        MigrationFailed failure =
                migrate("V1__words.sql", "select 1; /* \uD83C\uDF27 */ select 'ü\uD83C\uDF27', colour;\n");
        assertThat(failure.line()).isEqualTo(1);
        assertThat(failure).hasMessageContaining("V1__words.sql:1:");
        assertThat(failure).hasMessageContaining("column \"colour\" does not exist\n  sqlstate: 42703");
    }

    @Test
    void findsThePlaceInALaterLine() throws IOException {
        MigrationFailed failure = migrate("V1__typo.sql", """
                create table notes (id int);
                alter table notes
                    add text text,
                    ad author text;
                """);
        assertThat(failure.line()).isEqualTo(4);
        assertThat(failure.column()).isEqualTo(5);
        assertThat(failure)
                .hasMessage("Cannot apply " + folder + "/V1__typo.sql:4:5: syntax error at or near \"ad\"\n"
                        + "  sqlstate: 42601");
    }

    @Test
    void repeatsTheServersHint() throws IOException {
        MigrationFailed failure = migrate("V1__hint.sql", """
                create table notes (id int, text text);
                select txt from notes;
                """);
        assertThat(failure)
                .hasMessage("Cannot apply " + folder + "/V1__hint.sql:2:8: column \"txt\" does not exist\n"
                        + "  sqlstate: 42703\n"
                        + "  hint:     Perhaps you meant to reference the column \"notes.text\".");
    }

    @Test
    void neverRepeatsARow() throws IOException {
        MigrationFailed failure = migrate("V1__twice.sql", """
                create table notes (secret text unique);
                insert into notes values ('hunter2'), ('hunter2');
                """);
        assertThat(failure)
                .hasMessage("Cannot apply " + folder
                        + "/V1__twice.sql:2: duplicate key value violates unique constraint \"notes_secret_key\"\n"
                        + "  sqlstate: 23505");
    }

    @Test
    void saysWhichFilesAreNamedBadly() throws IOException {
        MigrationFailed failure = migrate("V1_notes.sql", "select 1;");
        assertThat(failure.getMessage())
                .startsWith("Cannot apply the migrations: ")
                .contains("V1_notes.sql");
        assertThat(failure.file()).isNull();
    }

    @Test
    void leavesNoDatabaseBehind() throws Exception {
        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase()) {
            String count = "select count(*) from pg_database";
            String before = ScratchDatabaseTest.ask(database, count);
            migrate("V1__bad.sql", "selct 1;");
            assertThat(ScratchDatabaseTest.ask(database, count)).isEqualTo(before);
        }
    }

    private MigrationFailed migrate(String name, String sql) throws IOException {
        Files.writeString(folder.resolve(name), sql);
        return catchThrowableOfType(
                MigrationFailed.class, () -> ScratchPostgres.shared().createDatabase(MigrationSet.in(folder)));
    }
}
