package dev.serein.migrate;

import dev.serein.DatabaseOptions;
import dev.serein.MigrationFailed;
import dev.serein.flyway.ScriptError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;

/**
 * Migrations and the database that they go to. Immutable and thread-safe: every {@code with…} returns other migrations.
 * Each call makes connections of its own, and closes them.
 *
 * <p>To be called once per release, before its instances start; not at their start.
 */
public final class Migrations {
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
        long begun = System.nanoTime();
        DataSource source = database.migrationDataSource(lockTimeout);
        FluentConfiguration configuration = files.flyway(source).outOfOrder(outOfOrder);
        try {
            Resumption resumption = new Resumption(configuration, lockTimeout, patience, progress);
            MigrateResult result =
                    resumption.migrate(configuration.callbacks(resumption).load());
            List<MigrationReport.Applied> applied = new ArrayList<>();
            for (MigrateOutput each : result.migrations) {
                applied.add(new MigrationReport.Applied(
                        each.filepath, each.version, Duration.ofMillis(each.executionTime)));
            }
            return new MigrationReport(
                    applied, result.targetSchemaVersion, Duration.ofNanos(System.nanoTime() - begun));
        } catch (FlywayException e) {
            ScriptError error = ScriptError.of(e, configuration);
            @Nullable String place = error.place();
            throw MigrationFailed.because(
                    "Cannot apply " + (place == null ? "the migrations" : place) + ": " + error.problem(),
                    Map.of(),
                    null,
                    MigrationFailed.Outcome.NONE);
        }
    }
}
