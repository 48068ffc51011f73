package dev.serein.migrate;

import dev.serein.MigrationFailed;
import dev.serein.SchemaMigration;
import dev.serein.flyway.FlywaySetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Where SQL migrations are, named as Flyway names them: {@code V20261123101530__orders.sql}, {@code R__view.sql}.
 * Immutable; the files are read anew each time.
 */
public final class MigrationFiles {
    static final String CLASS_PATH = "classpath:";
    static final String USUAL = "db/migration";
    private static final String UNUSABLE = "Cannot use the migrations: ";
    private static final int MOST_TOLD = 20;

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
     * @throws MigrationFailed if there are none there either
     */
    public static MigrationFiles usual() {
        MigrationFiles onClassPath = at(List.of(CLASS_PATH + USUAL));
        if (onClassPath.isOnClassPath(CLASS_PATH + USUAL) && onClassPath.hasMigrations()) {
            return onClassPath;
        }
        MigrationFiles inFolder = at(List.of(USUAL));
        if (Files.isDirectory(Path.of(USUAL))) {
            return inFolder;
        }
        throw refused(
                "No migrations found: neither on the class path at " + USUAL + " nor in the folder " + USUAL,
                "add the jar with the migrations to the class path, or name the folder that they are in");
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

    /**
     * Makes the next file, named by the time (UTC), so that branches do not take one version twice. No other file is
     * changed.
     *
     * @param folder where to
     * @param name what it does, in words; they are joined by underscores
     * @return the file, which holds a comment
     * @throws MigrationFailed if there is no word in the name, or too many, or a file has a newer version than the time
     */
    public static Path create(Path folder, String name) {
        return create(folder, name, Clock.systemUTC());
    }

    static Path create(Path folder, String name, Clock clock) {
        return new NewMigration(folder, name, clock).create();
    }

    /**
     * The checksums of the migrations, to be kept beside them as {@code checksums.txt}: Flyway does not look at it.
     *
     * @return the checksums
     * @throws MigrationFailed if a file cannot be read, or there is none
     */
    public Checksums checksums() {
        FileCheck check = fileCheck(configured());
        refuse(UNUSABLE, check.unusable());
        return check.checksums();
    }

    /**
     * The migrations, as {@link dev.serein.DatabaseOptions#expecting} compares them. Repeatable ones with placeholders
     * are left out: what becomes of them is known only where they are applied.
     *
     * @return in the order in which they are applied
     * @throws MigrationFailed if a file cannot be read, or there is none
     */
    public List<SchemaMigration> expected() {
        FileCheck check = fileCheck(configured());
        refuse(UNUSABLE, check.unusable());
        return check.migrations();
    }

    /**
     * What is wrong with the files, as far as it can be told without a database: names, versions that are taken twice,
     * encodings, placeholders without a value, statements that do not go together. Where there is a
     * {@code checksums.txt} in the folder, whether it fits.
     *
     * <p>Beside a release: files that were changed after it, or are gone; new ones that are older than the newest of
     * it; and two new ones that touch one object, as two branches may bring them. The author of the later file says
     * that this is meant by a line of its own in it: <code>-- after: V20261123101530__orders.sql</code>, which names
     * the earlier one.
     *
     * @param base what is released, such as {@code checksums.txt} on the main branch; null for no comparison
     * @return in the order of the files' names; empty if nothing is wrong
     * @throws MigrationFailed if there are no files
     */
    public List<FileFinding> check(@Nullable Checksums base) {
        return fileCheck(configured()).findings(base);
    }

    /**
     * Flyway, set up for these files, all of which it can use.
     *
     * @throws MigrationFailed if it cannot
     */
    FluentConfiguration flyway(DataSource database) {
        FluentConfiguration configuration = configured();
        refuse(UNUSABLE, fileCheck(configuration).unusable());
        return configuration.dataSource(database);
    }

    /**
     * To be asked before any of them is applied.
     *
     * @param pending files, relative to their location
     * @throws MigrationFailed if one of them has a placeholder without a value, or statements that do not go together
     */
    void refuseInapplicable(Set<String> pending, FluentConfiguration flyway) {
        if (!pending.isEmpty()) {
            refuse("Cannot apply ", fileCheck(flyway).inapplicable(file -> pending.contains(file.script())));
        }
    }

    private FileCheck fileCheck(FluentConfiguration configuration) {
        return new FileCheck(configuration, new FoundFiles(configuration, folders()), folders());
    }

    private FluentConfiguration configured() {
        for (String location : locations) {
            if (location.startsWith(CLASS_PATH) ? !isOnClassPath(location) : !Files.isDirectory(Path.of(location))) {
                throw refused(
                        location.startsWith(CLASS_PATH)
                                ? "No migrations found: there is no " + location.substring(CLASS_PATH.length())
                                        + " on the class path"
                                : "No migrations found: there is no folder " + location,
                        "name the place that they are in");
            }
        }
        FluentConfiguration configuration = configuration();
        if (!hasMigrations(configuration)) {
            throw refused(
                    "No migrations found in " + this,
                    "write the first one, such as V20261123101530__orders.sql; or name the place that they are in");
        }
        return configuration;
    }

    private boolean isOnClassPath(String location) {
        String path = location.substring(CLASS_PATH.length());
        return FlywaySetup.classLoader().getResource(path.startsWith("/") ? path.substring(1) : path) != null;
    }

    private boolean hasMigrations() {
        return hasMigrations(configuration());
    }

    private static boolean hasMigrations(FluentConfiguration configuration) {
        return !configuration
                .getResourceProvider()
                .getResources("", configuration.getSqlMigrationSuffixes())
                .isEmpty();
    }

    private FluentConfiguration configuration() {
        List<String> ofFlyway = new ArrayList<>();
        for (String location : locations) {
            ofFlyway.add(
                    location.startsWith(CLASS_PATH)
                            ? location
                            : "filesystem:" + Path.of(location).toAbsolutePath().normalize());
        }
        return FlywaySetup.configure(ofFlyway, placeholders);
    }

    private static void refuse(String what, List<FileFinding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        Map<String, String> also = findings.size() == 1
                ? Map.of()
                : Map.of(
                        "also",
                        findings.stream()
                                        .skip(1)
                                        .limit(MOST_TOLD)
                                        .map(FileFinding::toString)
                                        .collect(Collectors.joining("\n"))
                                + (findings.size() > MOST_TOLD + 1
                                        ? "\nand " + (findings.size() - MOST_TOLD - 1) + " more"
                                        : ""));
        throw MigrationFailed.because(what + findings.get(0), also, null, MigrationFailed.Outcome.NONE);
    }

    private static MigrationFailed refused(String sentence, String fix) {
        return MigrationFailed.because(sentence, Map.of(), fix, MigrationFailed.Outcome.NONE);
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
