package dev.serein.flyway;

import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.internal.scanner.Scanner;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** How Flyway is set up. */
public final class FlywaySetup {
    private FlywaySetup() {}

    /**
     * A configuration that cannot hang, is strict about names and missing folders, and runs what cannot run in a
     * transaction outside of one. Reads the names of the files at once, their contents later.
     *
     * @param database where the migrations go
     * @param locations as Flyway writes them: {@code filesystem:db/migration}, {@code classpath:db/migration}
     * @param placeholders what <code>${name}</code> in a migration stands for
     * @return the configuration, which the caller may add to
     */
    public static FluentConfiguration configure(
            DataSource database, List<String> locations, Map<String, String> placeholders) {
        return configure(locations, placeholders).dataSource(database);
    }

    /**
     * The same without a database, to look at the files.
     *
     * @param locations as Flyway writes them: {@code filesystem:db/migration}, {@code classpath:db/migration}
     * @param placeholders what <code>${name}</code> in a migration stands for
     * @return the configuration, which the caller may add to
     */
    public static FluentConfiguration configure(List<String> locations, Map<String, String> placeholders) {
        FluentConfiguration configuration = Flyway.configure(classLoader())
                .locations(locations.toArray(String[]::new))
                .placeholders(placeholders)
                .loggers(QuietLog.class.getName())
                .failOnMissingLocations(true)
                .validateMigrationNaming(true);
        // the default, a lock held in a transaction, waits for ever for "create index concurrently" to end, which waits
        // for it
        try {
            configuration
                    .getPluginRegister()
                    .getExact(PostgreSQLConfigurationExtension.class)
                    .setTransactionalLock(false);
        } catch (NoSuchMethodError e) {
            throw new FlywayException(otherFlyway(), e);
        }
        Scanner<JavaMigration> scanner =
                new Scanner<>(JavaMigration.class, configuration, configuration.getLocations());
        return configuration
                .resourceProvider(new ScriptResources(scanner, configuration))
                .javaMigrationClassProvider(scanner);
    }

    /** What a parent or a bill of materials may have chosen, whatever Serein asks for. */
    static String otherFlyway() {
        return "The Flyway on the class path is not one of version 13, which Serein needs"
                + "\n  fix: name that version, where a parent such as Spring Boot's chooses another, as in"
                + " <flyway.version>13.12.0</flyway.version>";
    }

    /**
     * Where the migrations on the class path are looked for: by the application's own loader, where a server has loaded
     * these classes for all its applications.
     *
     * @return the thread's loader if these classes are what it knows by their names; else the one that loaded them
     */
    public static ClassLoader classLoader() {
        ClassLoader own = FlywaySetup.class.getClassLoader();
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        try {
            return ofThread != null && ofThread.loadClass(FlywaySetup.class.getName()) == FlywaySetup.class
                    ? ofThread
                    : own;
        } catch (ClassNotFoundException e) {
            return own;
        }
    }
}
