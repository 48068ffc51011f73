package dev.serein.lint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The migrations in a jar of the application. */
final class MigrationJar {
    /** Where the plugin has put them; the others are those of Spring Boot, and of an application server. */
    static final List<String> PLACES =
            List.of("db/migration", "BOOT-INF/classes/db/migration", "WEB-INF/classes/db/migration");

    private MigrationJar() {}

    /**
     * Unpacks them.
     *
     * @param folder an empty one
     * @return whether there are any
     */
    static boolean unpack(Path jar, Path folder) throws IOException {
        boolean found = false;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName();
                for (String place : PLACES) {
                    if (name.startsWith(place + "/") && (name.endsWith(".sql") || name.endsWith(".sql.conf"))) {
                        Path file = folder.resolve(name.substring(place.length() + 1))
                                .normalize();
                        if (!file.startsWith(folder)) {
                            throw new IOException("there is a file in it that would be outside of it");
                        }
                        Files.createDirectories(file.getParent());
                        try (InputStream text = zip.getInputStream(entry)) {
                            Files.copy(text, file);
                        }
                        found |= name.endsWith(".sql");
                    }
                }
            }
        }
        return found;
    }
}
