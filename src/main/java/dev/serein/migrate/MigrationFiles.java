package dev.serein.migrate;

import dev.serein.flyway.FlywaySetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Where SQL migrations are, named as Flyway names them: {@code V20261123101530__orders.sql}, {@code R__view.sql}.
 * Immutable; the files are read anew each time.
 */
public final class MigrationFiles {
    static final String CLASS_PATH = "classpath:";
    static final String USUAL = "db/migration";

    private final List<String> locations;
    private final Map<String, String> placeholders;

    private MigrationFiles(List<String> locations, Map<String, String> placeholders) {
        this.locations = List.copyOf(locations);
        this.placeholders = Map.copyOf(placeholders);
    }

    /**
     * The migrations on the class path at {@code db/migration}, where the plugin puts them into the jar; if there are
     * none, those in the folder of that name.
     *
     * @return the files
     */
    public static MigrationFiles usual() {
        boolean onClassPath = MigrationFiles.class.getClassLoader().getResource(USUAL) != null;
        return at(List.of(onClassPath ? CLASS_PATH + USUAL : USUAL));
    }

    /**
     * The migrations in these places, sub-folders included.
     *
     * @param locations folders, or {@code classpath:db/migration}
     * @return the files
     */
    public static MigrationFiles at(List<String> locations) {
        return new MigrationFiles(locations, Map.of());
    }

    /**
     * The same files with other placeholders.
     *
     * @param values what <code>${name}</code> in a migration stands for
     * @return other files
     */
    public MigrationFiles withPlaceholders(Map<String, String> values) {
        return new MigrationFiles(locations, new TreeMap<>(values));
    }

    /**
     * Where they are.
     *
     * @return folders, or {@code classpath:…}
     */
    public List<String> locations() {
        return locations;
    }

    /** Flyway, set up for these files. */
    FluentConfiguration flyway(DataSource database) {
        List<String> ofFlyway = new ArrayList<>();
        for (String location : locations) {
            ofFlyway.add(
                    location.startsWith(CLASS_PATH)
                            ? location
                            : "filesystem:" + Path.of(location).toAbsolutePath().normalize());
        }
        return FlywaySetup.configure(database, ofFlyway, placeholders);
    }

    /** The folders among the places. */
    List<Path> folders() {
        return locations.stream()
                .filter(location -> !location.startsWith(CLASS_PATH))
                .map(Path::of)
                .filter(Files::isDirectory)
                .toList();
    }

    /** {@return the places} */
    @Override
    public String toString() {
        return String.join(", ", locations);
    }
}
