package dev.serein;

import dev.serein.flyway.FlywaySetup;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The migrations of a release, as files; and Flyway, which applies them. Each is of other releases independent. */
final class Release {
    private final Path folder;

    private Release(Path folder) {
        this.folder = folder;
    }

    /** @param files a name and a text, and so on */
    static Release of(String... files) {
        try {
            Release release = new Release(Files.createTempDirectory("release"));
            release.folder.toFile().deleteOnExit(); // after its files: the last one first
            for (int i = 0; i < files.length; i += 2) {
                Path file = Files.writeString(release.folder.resolve(files[i]), files[i + 1]);
                file.toFile().deleteOnExit();
            }
            return release;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To be added to, and loaded. */
    FluentConfiguration flyway(ScratchDatabase database) {
        return FlywaySetup.configure(database.dataSource(), List.of("filesystem:" + folder), Map.of());
    }

    void migrate(ScratchDatabase database) {
        flyway(database).load().migrate();
    }

    /** What {@code SchemaVersion} lists when classes are generated from these files. */
    List<SchemaMigration> migrations() {
        try (ScratchDatabase empty = ScratchPostgres.shared().createDatabase()) {
            return Arrays.stream(flyway(empty).load().info().all())
                    .map(each -> new SchemaMigration(
                            each.getVersion() == null ? null : each.getVersion().getVersion(),
                            each.getDescription(),
                            each.getScript(),
                            each.getResolvedChecksum()))
                    .toList();
        }
    }
}
