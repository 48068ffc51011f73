package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.serein.DatabaseOptions;
import dev.serein.MigrationFailed;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are not as they should be: what {@code check} says, what {@code migrate} does. */
class OddFilesTest {
    private static final String TABLE = "create table one (id int);";

    @TempDir
    Path folder;

    private ScratchDatabase database;
    private WrittenFiles files;

    @BeforeEach
    void oneGoodFile() {
        database = ScratchPostgres.shared().createDatabase();
        files = new WrittenFiles(folder).with("V1__one.sql", TABLE);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private List<String> check() {
        return files.files().check(null).stream().map(files::shown).toList();
    }

    /** Check says it, and migrate refuses with the same words before it does anything. */
    private void assertUnusable(String... findings) {
        assertThat(check()).containsExactly(findings);
        StringBuilder message = new StringBuilder("Cannot use the migrations: " + findings[0]);
        for (int i = 1; i < findings.length; i++) {
            message.append(i == 1 ? "\n  also: " : "\n        ").append(findings[i]);
        }
        assertThatThrownBy(() -> files.to(database).migrate())
                .isInstanceOf(MigrationFailed.class)
                .satisfies(e -> assertThat(files.shown(e)).isEqualTo(message.toString()));
        assertThatThrownBy(() -> files.to(database).status())
                .satisfies(e -> assertThat(files.shown(e)).isEqualTo(message.toString()));
        assertThat(WrittenFiles.rows(database, "select relname from pg_class where relname in ('one', 'two')"))
                .isEmpty();
    }

    private static byte[] bytes(Object... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object part : parts) {
            bytes.writeBytes(
                    part instanceof String text
                            ? text.getBytes(StandardCharsets.UTF_8)
                            : new byte[] {((Integer) part).byteValue()});
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "v2__two.sql, call it V2__two.sql",
        "V2_two.sql, call it V2__two.sql",
        "V2-two.sql, call it V2__two.sql",
        "2__two.sql, call it V2__two.sql",
        "20261123_two.sql, call it V20261123__two.sql",
        "V_2__two.sql, call it V2__two.sql",
        "r__view.sql, call it R__view.sql",
        "R_view.sql, call it R__view.sql",
        "R1__view.sql, call it such as V20261123101530__orders.sql or R__orders_view.sql",
        "V__two.sql, call it such as V20261123101530__orders.sql or R__orders_view.sql",
        "U2__two.sql, call it such as V20261123101530__orders.sql or R__orders_view.sql",
        "two.sql, call it such as V20261123101530__orders.sql or R__orders_view.sql",
        "._V2__two.sql, call it such as V20261123101530__orders.sql or R__orders_view.sql"
    })
    void aNameThatIsNone(String name, String right) {
        files.with(name, "create table two (id int);");

        assertUnusable("FOLDER/" + name + ": this is not the name of a migration: " + right);
    }

    @Test
    void anEndingInCapitals() {
        files.with("V2__two.SQL", "create table two (id int);");

        assertUnusable("FOLDER/V2__two.SQL: for this ending it would be passed over: call it V2__two.sql");
    }

    @Test
    void aVersionThatTheHistoryCannotKeep() {
        String name = "V" + "2".repeat(51) + "__two.sql";
        files.with(name, "create table two (id int);");

        assertUnusable("FOLDER/" + name + ": its version is longer than the 50 characters that the history keeps");
    }

    @Test
    void oneVersionTwiceOrThrice() {
        files.with("V1.0__two.sql", "create table two (id int);")
                .with("V01__three.sql", "select 3;")
                .with("R__view.sql", "select 4;")
                .with("later/R__view.sql", "select 5;");

        assertUnusable(
                "FOLDER/V1.0__two.sql: version 1.0 is that of FOLDER/V01__three.sql, too: give it another",
                "FOLDER/V1__one.sql: version 1 is that of FOLDER/V01__three.sql, too: give it another",
                "FOLDER/later/R__view.sql: the description \"view\" is that of FOLDER/R__view.sql, too:"
                        + " give it another");
    }

