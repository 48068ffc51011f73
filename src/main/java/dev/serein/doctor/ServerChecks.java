package dev.serein.doctor;

import java.util.List;

/** The checks of the server, the way to it, the role, the sessions, replication and backups. */
final class ServerChecks {
    private ServerChecks() {}

    static List<Check> all() {
        return List.of();
    }
}
