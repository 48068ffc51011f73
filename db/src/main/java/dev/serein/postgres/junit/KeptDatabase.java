package dev.serein.postgres.junit;

import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchDatabase;
import java.util.Map;
import java.util.Properties;

/** What is said of the database of a failed test. */
final class KeptDatabase {
    private KeptDatabase() {}

    static boolean isWanted() {
        return isWanted(System.getProperties(), System.getenv());
    }

    static boolean isWanted(Properties properties, Map<String, String> environment) {
        String asked = properties.getProperty("serein.postgres.keep", "");
        return asked.isBlank() ? !environment.getOrDefault("CI", "").equals("true") : !asked.equals("never");
    }

    /** @param until when it goes */
    static String message(String test, ScratchDatabase database, String until) {
        return test + " failed; its database is kept\n  psql:    psql '" + url(database) + "'\n  until:   " + until;
    }

    /** The password of a server that was started for tests is of no use elsewhere; another is not shown. */
    private static String url(ScratchDatabase database) {
        String url = database.url();
        return database.server().options().provider() instanceof PostgresProvider.ExistingServer
                ? url.replaceFirst("^(postgresql://[^:@/]*)(?::[^@/]*)?@", "$1@")
                : url;
    }
}
