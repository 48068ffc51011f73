package dev.serein.cli;

import dev.serein.MigrationFailed;
import dev.serein.migrate.MigrationFiles;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the migrations are. What the arguments do not say, the system properties of the build's plugin may. */
final class FilesOptions {
    private static final String LOCATIONS = "serein.migrations";
    private static final String PLACEHOLDER = "serein.placeholder.";

    @Option(
            names = "--migrations",
            paramLabel = "LOCATION",
            description = {
                "A folder, or such as classpath:db/migration; may be repeated.",
                "By default db/migration on the class path, else the folder of that name."
            })
    private List<String> locations = List.of();

    @Option(
            names = "--placeholder",
            paramLabel = "NAME=VALUE",
            description = "What such a name in dollar sign and braces stands for; may be repeated.")
    private Map<String, String> placeholders = Map.of();

    MigrationFiles files() {
        List<String> said = locations.isEmpty() ? ofProperty() : locations;
        Map<String, String> values = new TreeMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PLACEHOLDER))
                .forEach(name -> values.put(name.substring(PLACEHOLDER.length()), System.getProperty(name, "")));
        values.putAll(placeholders);
        return (said.isEmpty() ? MigrationFiles.usual() : MigrationFiles.at(said)).withPlaceholders(values);
    }

    /**
     * For a command that can do without.
     *
     * @return null if no argument names any, and there are none where they usually are
     * @throws MigrationFailed if those that an argument names cannot be used
     */
    @Nullable
    MigrationFiles filesIfAny() {
        try {
            MigrationFiles files = files();
            if (!locations.isEmpty()) {
                files.checksums();
            }
            return files;
        } catch (MigrationFailed e) {
            if (!locations.isEmpty()) {
                throw e;
            }
            return null;
        }
    }

    /** What the build's plugin says. */
    static List<String> ofProperty() {
        return Stream.of(System.getProperty(LOCATIONS, "").split(","))
                .map(String::strip)
                .filter(location -> !location.isEmpty())
                .toList();
    }
}