    @Test
    void anEmptyFileIsAppliedAndToldByCheck() {
        files.with("V2__two.sql", "").with("V3__three.sql", "-- later\n\n");

        assertThat(check())
                .containsExactly(
                        "FOLDER/V2__two.sql: there is no statement in it",
                        "FOLDER/V3__three.sql: there is no statement in it");
        assertThat(files.to(database).migrate().applied()).hasSize(3);
        assertThat(files.to(database).status().isCurrent()).isTrue();
    }

    @Test
    void aByteOrderMarkOfUtf8CountsForNothing() {
        files.with("V2__two.sql", bytes(0xEF, 0xBB, 0xBF, "create table two (größe int);"));
        int withMark = files.files().checksums().byScript().get("V2__two.sql");

        assertThat(check()).isEmpty();
        files.to(database).migrate();
        files.with("V2__two.sql", "create table two (größe int);");
        assertThat(files.files().checksums().byScript().get("V2__two.sql")).isEqualTo(withMark);
        assertThat(files.to(database).status().isCurrent()).isTrue();
        assertThat(WrittenFiles.rows(
                        database, "select attname from pg_attribute where attrelid = 'two'::regclass and attnum > 0"))
                .containsExactly("größe");
    }

    @Test
    void lineEndsOfWindowsGiveTheSameChecksum() {
        files.with("V2__two.sql", "create table two (\r\n  id int\r\n);\r\n");
        int windows = files.files().checksums().byScript().get("V2__two.sql");

        assertThat(check()).isEmpty();
        files.to(database).migrate();
        files.with("V2__two.sql", "create table two (\n  id int\n);\n");
        assertThat(files.files().checksums().byScript().get("V2__two.sql")).isEqualTo(windows);
        assertThat(files.to(database).status().isCurrent()).isTrue();
    }

    @Test
    void utf16() {
        files.with("V2__two.sql", bytes(0xFF, 0xFE, "c", 0, "r", 0))
                .with("V3__three.sql", "create".getBytes(StandardCharsets.UTF_16)) // big endian, with its mark
                .with("V4__four.sql", "create\n".getBytes(StandardCharsets.UTF_16LE))
                .with("V5__five.sql", "create".getBytes(StandardCharsets.UTF_16BE));

        assertUnusable(
                "FOLDER/V2__two.sql: this file is UTF-16: save it as UTF-8",
                "FOLDER/V3__three.sql: this file is UTF-16: save it as UTF-8",
                "FOLDER/V4__four.sql:1: there is a NUL here, as in UTF-16: save it as UTF-8",
                "FOLDER/V5__five.sql:1: there is a NUL here, as in UTF-16: save it as UTF-8");
    }

    @Test
    void bytesThatAreNotUtf8() {
        files.with("V2__two.sql", bytes("create table two (\n  -- Gr", 0xF6, 0xDF, "e\n  id int);"));

        assertUnusable("FOLDER/V2__two.sql:2: this is not UTF-8: save it as UTF-8");
    }

    @Test
    void aNulInALargeFile() {
        files.with("V2__two.sql", "-- 45 characters in every line of this file\n".repeat(1000) + "\0");

        assertUnusable("FOLDER/V2__two.sql:1001: there is a NUL here, as in UTF-16: save it as UTF-8");
    }

    @Test
    void aFolderThatIsNamedLikeAFile() {
        files.with("V3__three.sql/V4__four.sql", "select 4;");

        assertUnusable("FOLDER/V3__three.sql: this is a folder, and would not be applied: call it otherwise");
    }

    @Test
    void aLinkToNothing() throws Exception {
        Files.createSymbolicLink(folder.resolve("V2__two.sql"), folder.resolve("nothing"));

        assertUnusable("FOLDER/V2__two.sql: this file cannot be read: it is a link to nothing");
    }

