package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.MigrationFailed;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumsTest {
    @TempDir
    Path folder;

    @Test
    void theyAreThoseOfTheHistory() {
        WrittenFiles files = new WrittenFiles(folder)
                .with("V1__one.sql", "select 1;\n")
                .with("later/V2__two.sql", "\uFEFFselect 2;\r\nselect 3;")
                .with("R__view.sql", "select 'no placeholder';");
        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase()) {
            files.to(database).migrate();

            assertThat(
                            WrittenFiles.rows(
                                    database,
                                    "select checksum || '  ' || script from flyway_schema_history order by script collate \"C\""))
                    .isEqualTo(files.files().checksums().toString().lines().toList());
        }
    }

    @Test
    void theyAreWrittenAndReadAgain() {
        Checksums checksums = new Checksums(Map.of("V2__two.sql", -5, "V10__ten words.sql", 2147483647, "R__v.sql", 0));

        assertThat(checksums).hasToString("0  R__v.sql\n2147483647  V10__ten words.sql\n-5  V2__two.sql\n");
        assertThat(Checksums.parse(new StringReader(checksums.toString()), "-")).isEqualTo(checksums);
        assertThat(Checksums.parse(
                        new StringReader("# what is released\r\n\r\n"
                                + checksums.toString().replace("\n", "\r\n")),
                        "-"))
                .isEqualTo(checksums);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'1  V1__a.sql\nV2__b.sql' | main:2: this is not a checksum and the name of a file | write the file anew",
                "'<<<<<<< HEAD' | main:1: this is not a checksum and the name of a file | write the file anew",
                "'4294967296  V1__a.sql' | main:1: 4294967296 is no checksum | write the file anew",
                "'1  V1__a.sql\n2  V1__a.sql' | main:2: V1__a.sql stands there twice | write the file anew",
                "'\n# none\n' | main: it is empty | 'where nothing is released yet, check without checksums to compare with'"
            })
    void whatIsSomethingElseIsRefused(String text, String problem, String fix) {
        assertThatThrownBy(() -> Checksums.parse(new StringReader(text), "main"))
                .isInstanceOf(MigrationFailed.class)
                .hasMessage("Cannot read the checksums in " + problem + "\n  fix: " + fix);
    }

    @Test
    void whatIsKeptBesideTheFilesIsCompared() {
        WrittenFiles files = new WrittenFiles(folder)
                .with("V1__one.sql", "select 1;")
                .with("V2__two.sql", "select 2;")
                .with("R__view.sql", "select 1;");
        files.with("checksums.txt", files.files().checksums().toString());
        assertThat(files.files().check(null)).isEmpty();

        files.with("V1__one.sql", "select 11;").without("V2__two.sql").with("V3__three.sql", "select 3;");
        files.with("R__view.sql", "select 2;");

        assertThat(files.files().check(null))
                .extracting(files::shown)
                .containsExactly(
                        "FOLDER/checksums.txt: R__view.sql was changed: write this file anew",
                        "FOLDER/checksums.txt: V1__one.sql was changed: put it back as it was; or, if it was never"
                                + " released, write this file anew",
                        "FOLDER/checksums.txt: V2__two.sql is gone: put it back; or, if it was never released, write"
                                + " this file anew",
                        "FOLDER/checksums.txt: V3__three.sql is not in it: write this file anew");
        files.with("checksums.txt", "<<<<<<<");
        assertThat(files.files().check(null))
                .extracting(files::shown)
                .containsExactly("FOLDER/checksums.txt: it cannot be read: write it anew");
    }

    @Test
    void theFileOfChecksumsIsNoneOfThoseThatMakeTheSchema() {
        WrittenFiles files = new WrittenFiles(folder).with("V1__one.sql", "select 1;");
        String hash = MigrationSet.in(folder).hash();
        files.with("checksums.txt", files.files().checksums().toString());

        assertThat(MigrationSet.in(folder).hash()).isEqualTo(hash);
        assertThat(MigrationSet.in(folder).files()).hasSize(1);
        ScratchPostgres.shared().createDatabase(MigrationSet.in(folder)).close();
        assertThat(List.copyOf(files.files().checksums().byScript().keySet())).containsExactly("V1__one.sql");
    }
}
