package dev.serein.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.MigrationFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewMigrationTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T10:15:30.999Z"), ZoneId.of("Asia/Tokyo"));

    @TempDir
    Path folder;

    private String create(String name) {
        return MigrationFiles.create(folder, name, CLOCK).getFileName().toString();
    }

    private void assertRefused(String name, String message) {
        assertThatThrownBy(() -> create(name))
                .isInstanceOf(MigrationFailed.class)
                .satisfies(e -> assertThat(e.getMessage().replace(folder.toString(), "FOLDER"))
                        .isEqualTo(message));
    }

    @ParameterizedTest
    @CsvSource({
        "add orders, add_orders",
        "add_orders, add_orders",
        "' add  orders! ', add_orders",
        "Add-Orders.sql, Add_Orders",
        "../../orders/2, orders_2",
        "größe ändern, größe_ändern",
        "INDEX für i, INDEX_für_i",
    })
    void theNameIsTheTimeAndTheWords(String name, String words) {
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr", "TR"));
        try {
            assertThat(create(name)).isEqualTo("V20261123101530__" + words + ".sql");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void itHoldsAComment() throws IOException {
        Path file = MigrationFiles.create(folder, "add orders", CLOCK);

        assertThat(file).hasContent("""
                -- add orders
                --
                -- Applied in one transaction with its entry in the history: all of it, or nothing.
                -- What cannot run in a transaction, such as create index concurrently, goes into a file of its own.
                -- Once it is released, leave it as it is: a change is a new file.

                """);
        assertThat(MigrationFiles.at(List.of(folder.toString())).check(null))
                .extracting(FileFinding::kind)
                .containsExactly(FileFinding.Kind.EMPTY);
        Files.writeString(file, "create table orders (id int);");
        assertThat(MigrationFiles.at(List.of(folder.toString())).check(null)).isEmpty();
    }

    @Test
    void aVersionThatIsTakenIsPassedBy() throws IOException {
        assertThat(create("add orders")).isEqualTo("V20261123101530__add_orders.sql");
        assertThat(create("add orders")).isEqualTo("V20261123101531__add_orders.sql");
        Files.createDirectory(folder.resolve("later"));
        Files.writeString(folder.resolve("later/V20261123101545__x.sql"), "");
        assertThat(create("add items")).isEqualTo("V20261123101546__add_items.sql");
        Files.writeString(folder.resolve("V20261123235959__local_time.sql"), "");
        assertThat(create("add lines")).isEqualTo("V20261124000000__add_lines.sql");
    }

    @Test
    void numbersAreOlderThanTimes() throws IOException {
        Files.writeString(folder.resolve("V9_1__nine.sql"), "");
        Files.writeString(folder.resolve("V10.2__ten.sql"), "");
        Files.writeString(folder.resolve("R__view.sql"), "");

        assertThat(create("add orders")).isEqualTo("V20261123101530__add_orders.sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999", "20261125101530", "20261123101530.1", "120261123101530"})
    void aFileThatIsNewerThanTheTimeIsTold(String version) throws IOException {
        Files.writeString(folder.resolve("V" + version + "__last.sql"), "");

        assertRefused(
                "add orders",
                "Cannot create a migration: V" + version + "__last.sql has a newer version than the time,"
                        + " 20261123101530: the new file would be out of order\n"
                        + "  fix: name it by hand, with a version above " + version);
        assertThat(folder).isDirectoryContaining("glob:**last.sql").isDirectoryNotContaining("glob:**orders.sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/", "..", "../..", "-- !?", ".sql", "\0"})
    void aNameWithoutAWordIsRefused(String name) {
        assertRefused(
                name,
                "Cannot create a migration: there is no word in the name \"" + name + "\"\n"
                        + "  fix: say what it does, such as: add orders");
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThat(create("x".repeat(200))).hasSize(200 + "V20261123101530__.sql".length());
        assertRefused(
                "x".repeat(201),
                "Cannot create a migration: the name has 201 characters, and the history keeps 200\n"
                        + "  fix: say it in fewer words");
        assertRefused(
                "ö".repeat(118),
                "Cannot create a migration: the name of the file would have 257 bytes, and file systems keep 255\n"
                        + "  fix: say it in fewer words");
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        folder = folder.resolve("not-there");

        assertRefused(
                "add orders",
                "Cannot create a migration: there is no folder FOLDER\n"
                        + "  fix: make it, or name the one with the migrations");
    }

    @Test
    void thePresentTimeIsInUtc() {
        String name = MigrationFiles.create(folder, "now").getFileName().toString();

        String now = Instant.now().toString().replaceAll("[-T:]|\\..*|Z", "");
        String before = Instant.now().minus(1, ChronoUnit.MINUTES).toString().replaceAll("[-T:]|\\..*|Z", "");
        assertThat(name.substring(1, 15)).isBetween(before, now);
    }
}
