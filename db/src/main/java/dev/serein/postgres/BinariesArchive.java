package dev.serein.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;

/** The packed binaries of one version. They are unpacked once for all servers of a user. */
final class BinariesArchive {
    private final URL url;

    BinariesArchive(URL url) {
        this.url = url;
    }

    /**
     * Starts a server of these binaries. The library takes files that a killed process left half-written for whole
     * ones: the first server is started alone, and what was unpacked for one that did not start is unpacked again.
     */
    EmbeddedPostgres start(ServerHome home, EmbeddedPostgres.Builder builder, ServerHome.Work<EmbeddedPostgres> start)
            throws IOException {
        Path unpacked = home.binaries().resolve(fingerprint());
        Path complete = unpacked.resolve("complete");
        builder.setOverrideWorkingDirectory(unpacked.toFile())
                .setPgBinaryResolver(new Resolver(url.toString(), unpacked));
        if (Files.exists(complete)) {
            return start.run();
        }
        return home.alone(() -> {
            if (!Files.exists(complete)) {
                ServerHome.deleteTree(unpacked);
            }
            EmbeddedPostgres started = start.run();
            Files.writeString(complete, url.toString());
            return started;
        });
    }

    private String fingerprint() throws IOException {
        URLConnection connection = open(url);
        if (connection instanceof JarURLConnection inJar) {
            try (JarFile jar = inJar.getJarFile()) {
                ZipEntry entry = jar.getEntry(inJar.getEntryName());
                return fingerprint(entry.getCrc(), entry.getSize());
            } catch (FileNotFoundException e) {
                throw new ScratchPostgresException(
                        "No binaries of PostgreSQL for " + EmbeddedBinaries.platform() + " are in " + url,
                        "choose the jar for this platform",
                        e);
            }
        }
        try (CheckedInputStream packed = new CheckedInputStream(connection.getInputStream(), new CRC32())) {
            long size = packed.transferTo(OutputStream.nullOutputStream());
            return fingerprint(packed.getChecksum().getValue(), size);
        }
    }

    private static String fingerprint(long crc, long size) {
        return String.format(Locale.ROOT, "%08x-%d", crc, size);
    }

    private static URLConnection open(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // a cached jar stays open, and on Windows locked
        return connection;
    }

    /** The library reads and digests the archive once for all resolvers that are equal. */
    private record Resolver(String url, Path unpacked) implements PgBinaryResolver {
        @Override
        public InputStream getPgBinary(String system, String machine) throws IOException {
            return open(new URL(url)).getInputStream();
        }
    }
}
