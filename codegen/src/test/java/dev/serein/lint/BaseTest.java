package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.MigrationSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which forms a person may say what is released, and what is made of it. */
class BaseTest {
    private static final InputStream NOTHING = InputStream.nullInputStream();
    private static final String FORMS = "name a folder of migrations, a jar of the application, its"
            + " SchemaVersion.java, or a file that serein check --write or serein status --write has made";

    @TempDir
    Path folder;

    private Path present;

    @BeforeEach
    void threeMigrationsOfWhichTwoAreReleased() throws IOException {
        present = folder.resolve("now");
        write("now/V1__users.sql", "create table users (id int);");
        write("now/sub/V2__index.sql", "create index concurrently on users (id);");
        write("now/sub/V2__index.sql.conf", "executeInTransaction=false");
        write("now/V3__orders.sql", "create table orders (id int);");
        write("now/R__view.sql", "create or replace view v as select '${word}' as word;");
        write("now/beforeMigrate.sql", "select 1;");
        write("now/afterMigrate.sql", "select * from orders;");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private MigrationSet migrations() {
        return MigrationSet.in(present).withPlaceholders(Map.of("word", "well"));
    }

    private Base base(Path what) {
        return Base.read(what.toString(), migrations(), NOTHING);
    }

    private List<String> files(Base base) {
        return base.released().files().stream()
                .map(file -> base.released().folders().get(0).relativize(file).toString())
                .toList();
    }

    private String checksums(String... scripts) {
        Map<String, Integer> all = ReleasedFiles.checksums(migrations());
        StringBuilder text = new StringBuilder();
        for (String script : scripts) {
            text.append(all.get(script)).append("  ").append(script).append('\n');
        }
        return text.toString();
    }

    private Path jar(String name, String place) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream bytes = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String file : List.of("V1__users.sql", "sub/V2__index.sql", "sub/V2__index.sql.conf")) {
                zip.putNextEntry(new ZipEntry(place + "/" + file));
                zip.write(Files.readAllBytes(present.resolve(file)));
            }
            zip.putNextEntry(new ZipEntry(place + "/deep/readme.txt"));
        }
        return jar;
    }

    @Test
    void aFolderIsTakenAsItIs() throws IOException {
        Path released =
                write("then/V1__users.sql", "create table users (id int);").getParent();

        try (Base base = base(released)) {
            assertThat(base.released()).isEqualTo(new MigrationSet(List.of(released), Map.of("word", "well")));
            assertThat(base.notes()).isEmpty();
        }
        assertThat(released).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db/migration", "BOOT-INF/classes/db/migration", "WEB-INF/classes/db/migration"})
    void ofAJarTheMigrationsAreUnpackedUntilItIsClosed(String place) throws IOException {
        Base base = base(jar("shop-1.4.jar", place));

        assertThat(files(base)).containsExactly("V1__users.sql", "sub/V2__index.sql", "sub/V2__index.sql.conf");
        base.close();
        assertThat(base.released().folders().get(0)).doesNotExist();
    }

    @Test
    void ofChecksumsTheFilesThatHaveThemAreTakenWithWhatConfiguresThemAndWhatComesBefore() throws IOException {
        Path list =
                write("released.txt", "# of 1.4\n\n" + checksums("R__view.sql", "V1__users.sql", "sub/V2__index.sql"));

        try (Base base = base(list)) {
            assertThat(files(base))
                    .containsExactly(
                            "R__view.sql",
                            "V1__users.sql",
                            "beforeMigrate.sql",
                            "sub/V2__index.sql",
                            "sub/V2__index.sql.conf");
            assertThat(base.notes()).isEmpty();
            assertThat(base.released().placeholders()).isEqualTo(Map.of("word", "well"));
        }
    }

    @Test
    void theyMayComeFromStdin() {
        byte[] text = checksums("V1__users.sql").getBytes(StandardCharsets.UTF_8);

        try (Base base = Base.read("-", migrations(), new ByteArrayInputStream(text))) {
            assertThat(files(base)).containsExactly("V1__users.sql", "beforeMigrate.sql");
        }
    }

    @Test
    void theGeneratedClassOfTheReleaseSaysItToo() {
        Path golden = Path.of("src/test/resources/golden/migrations");
        String generated = golden.resolve("expected/SchemaVersion.java").toString();

        try (Base base = Base.read(generated, MigrationSet.in(golden.resolve("migration")), NOTHING)) {
            assertThat(files(base))
                    .containsExactly("R__view.sql", "V1__first.sql", "V2.1__it's_$all.sql", "V20261122__später.sql");
            assertThat(base.notes()).isEmpty();
        }
    }

    @Test
    void namesInTheGeneratedClassAreEscaped() throws IOException {
        write("now/V4__say_\"hi\".sql", "select 1;");
        int checksum = ReleasedFiles.checksums(migrations()).get("V4__say_\"hi\".sql");
        Path generated = write("SchemaVersion.java", """
                public final class SchemaVersion {
                    List.of(new SchemaMigration("4", "say \\"hi\\"", "V4__say_\\"hi\\".sql", %d));
                }
                """.formatted(checksum));

        try (Base base = base(generated)) {
            assertThat(files(base)).containsExactly("V4__say_\"hi\".sql", "beforeMigrate.sql");
        }
    }

    @Test
    void ofARepeatableOneTheChecksumWithItsPlaceholdersFilledInWillDo() throws IOException {
        Path filled = write("filled/R__view.sql", "create or replace view v as select 'well' as word;")
                .getParent();
        int checksum = ReleasedFiles.checksums(MigrationSet.in(filled)).get("R__view.sql");

        write("changed.txt", checksum + "  R__view.sql\n" + checksums("V1__users.sql"));
        try (Base base = base(write("released.txt", checksum + "  R__view.sql\n"))) {
            assertThat(files(base)).containsExactly("R__view.sql", "beforeMigrate.sql");
        }
        try (Base base = Base.read(folder.resolve("changed.txt").toString(), MigrationSet.in(present), NOTHING)) {
            assertThat(files(base)).doesNotContain("R__view.sql");
        }
    }

    @Test
    void aRepeatableOneThatWasChangedIsNewAndThatIsTold() throws IOException {
        String text = checksums("V1__users.sql") + "7  R__view.sql\n8  R__gone.sql\n";

        try (Base base = base(write("released.txt", text))) {
            assertThat(files(base)).containsExactly("V1__users.sql", "beforeMigrate.sql");
            assertThat(base.notes())
                    .containsExactly(
                            present + "/R__view.sql was changed after its release; as it was then is not known:"
                                    + " it is taken for new");
        }
    }

    @Test
    void aVersionedOneThatWasChangedOrIsNotHereIsRefused() throws IOException {
        Path list = write("released.txt", "7  V1__users.sql\n8  V9__gone.sql\n9  sub/V2__index.sql\n");
        String problem = """
                %1$s/V1__users.sql was changed after its release
                V9__gone.sql is released, and is not here
                %1$s/sub/V2__index.sql was changed after its release
                  fix: bring in the branch that has what is not here, or name the release before it; put back as it was \
                what was changed, and write a new migration in its place""".formatted(present);
        assertRefused(list.toString(), problem);

        Path released =
                write("then/V1__users.sql", "create table users (id bigint);").getParent();
        assertRefused(released.toString(), """
                %s/V1__users.sql was changed after its release
                  fix: put back as it was what was changed, and write a new migration in its place""".formatted(present));
    }

    @Test
    void ofManyThatAreNotHereTenAreNamed() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 10; i < 25; i++) {
            text.append("7  V").append(i).append("__a.sql\n");
        }
        assertThatThrownBy(() -> Base.read(write("many.txt", text.toString()).toString(), migrations(), NOTHING))
                .hasMessageContaining("V19__a.sql is released, and is not here\nand 5 more\n  fix: bring in")
                .hasMessageNotContaining("V20__a.sql");
    }

    @Test
    void whatIsNoneOfTheseIsRefused() throws IOException {
        String nowhere = "--base is none of what is released: there is no such file\n  fix: " + FORMS;
        assertRefused("postgresql://ada:hunter2@db/shop", nowhere);
        assertRefused("no/where.jar", nowhere);
        assertRefused("\0", nowhere);

        Path text = write("notes.txt", "# notes\nof 1.4\n");
        assertRefused(text.toString(), text + ":2: this is not a checksum and the name of a file\n  fix: " + FORMS);
        Path large = write("large.txt", "9999999999  V1__users.sql");
        assertRefused(large.toString(), large + ":1: this is not a checksum and the name of a file\n  fix: " + FORMS);
        Path empty = write("empty.txt", "\n# nothing\n");
        assertRefused(
                empty.toString(),
                empty + " names no migration\n  fix: where nothing is released yet, say nothing of what is");
        Path generated = write("SchemaVersion.java", "final class SchemaVersion { List.of(); }");
        assertRefused(
                generated.toString(),
                generated + " names no migration\n  fix: where nothing is released yet, say nothing of what is");
        Path binary = Files.write(folder.resolve("photo"), new byte[] {(byte) 0xFF, (byte) 0xD8});
        assertRefused(binary.toString(), binary + " is none of what is released: it is no text\n  fix: " + FORMS);
        Path changed = write("changed.txt", "7  R__view.sql");
        assertRefused(changed.toString(), changed + " names nothing that is still as it was\n  fix: " + FORMS);
        Path latin = Files.createDirectories(folder.resolve("latin"));
        Files.write(latin.resolve("V1__users.sql"), new byte[] {(byte) 0xE9});
        assertRefused(latin.toString(), "Cannot read " + latin + "/V1__users.sql\n  fix: save it as UTF-8");
        Path folderOfNone = Files.createDirectories(folder.resolve("none"));
        assertRefused(folderOfNone.toString(), folderOfNone + " holds no migrations\n  fix: " + FORMS);
    }

    @Test
    void aJarWithoutMigrationsOrThatIsNoneIsRefused() throws IOException {
        Path other = jar("other.jar", "META-INF/db/migration");
        assertRefused(
                other.toString(),
                other + " holds no migrations, neither at db/migration nor at BOOT-INF/classes/db/migration nor at"
                        + " WEB-INF/classes/db/migration\n  fix: the jar of the application holds them if serein:generate"
                        + " is part of its build; or " + FORMS);
        Path text = write("text.jar", "PK");
        assertRefused(text.toString(), "Cannot read " + text + ": zip END header not found");
        Path outside = jar("outside.jar", "db/migration/../../..");
        assertRefused(
                outside.toString(), "Cannot read " + outside + ": there is a file in it that would be outside of it");
    }

    private void assertRefused(String what, String message) {
        assertThatThrownBy(() -> Base.read(what, migrations(), NOTHING)).hasMessage(message);
    }
}
