package dev.serein.postgres;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which PostgreSQL a {@link ScratchPostgres} is. Immutable.
 *
 * <p>As text, for a system property, a build file or a command line: {@code embedded}, {@code embedded:16},
 * {@code testcontainers}, {@code testcontainers:postgres:16-alpine},
 * {@code postgresql://user:password@host:port/database}.
 */
public sealed interface PostgresProvider {
    /** The oldest major version of PostgreSQL that is supported. */
    int OLDEST = 14;

    /** The newest major version of PostgreSQL that is supported, and the default of {@link Embedded}. */
    int NEWEST = 18;

    /**
     * A server that is unpacked from the dependency cache and runs on this machine: no Docker, nothing installed.
     *
     * @param major the major version, 14 to 18
     * @param binaries the jar with that version's binaries; null to find it on the class path
     */
    record Embedded(int major, @Nullable Path binaries) implements PostgresProvider {
        /**
         * Checks the version.
         *
         * @param major the major version, 14 to 18
         * @param binaries the jar with that version's binaries; null to find it on the class path
         * @throws ScratchPostgresException if the version is not supported
         */
        public Embedded {
            if (major < OLDEST || major > NEWEST) {
                throw new ScratchPostgresException(
                        "PostgreSQL " + major + " is not supported",
                        "choose a major version from " + OLDEST + " to " + NEWEST + ", as in embedded:" + NEWEST);
            }
        }

        /**
         * The dependency that holds this version's binaries for this machine.
         *
         * @return {@code groupId:artifactId:version}
         */
        public String dependency() {
            Properties known = EmbeddedBinaries.known();
            return EmbeddedBinaries.GROUP + ":" + EmbeddedBinaries.ARTIFACT_PREFIX + EmbeddedBinaries.platform() + ":"
                    + known.getProperty(Integer.toString(major));
        }

        @Override
        public String toString() {
            return "embedded:" + major;
        }
    }

    /**
     * A container that Testcontainers starts. Needs a Docker engine, and
     * {@code org.testcontainers:testcontainers-postgresql} on the class path.
     *
     * @param image the image, such as {@code postgres:18-alpine}
     */
    record Testcontainers(String image) implements PostgresProvider {
        /** The image where none is named. */
        public static final String DEFAULT_IMAGE = "postgres:18-alpine";

        @Override
        public String toString() {
            return "testcontainers:" + image;
        }
    }

    /**
     * A server that runs already. Only databases whose names begin with {@code serein_} are created and dropped there;
     * the role needs the CREATEDB attribute.
     *
     * @param url {@code postgresql://user:password@host:port/database}; the database is the one to connect to while
     *     creating and dropping others
     */
    record ExistingServer(String url) implements PostgresProvider {
        /** {@return the server without its credentials} */
        @Override
        public String toString() {
            return ServerAddress.parse(url).toString();
        }
    }

    /**
     * The provider that this machine's developer asked for: the system property {@code serein.postgres}, else the
     * environment variable {@code DATABASE_TEST_URL}, else an embedded server of the newest version.
     *
     * @return the provider
     * @throws ScratchPostgresException if what was asked for cannot be understood
     */
    static PostgresProvider configured() {
        return configured(System.getProperties(), System.getenv());
    }

    /**
     * As {@link #configured()}, from given sources.
     *
     * @param properties the system properties
     * @param environment the environment variables
     * @return the provider
     */
    static PostgresProvider configured(Properties properties, Map<String, String> environment) {
        String asked = properties.getProperty("serein.postgres", "");
        if (!asked.isBlank()) {
            return parse(asked);
        }
        String url = environment.getOrDefault("DATABASE_TEST_URL", "");
        return url.isBlank() ? new Embedded(NEWEST, null) : parse(url);
    }

    /**
     * Reads the text form.
     *
     * @param text the text, as described above
     * @return the provider
     * @throws ScratchPostgresException if it is none of the forms, or the version is not supported
     */
    static PostgresProvider parse(String text) {
        String asked = text.strip();
        if (asked.equals("embedded")) {
            return new Embedded(NEWEST, null);
        }
        if (asked.matches("embedded:[0-9]{1,4}")) {
            return new Embedded(Integer.parseInt(asked.substring("embedded:".length())), null);
        }
        if (asked.equals("testcontainers")) {
            return new Testcontainers(Testcontainers.DEFAULT_IMAGE);
        }
        if (asked.matches("testcontainers:\\S+")) {
            return new Testcontainers(asked.substring("testcontainers:".length()));
        }
        if (asked.startsWith("postgresql://") || asked.startsWith("postgres://")) {
            ServerAddress.parse(asked);
            return new ExistingServer(asked);
        }
        // What was asked for may be a URL with a password, mistyped: it is not repeated.
        throw new ScratchPostgresException(
                "Cannot tell which PostgreSQL to use",
                "say embedded, embedded:" + NEWEST + ", testcontainers, testcontainers:IMAGE"
                        + " or postgresql://user:password@host:port/database");
    }
}
