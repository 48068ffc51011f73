package dev.serein.postgres;

import java.nio.file.Path;

/**
 * Unpacked binaries, and what initdb has made with them: every server of this user and version begins as a copy of it.
 *
 * @param home where bin/postgres is
 * @param cluster a data folder of a server that was never started
 * @param password of its role postgres
 */
record Installation(Path home, Path cluster, String password) {
    static final String ROLE = "postgres";

    Path program(String name) {
        return home.resolve("bin").resolve(OperatingSystem.isWindows() ? name + ".exe" : name);
    }
}
