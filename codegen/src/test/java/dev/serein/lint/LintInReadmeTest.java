package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README shows what is really printed of a new migration beside those of the example. */
class LintInReadmeTest {
    private static final Path EXAMPLE = Path.of("../src/example/db/migration");

    @TempDir
    Path folder;

    @Test
    void itIsWhatIsReallyPrinted() throws IOException {
        Path migrations = Files.createDirectories(folder.resolve("db/migration"));
        Path jar = folder.resolve("blog-1.4.jar");
        try (OutputStream bytes = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Path file : MigrationSet.in(EXAMPLE).files()) {
                Files.copy(file, migrations.resolve(file.getFileName()));
                zip.putNextEntry(new ZipEntry("db/migration/" + file.getFileName()));
                Files.copy(file, zip);
            }
        }
        Files.writeString(migrations.resolve("V5__tokens.sql"), """
                alter table posts add column token uuid not null default gen_random_uuid();
                alter table posts add column pinned boolean not null default false;
                """);

        LintReport report = new LintRequest(
                        new PostgresProvider.Embedded(PostgresProvider.NEWEST, null),
                        MigrationSet.in(migrations),
                        jar.toString())
                .run(InputStream.nullInputStream());

        assertThat(report.isFine()).isFalse();
        assertThat(Files.readString(Path.of("../README.md")))
                .as("The README does not have what is printed; it is to be copied there")
                .contains("\n" + LintText.of(report).replace(folder + "/", "") + "\n");
    }
}