    @Test
    void aPipe() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("V2__two.sql").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertUnusable("FOLDER/V2__two.sql: this is not a file");
    }

    @Test
    void aFileWithoutPermission() throws Exception {
        files.with("V2__two.sql", "create table two (id int);");
        Files.setPosixFilePermissions(folder.resolve("V2__two.sql"), PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(folder.resolve("V2__two.sql")), "root may read everything");

        assertUnusable("FOLDER/V2__two.sql: this file cannot be read: permission denied");
    }

    @Test
    void aFolderWithoutPermission() throws Exception {
        files.with("later/V2__two.sql", "create table two (id int);");
        Path later = folder.resolve("later");
        Files.setPosixFilePermissions(later, PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isReadable(later), "root may read everything");

            assertUnusable("FOLDER/later: this folder cannot be read: permission denied");
        } finally {
            Files.setPosixFilePermissions(later, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void manyAreToldInShort() {
        for (int i = 100; i < 150; i++) {
            files.with(i + ".sql", "select 1;");
        }

        assertThat(check()).hasSize(50);
        assertThatThrownBy(() -> files.to(database).migrate())
                .satisfies(e ->
                        assertThat(files.shown(e).lines().toList()).hasSize(22).endsWith("        and 29 more"));
    }

    @Test
    void aFolderThatIsNotThere() {
        MigrationFiles missing = MigrationFiles.at(List.of("db/not-there"));

        assertThatThrownBy(() -> missing.check(null))
                .isInstanceOf(MigrationFailed.class)
                .hasMessage("No migrations found: there is no folder db/not-there\n"
                        + "  fix: name the place that they are in");
    }

    @Test
    void aFolderWithoutMigrations() {
        files.without("V1__one.sql").with("readme.txt", "none yet");
        String message = "No migrations found in FOLDER\n"
                + "  fix: write the first one, such as V20261123101530__orders.sql; or name the place that they are in";

        assertThatThrownBy(() -> files.to(database).migrate())
                .isInstanceOf(MigrationFailed.class)
                .satisfies(e -> assertThat(files.shown(e)).isEqualTo(message));
        assertThatThrownBy(() -> files.files().check(null))
                .satisfies(e -> assertThat(files.shown(e)).isEqualTo(message));
    }

    @Test
    void whatIsHiddenOrIsNoSqlCountsForNothing() {
        files.with(".git/V2__two.sql", "nonsense")
                .with("V3__three.sql~", "nonsense")
                .with("checksums.txt", files.files().checksums().toString())
                .with("beforeEachMigrate.sql", "select 1;")
                .with("afterMigrate__grants.sql", "select 1;");

        assertThat(check()).isEmpty();
        assertThat(files.to(database).migrate().applied()).hasSize(1);
    }

    /** Check says it, and migrate does too, before it applies what comes before it. */
    private void assertInapplicable(String finding) {
        assertThat(check()).containsExactly(finding);
        assertThatThrownBy(() -> files.to(database).migrate())
                .isInstanceOf(MigrationFailed.class)
                .satisfies(e -> assertThat(files.shown(e)).isEqualTo("Cannot apply " + finding));
        assertThat(WrittenFiles.rows(database, "select relname from pg_class where relname in ('one', 'two')"))
                .isEmpty();
    }

    @Test
    void aPlaceholderWithoutAValue() {
        files.with("V2__two.sql", "create table two (\n  id ${type}\n);");

        assertInapplicable("FOLDER/V2__two.sql:2: the placeholder ${type} has no value");
        assertThat(files.files().withPlaceholders(Map.of("type", "int")).check(null))
                .isEmpty();
    }

    @Test
    void aPlaceholderThatOnlyAnAppliedFileNeedsIsNotAskedFor() {
        files.with("V2__two.sql", "create table two (id ${type});");
        Migrations.of(DatabaseOptions.of(database.url()), files.files().withPlaceholders(Map.of("type", "int")))
                .migrate();
        files.with("V3__three.sql", "select 3;");

        assertThat(files.to(database).migrate().applied()).hasSize(1);
        assertThat(files.files().check(files.files().checksums())).isEmpty();
    }

    @Test
    void statementsThatDoNotGoTogether() {
        files.with("V2__two.sql", "create table two (id int);\n\ncreate index concurrently two_id on two (id);");

        assertInapplicable("FOLDER/V2__two.sql:3: this statement cannot run in a transaction, and those before it do:"
                + " put it into a migration of its own");
    }

    @Test
    void whatCannotBeTakenApart() {
        files.with("V2__two.sql", "create table two (id int);\ncreate function f() returns int begin atomic select 1;");

        assertInapplicable("FOLDER/V2__two.sql:2: it cannot be taken apart into statements from here on");
    }

    @Test
    void anEditedFile() {
        files.to(database).migrate();
        Checksums base = files.files().checksums();
        files.with("V1__one.sql", "create table one (id bigint);").with("V2__two.sql", "select 2;");

        assertThat(checkBeside(base))
                .containsExactly("FOLDER/V1__one.sql: it was changed after its release: put it back as it was, and"
                        + " write the change into a new migration");
        assertRefused("""
                Cannot migrate: the files do not fit the history of the database
                  edited: V1__one.sql
                  fix:    edited: put the file back as it was applied, and make the change a new migration; or, if the\
                 database has it, dev.serein.cli.Main repair""");
    }

    @Test
    void aMissingFile() {
        files.with("V2__two.sql", "select 2;");
        files.to(database).migrate();
        Checksums base = files.files().checksums();
        files.without("V1__one.sql").with("V3__three.sql", "select 3;");

        assertThat(checkBeside(base)).containsExactly("V1__one.sql: it was released, and is gone: put it back");
        assertRefused("""
                Cannot migrate: the files do not fit the history of the database
                  missing: V1__one.sql
                  fix:     missing: put the file back; or, if it is gone for good, dev.serein.cli.Main repair""");
    }

    @Test
    void aRenamedFile() {
        files.to(database).migrate();
        Checksums base = files.files().checksums();
        files.without("V1__one.sql").with("V1__uno.sql", TABLE);

        assertThat(checkBeside(base))
                .containsExactly("FOLDER/V1__uno.sql: it was released as V1__one.sql: give it that name again");
        assertRefused("""
                Cannot migrate: the files do not fit the history of the database
                  edited: V1__one.sql
                  fix:    edited: put the file back as it was applied, and make the change a new migration; or, if the\
                 database has it, dev.serein.cli.Main repair""");
    }

    @Test
    void aFileThatIsLate() {
        files.with("V3__three.sql", "select 3;");
        files.to(database).migrate();
        Checksums base = files.files().checksums();
        files.with("V2__two.sql", "create table two (id int);");

        assertThat(checkBeside(base))
                .containsExactly("FOLDER/V2__two.sql: it is older than V3__three.sql, which is released: give it a"
                        + " newer version");
        assertRefused("""
                Cannot migrate: the files do not fit the history of the database
                  out of order: V2__two.sql
                  fix:          out of order: give the file a version newer than all that are applied; or apply it all\
                 the same: dev.serein.cli.Main migrate --out-of-order""");
        assertThat(files.to(database).withOutOfOrder(true).migrate().applied()).hasSize(1);
    }

    private List<String> checkBeside(Checksums base) {
        return files.files().check(base).stream().map(files::shown).toList();
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> files.to(database).migrate())
                .isInstanceOf(MigrationFailed.class)
                .satisfies(e -> assertThat(files.shown(e)).isEqualTo(message));
        assertThat(WrittenFiles.rows(database, "select to_regclass('two') is null"))
                .containsExactly("t");
    }
}
