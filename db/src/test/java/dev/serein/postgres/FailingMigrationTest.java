package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                .hasMessage("Cannot apply " + folder + "/V1__orders.sql:4: relation \"customrs\" does not exist\n"
                        + "  sqlstate: 42P01");
        assertThat(failure.file()).isEqualTo(folder + "/V1__orders.sql");
        assertThat(failure.line()).isEqualTo(4);
        assertThat(failure.column()).isZero();
        assertThat(failure.sqlState()).isEqualTo("42P01");
    }

    /** The place of the word "bad", or where the server says none, that of its statement. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "the first statement             | select bad;                                              | :1:8",
                "the end of the file             | select 1;\\n\\n select bad                             | :3:9",
                "indented                        | \\t  select bad;                                        | :1:11",
                "several in one line             | select 1; select bad; select 2;                          | :1:18",
                "in a later line                 | select 1;\\nselect 1,\\n  bad;                          | :3:3",
                "in a string before              | select 'select bad'; select bad;                         | :1:29",
                "in another statement before     | select bad from (select 1 bad) x; select bad;            | :1:42",
                "a comment before                | -- one\\n-- two\\nselect bad;                            | :3:8",
                "a comment with the same words   | /* select bad; */ select bad;                            | :1:26",
                "a comment behind the last one   | select 1; -- one\\nselect bad;                          | :2:8",
                "a comment over two lines        | select 1; /* one\\n two */ select bad;                  | :2:16",
                "comments and empty lines        | -- a\\n\\n\\n-- b\\nselect\\n\\n bad\\n;                  | :7:2",
                "a placeholder before            | select '${long}', bad;                                   | :1:19",
                "placeholders in lines before    | select '${lines}',\\n'${LONG}', bad;                    | :2:12",
                "a placeholder with the error    | select ${bad};                                           | :1:8",
                "a placeholder in a comment      | -- ${long}\\nselect bad;                                | :2:8",
                "CRLF                            | -- one\\r\\nselect 1;\\r\\n  select 1,\\r\\n   bad;\\r\\n    | :4:4",
                "a byte order mark               | \uFEFFselect bad;                                       | :1:8",
                "a mark and a comment            | \uFEFF-- one\\nselect bad;                              | :2:8",
                "wide characters                 | select 1; /* \uD83C\uDF27 */ select 'ü\uD83C\uDF27', bad; | :1:32",
                "the end of the file too early    | create table t (\\n  id int,\\n                          | :2:10",
                "a block with a wrong word       | do $$\\nbegin\\n  bad 1;\\nend $$;                        | :3:3",
                "a block that fails              | select 1;\\n-- b\\ndo $$\\nbegin\\n  perform bad;\\nend $$; | :5",
                "a block with a tag and language | do language plpgsql $x$\\nbegin perform bad; end $x$;   | :2",
                "a function with a wrong word    | create function f() returns int language plpgsql as $$\\nbegin\\n  bad 1;\\nend $$; | :3:3",
                "a function in SQL               | create function f() returns int language sql as $$\\n  select 1,\\n bad;\\n$$; | :3:2",
                "a constraint                    | create table t (id int check (id > 0));\\n\\n insert into t\\n values (0); | :3",
                "COPY                            | create table t (id int);\\ncopy t from stdin;\\n1\\nbad\\n\\\\.\\n | :2",
                "an open quote                   | select 1;\\nselect 'bad;\\n                             | :2:8",
                "a placeholder without a value   | select 1;\\n -- ${nowhere}\\n                            | :2:5",
            })
    void findsThePlace(String what, String sql, String place) throws IOException {
        MigrationFailed failure = migrate("V1__it.sql", sql.translateEscapes());
        assertThat(failure).as(what).hasMessageStartingWith("Cannot apply " + folder + "/V1__it.sql" + place + ": ");
        assertThat(":" + failure.line() + (failure.column() == 0 ? "" : ":" + failure.column()))
                .isEqualTo(place);
    }

    @Test
    void saysWhichPlaceholderHasNoValue() throws IOException {
        assertThat(migrate("V1__owner.sql", "select 1;\ncomment on schema public is '${owner}';\n"))
                .hasMessage("Cannot apply " + folder + "/V1__owner.sql:2:30: the placeholder ${owner} has no value");
    }

    @Test
    void copyHasAnSqlstateToo() throws IOException {
        assertThat(migrate("V1__copy.sql", "create table t (id int);\ncopy t from stdin;\none\n\\.\n"))
                .hasMessage("Cannot apply " + folder
                        + "/V1__copy.sql:2: invalid input syntax for type integer: \"one\"\n"
                        + "  sqlstate: 22P02");
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
        MigrationSet set = MigrationSet.in(folder)
                .withPlaceholders(Map.of("long", "a long value", "lines", "of\n\nthree", "bad", "bad"));
        return catchThrowableOfType(
                MigrationFailed.class, () -> ScratchPostgres.shared().createDatabase(set));
    }
}
