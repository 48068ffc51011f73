package dev.serein.connection;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the files of a user lie, as libpq looks for them. */
final class Home {
    private Home() {}

    /** A file in the user's home folder. */
    static Optional<Path> file(Map<String, String> environment, String name) {
        String home = environment.get("HOME");
        String folder = home == null || home.isEmpty() ? System.getProperty("user.home", "") : home;
        return folder.isEmpty() ? Optional.empty() : path(folder).map(path -> path.resolve(name));
    }

    /** The folder itself; one that is not there, where nobody knows it. */
    static Path folder(Map<String, String> environment) {
        return file(environment, "").orElse(Path.of("nowhere"));
    }

    /** A file by its path; empty if nothing can be called so. */
    static Optional<Path> path(String path) {
        try {
            return Optional.of(Path.of(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
