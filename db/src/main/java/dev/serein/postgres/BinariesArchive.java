package dev.serein.postgres;

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
     * Unpacks them and has initdb make a cluster, unless that was done before. The library takes files that a killed
     * process left half-written for whole ones: what was not completed is done again, and so is that of which something
     * was removed since.
     */
    Installation install(ServerHome home, int major) throws IOException {
        Path folder = home.binaries().resolve(fingerprint());
        if (!Inventory.isWhole(folder)) {
            home.alone(() -> {
                if (!Inventory.isWhole(folder)) {
                    if (Files.exists(folder)) { // initdb may still be at work there, and would remove what is made anew
                        Postmaster.killAllIn(cluster(folder));
                        Postmaster.stop(cluster(folder));
                        ServerHome.deleteTree(folder);
                    }
                    new NewCluster(home, folder, new Resolver(url.toString(), folder)).make(cluster(folder), major);
                    Files.writeString(folder.resolve("origin"), url.toString()); // for who wonders what this is
                    Inventory.take(folder);
                }
                return folder;
            });
        }
        return new Installation(
                unpacked(folder), cluster(folder), Files.readString(folder.resolve(NewCluster.PASSWORD)));
    }

    private static Path cluster(Path folder) {
        return folder.resolve("cluster");
    }

    private static Path unpacked(Path folder) throws IOException {
        try (var children = Files.newDirectoryStream(folder, "PG-*")) {
            for (Path child : children) {
                return child;
            }
        }
        throw new IOException("nothing was unpacked in " + folder);
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
        return String.format(Locale.ROOT, "%08x-%d-%s", crc, size, NewCluster.FORM);
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
