package dev.serein.doctor;

import dev.serein.Database;
import dev.serein.migrate.MigrationFiles;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;

/**
 * Examines a live database: the production checklist, asked of the server itself. Reads only, needs no superuser, and
 * is safe where it matters: one connection, at most 50 statements, each bounded in time. Immutable, thread-safe.
 */
public final class Doctor {
    private final Database database;
    private final Wishes wishes;

    private Doctor(Database database, Wishes wishes) {
        this.database = database;
        this.wishes = wishes;
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
        return new Doctor(database, Wishes.USUAL);
    }

    /**
     * The checks there are.
     *
     * @return their names, in the order in which they are made
     */
    public static List<String> checks() {
        return Checks.names(Checks.all());
    }

    /**
     * Leaves checks out.
     *
     * @param checks their names
     * @return another doctor
     * @throws IllegalArgumentException if there is no such check; the message names those there are
     */
    public Doctor without(String... checks) {
        List<Check> left = Checks.without(wishes.checks(), List.of(checks));
        return new Doctor(
                database, new Wishes(left, wishes.schemas(), wishes.instances(), wishes.migrations(), wishes.clock()));
    }

    /**
     * Whose tables, indexes and sequences are examined: by default those of every schema that holds a table and is
     * neither PostgreSQL's nor an extension's, on the {@code search_path} or not, as a table does its harm to the
     * server wherever it is.
     *
     * @param schemas at least one; {@link #examine} throws {@link IllegalArgumentException} if one is not there
     * @return another doctor
     */
    public Doctor withSchemas(String... schemas) {
        if (schemas.length == 0) {
            throw new IllegalArgumentException("There is no schema to examine");
        }
        return new Doctor(
                database,
                new Wishes(wishes.checks(), List.of(schemas), wishes.instances(), wishes.migrations(), wishes.clock()));
    }

    /**
     * How many processes have a pool as large as this database's. The options say it where they divide a limit:
     * {@link dev.serein.DatabaseOptions#withConnectionLimit}; what is said here comes before that.
     *
     * @param instances 1 or more
     * @return another doctor
     */
    public Doctor withInstances(int instances) {
        if (instances < 1) {
            throw new IllegalArgumentException("There is at least one instance, not " + instances);
        }
        return new Doctor(
                database,
                new Wishes(
                        wishes.checks(),
                        wishes.schemas(),
                        OptionalInt.of(instances),
                        wishes.migrations(),
                        wishes.clock()));
    }

    /**
     * The migrations that the database should have. Where nobody says any, those that the options
     * {@linkplain dev.serein.DatabaseOptions#expecting expect}.
     *
     * @param files where they are
     * @return another doctor
     */
    public Doctor withMigrations(MigrationFiles files) {
        return new Doctor(
                database, new Wishes(wishes.checks(), wishes.schemas(), wishes.instances(), files, wishes.clock()));
    }

    /** For tests: another time. */
    Doctor at(Clock clock) {
        return new Doctor(
                database,
                new Wishes(wishes.checks(), wishes.schemas(), wishes.instances(), wishes.migrations(), clock));
    }

    /** For tests: these checks only. */
    Doctor asking(Check... checks) {
        return new Doctor(
                database,
                new Wishes(List.of(checks), wishes.schemas(), wishes.instances(), wishes.migrations(), wishes.clock()));
    }

    /**
     * Examines the database, in a read-only transaction of its own. Nothing is tried again, and nothing stays in the
     * session. What fails, takes more than three seconds, or waits half a second for a lock, is told as not seen, and
     * the rest goes on in another transaction.
     *
     * @return what was seen
     * @throws dev.serein.DatabaseException if the server cannot be asked at all
     * @throws IllegalArgumentException if a schema that was said is not there; within a transaction that another, such
     *     as a framework, has begun
     */
    public Examination examine() {
        return new Round(database, wishes, Round.LONGEST).make();
    }
}
