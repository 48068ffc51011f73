package dev.serein.doctor;

import java.util.List;

/** The checks of tables, indexes, keys, sequences, vacuum and storage. */
final class SchemaChecks {
    private SchemaChecks() {}

    static List<Check> all() {
        return List.of();
    }
}
