package dev.serein.migrate;

import dev.serein.DatabaseOptions;
import dev.serein.MigrationFailed;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrations and the database that they go to. Immutable and thread-safe: every {@code with…} returns other migrations.
 * Each call makes connections of its own, and closes them.
 *
 * <p>To be called once per release, before its instances start; not at their start.
 */
public final class Migrations {
    static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final DatabaseOptions database;
    private final MigrationFiles files;
    private final Duration lockTimeout;
    private final Duration patience;
    private final boolean outOfOrder;
    private final Consumer<MigrationEvent> progress;

    private Migrations(
            DatabaseOptions database,
            MigrationFiles files,
            Duration lockTimeout,
            Duration patience,
            boolean outOfOrder,
            Consumer<MigrationEvent> progress) {
        this.database = database;
        this.files = files;
        this.lockTimeout = lockTimeout;
        this.patience = patience;
        this.outOfOrder = outOfOrder;
        this.progress = progress;
    }

    /**
     * The usual files and the database of {@code DATABASE_DIRECT_URL}, or else of {@code DATABASE_URL}.
     *
     * @return the migrations
     */
    public static Migrations fromEnvironment() {
        return of(DatabaseOptions.fromEnvironment(), MigrationFiles.usual());
    }

    /**
     * These files and this database.
     *
     * @param database where the migrations go; {@code DATABASE_DIRECT_URL} comes before {@code DATABASE_URL}
     * @param files the migrations
     * @return the migrations
     */
    public static Migrations of(DatabaseOptions database, MigrationFiles files) {
        return new Migrations(database.direct(), files, LOCK_TIMEOUT, PATIENCE, false, event -> {});
    }

    /**
     * How long a statement waits for a lock before it gives way: whoever wants to read the table waits behind it. It is
     * tried again after a pause.
     *
     * @param timeout at least 1 ms; 3 s by default
     * @return other migrations
     */
    public Migrations withLockTimeout(Duration timeout) {
        return new Migrations(database, files, timeout, patience, outOfOrder, progress);
    }

    /**
     * How long to wait for another migrator, and for each migration's locks, in all its attempts.
     *
     * @param patience 10 min by default
     * @return other migrations
     */
    public Migrations withPatience(Duration patience) {
        return new Migrations(database, files, lockTimeout, patience, outOfOrder, progress);
    }

    /**
     * Whether to apply a migration that is older than one that is applied already, as a branch brings it that was
     * merged late. By default that is an error.
     *
     * @param allowed whether to
     * @return other migrations
     */
    public Migrations withOutOfOrder(boolean allowed) {
        return new Migrations(database, files, lockTimeout, patience, allowed, progress);
    }

    /**
     * Who is told what is going on.
     *
     * @param listener quick; called on the calling thread, and on the one that looks for blockers, never on both at
     *     once
     * @return other migrations
     */
    public Migrations withProgress(Consumer<MigrationEvent> listener) {
        return new Migrations(database, files, lockTimeout, patience, outOfOrder, listener);
    }

    /**
     * Applies what is pending. One migrator works at a time; others wait for their turn and find nothing to do.
     *
     * @return what was applied
     * @throws MigrationFailed if a migration fails, or does not get a lock; what was applied before it stays applied
     * @throws dev.serein.InvalidConfiguration if the settings cannot be used
     * @throws dev.serein.ConnectionFailed if the server cannot be reached, refuses, or is behind a pooler
     */
    public MigrationReport migrate() {
        return new FlywayRun(database, files, lockTimeout, patience, outOfOrder, new Progress(progress)).migrate();
    }

    /**
     * How the migrations stand. Reads only, and needs no more rights; where there is no history yet, all are pending.
     *
     * @return every migration that there is, in files or in the history
     * @throws MigrationFailed if the files cannot be read, or contradict each other, or the history cannot be read
     * @throws dev.serein.InvalidConfiguration if the settings cannot be used
     * @throws dev.serein.ConnectionFailed if the server cannot be reached, refuses, or is behind a pooler
     */
    public MigrationStatus status() {
        return new History(flyway()).read("Cannot read the history");
    }

    /**
     * The checksums of what is applied, or taken for it by {@link #baseline}: what is released, in the form in which
     * {@link MigrationFiles#checksums} tells of files. Of a file that was edited since, as it was then. Reads only.
     *
     * @return the checksums; none where there is no history yet
     * @throws MigrationFailed if the files cannot be read, or contradict each other, or the history cannot be read
     * @throws dev.serein.InvalidConfiguration if the settings cannot be used
     * @throws dev.serein.ConnectionFailed if the server cannot be reached, refuses, or is behind a pooler
     */
    public Checksums applied() {
        return new Released(files.checksums()).of(new History(flyway()).infos("Cannot read the history"));
    }

    /**
     * Adopts a database that is older than its history: declares it to be at a version. The files up to it are taken as
     * applied; the next {@code migrate} begins behind it. Saying the same again changes nothing. One migrator works at
     * a time.
     *
     * @param version of the newest file whose work is in the database already, such as {@code 20261123101530}
     * @param description where the database comes from, to be read in the history; 1 to 200 characters
     * @return what was done
     * @throws MigrationFailed if there is a history with migrations in it, or version or description cannot be used
     * @throws dev.serein.InvalidConfiguration if the settings cannot be used
     * @throws dev.serein.ConnectionFailed if the server cannot be reached, refuses, or is behind a pooler
     */
    public BaselineReport baseline(String version, String description) {
        Baseline baseline = new Baseline(version, description);
        return inTurn(baseline::begin);
    }

    /**
     * What {@link #repair} would do. Reads only.
     *
     * @return in the order of the history; empty if nothing is wrong with it
     * @throws MigrationFailed if the files cannot be read, or contradict each other, or the history cannot be read
     * @throws dev.serein.InvalidConfiguration if the settings cannot be used
     * @throws dev.serein.ConnectionFailed if the server cannot be reached, refuses, or is behind a pooler
     */
    public List<Repair> repairs() {
        return new Repairs(flyway()).planned();
    }

    /**
     * Mends the history: removes entries that failed, takes over files that were edited, marks those as deleted whose
     * files are gone. Nothing else in the database is touched. One migrator works at a time.
     *
     * @return what was done
     * @throws MigrationFailed if the files cannot be read, or contradict each other, or the history cannot be changed
     * @throws dev.serein.InvalidConfiguration if the settings cannot be used
     * @throws dev.serein.ConnectionFailed if the server cannot be reached, refuses, or is behind a pooler
     */
    public List<Repair> repair() {
        return inTurn(flyway -> new Repairs(flyway).repair());
    }

    private <T> T inTurn(Function<FluentConfiguration, T> work) {
        FluentConfiguration flyway = flyway();
        return Turn.during(
                flyway.getDataSource(),
                flyway.getTable(),
                patience,
                new Progress(progress),
                turn -> work.apply(flyway));
    }

    private FluentConfiguration flyway() {
        return files.flyway(database.migrationDataSource(lockTimeout)).outOfOrder(outOfOrder);
    }
}
