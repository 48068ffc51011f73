package dev.serein.codegen;

import java.util.Map;

/**
 * What the libraries say of themselves while they work: their logo, a line for every step of the server's start. In a
 * build, where a failure is told once and whole, it is noise. Whoever sets one of these properties gets what he set.
 */
final class LibraryLogs {
    private static final String LEVEL = "org.slf4j.simpleLogger.log.";

    private static final Map<String, String> QUIET = Map.of(
            "org.jooq.no-logo",
            "true",
            "org.jooq.no-tips",
            "true",
            // Maven logs through SLF4J's simple logger, which reads a level when a logger is first asked for
            LEVEL + "io.zonky",
            "warn",
            LEVEL + "org.flywaydb",
            "warn",
            LEVEL + "org.flywaydb.core.internal.command.DbMigrate",
            "off");

    private LibraryLogs() {}

    /** To be called before a library logs for the first time. */
    static void quieten() {
        QUIET.forEach((property, value) -> {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        });
    }
}
