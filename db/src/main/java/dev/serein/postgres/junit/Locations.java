package dev.serein.postgres.junit;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Files and folders as a test names them. What is in a jar is copied out of it, once in the life of this process. */
final class Locations {
    private static final String CLASSPATH = "classpath:";
    private static final String FILESYSTEM = "filesystem:";
    private static final List<String> USUAL = List.of("db/migration", "src/main/resources/db/migration");
    private static final Map<URI, Path> UNPACKED = new ConcurrentHashMap<>();

    private final Class<?> test;

    Locations(Class<?> test) {
        this.test = test;
    }

    List<Path> usualMigrations() {
        for (String each : USUAL) {
            if (Files.isDirectory(Path.of(each))) {
                return List.of(Path.of(each));
            }
        }
        if (!resources(USUAL.get(0)).isEmpty()) {
            return folders(CLASSPATH + USUAL.get(0)); // where another folder than the module's is the working directory
        }
        throw new ExtensionConfigurationException("No migrations found: neither in " + String.join(", ", USUAL) + " of "
                + Path.of("").toAbsolutePath() + ", nor in " + USUAL.get(0) + " on the class path"
                + "\n  fix: write the first one, " + USUAL.get(0) + "/V1__init.sql; or name their folder, as in"
                + " @PostgresTest(migrations = \"classpath:db/migration\"); or say that there are none:"
                + " migrations = PostgresTest.NO_MIGRATIONS");
    }

    /** The folders of one location; a folder on the class path may be in several of its jars and folders. */
    List<Path> folders(String location) {
        if (!location.startsWith(CLASSPATH)) {
            return List.of(
                    folder(location.startsWith(FILESYSTEM) ? location.substring(FILESYSTEM.length()) : location));
        }
        String name = trimmed(location);
        List<Path> folders = new ArrayList<>();
        for (URL each : resources(name)) {
            folders.add(local(each));
        }
        if (folders.isEmpty()) {
            throw new ExtensionConfigurationException("There is no folder " + name + " on the class path"
                    + "\n  fix: build the module that has it, or name another folder in @PostgresTest(migrations)");
        }
        return folders;
    }

    private static Path folder(String name) {
        Path folder = Path.of(name);
        if (!Files.isDirectory(folder)) {
            throw new ExtensionConfigurationException("There is no folder " + name + " in "
                    + Path.of("").toAbsolutePath() + "\n  fix: name another in @PostgresTest(migrations), or write the"
                    + " first migration, such as " + name + "/V1__init.sql");
        }
        return folder;
    }

    Path script(String location) {
        if (location.startsWith(CLASSPATH)) {
            List<URL> found = resources(trimmed(location));
            if (found.isEmpty()) {
                throw new ExtensionConfigurationException("There is no script " + trimmed(location)
                        + " on the class path\n  fix: write it, or name another");
            }
            return local(found.get(0));
        }
        URL beside = test.getResource(location);
        if (beside != null && !location.startsWith("/")) {
            return local(beside);
        }
        Path file = Path.of(location);
        if (!Files.isRegularFile(file)) {
            throw new ExtensionConfigurationException("There is no script " + location + ", neither beside "
                    + test.getName() + " nor in " + Path.of("").toAbsolutePath()
                    + "\n  fix: write it, or name another; classpath: before the name looks in the whole class path");
        }
        return file;
    }

    private static String trimmed(String location) {
        String name = location.substring(CLASSPATH.length());
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private List<URL> resources(String name) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return Collections.list((loader == null ? test.getClassLoader() : loader).getResources(name));
        } catch (IOException e) {
            throw new ExtensionConfigurationException("Cannot look for " + name + " on the class path: " + e, e);
        }
    }

    private static Path local(URL url) {
        try {
            URI uri = url.toURI();
            return uri.getScheme().equals("file") ? Path.of(uri) : UNPACKED.computeIfAbsent(uri, any -> unpacked(url));
        } catch (URISyntaxException e) {
            throw new ExtensionConfigurationException("Cannot read " + url + ": " + e, e);
        }
    }

    private static Path unpacked(URL url) {
        try {
            Path folder = Files.createTempDirectory("serein-sql-");
            folder.toFile().deleteOnExit();
            if (!(url.openConnection() instanceof JarURLConnection connection)) {
                throw new ExtensionConfigurationException(
                        "Cannot read " + url + "\n  fix: put it into a folder or a jar of the class path");
            }
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                JarEntry asked = connection.getJarEntry();
                for (JarEntry each : Collections.list(jar.entries())) {
                    if (!each.isDirectory()
                            && (each.getName().equals(asked.getName())
                                    || each.getName().startsWith(slashed(asked.getName())))) {
                        copy(jar, each, folder);
                    }
                }
                return folder.resolve(asked.getName());
            }
        } catch (IOException e) {
            throw new ExtensionConfigurationException("Cannot copy " + url + ": " + e, e);
        }
    }

    private static String slashed(String name) {
        return name.endsWith("/") ? name : name + "/";
    }

    private static void copy(JarFile jar, JarEntry entry, Path folder) throws IOException {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException(entry + " leads out of the folder");
        }
        List<Path> made = new ArrayList<>();
        for (Path parent = file.getParent(); parent != null && !Files.exists(parent); parent = parent.getParent()) {
            made.add(0, parent);
        }
        for (Path each : made) {
            Files.createDirectory(each).toFile().deleteOnExit(); // the last to be made is the first to be deleted
        }
        try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file);
        }
        file.toFile().deleteOnExit();
    }
}
