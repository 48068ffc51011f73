package dev.serein.migrate;

import dev.serein.ConnectionFailed;
import dev.serein.DatabaseOptions;
import dev.serein.MigrationFailed;
import dev.serein.connection.ConnectFailure;
import dev.serein.flyway.ScriptError;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;

/**
 * Has Flyway apply what is pending: takes the turn, and where a migration gives way, or is the victim of a deadlock,
 * has Flyway go on with it after a pause in which it holds no lock.
 */
final class FlywayRun {
    /** Not a lock in time, a deadlock, not serializable: nothing is wrong with what was asked for. */
    private static final Set<String> TO_BE_TRIED_AGAIN = Set.of("55P03", "40P01", "40001");

    /** What Flyway says when it has not got its own lock. */
    private static final String GIVEN_UP = "Number of retries exceeded while attempting to acquire";

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final int MOST_DOUBLINGS = 10;

    private final MigrationFiles files;
    private final MigratorSource source;
    private final FluentConfiguration configuration;
    private final Duration lockTimeout;
    private final Duration patience;
    private final Progress progress;
    private final Attempts attempts;
    private final Resumption resumption;
    private final FailedRun failed;
    private @Nullable GivenWay givenWay;

    /** How often, and since when. */
    private static final class GivenWay {
        final String script;
        final Patience patience;
        int times;

        GivenWay(String script, Duration patience) {
            this.script = script;
            this.patience = new Patience(patience);
        }
    }

    FlywayRun(
            DatabaseOptions database,
            MigrationFiles files,
            Duration lockTimeout,
            Duration patience,
            boolean outOfOrder,
            Progress progress) {
        this.files = files;
        this.source = new MigratorSource(database.migrationDataSource(lockTimeout));
        this.lockTimeout = lockTimeout;
        this.patience = patience;
        this.progress = progress;
        this.attempts = new Attempts(progress);
        this.configuration = files.flyway(source).outOfOrder(outOfOrder).lockRetryCount((int)
                Math.max(Math.min(patience.toSeconds(), Integer.MAX_VALUE), 1));
        this.resumption = new Resumption(configuration, lockTimeout, patience, progress);
        configuration.callbacks(attempts, resumption);
        this.failed = new FailedRun(configuration, attempts);
    }

    MigrationReport migrate() {
        long begun = System.nanoTime();
        try (Turn turn = Turn.take(source.notInView(), configuration.getTable(), patience, progress);
                BlockerWatch watch = new BlockerWatch(turn.connection(), source, attempts, lockTimeout, progress)) {
            files.refuseInapplicable(new History(configuration).pending("Cannot migrate"), configuration);
            MigrateResult result = migrate(turn, watch);
            return new MigrationReport(
                    attempts.applied(), versionAfter(result), Duration.ofNanos(System.nanoTime() - begun));
        } catch (InterruptedException e) {
            MigrationFailed failure = failed.interrupted();
            Thread.currentThread().interrupt();
            throw failure;
        } catch (ConnectFailure e) {
            throw ConnectionFailed.of(e);
        } catch (SQLException e) {
            throw FailedRun.withoutTurn(e);
        }
    }

    private MigrateResult migrate(Turn turn, BlockerWatch watch) throws SQLException, InterruptedException {
        Flyway flyway = configuration.load();
        while (true) {
            try {
                MigrateResult result = resumption.migrate(flyway);
                attempts.allAreCommitted();
                return result;
            } catch (FlywayException e) {
                source.closeAll();
                if (wasInterrupted(e)) {
                    throw new InterruptedException();
                }
                Patience.pause(pauseAfter(e, turn, watch));
            }
        }
    }

    private Duration pauseAfter(FlywayException failure, Turn turn, BlockerWatch watch) throws SQLException {
        if (String.valueOf(failure.getMessage()).startsWith(GIVEN_UP)) {
            throw turn.notHadByFlyway(patience);
        }
        ScriptError error = ScriptError.of(failure, configuration);
        Attempts.Attempt attempt = attempts.current();
        if (!isToBeTriedAgain(error, attempt)) {
            throw failed.of(failure, error);
        }
        String script = attempt == null ? configuration.getTable() : attempt.script();
        givenWay = givenWay == null || !givenWay.script.equals(script) ? new GivenWay(script, patience) : givenWay;
        givenWay.times++;
        List<Blocker> blockers = watch.lastSeenBy(attempt);
        if (givenWay.patience.isOver()) {
            throw failed.withoutLock(error, givenWay.times, lockTimeout, blockers);
        }
        Duration pause = givenWay.patience.about(pauseAfter(givenWay.times));
        progress.accept(new MigrationEvent.GaveWay(script, blockers, pause));
        return pause;
    }

    /** What is not undone as a whole must not be begun anew. */
    private static boolean isToBeTriedAgain(ScriptError error, Attempts.@Nullable Attempt attempt) {
        String state = error.sqlState();
        return state != null && TO_BE_TRIED_AGAIN.contains(state) && (attempt == null || attempt.inTransaction());
    }

    /** Half the lock timeout at first, then always longer: whoever reads meanwhile has most of the time. */
    private Duration pauseAfter(int times) {
        Duration first = lockTimeout.dividedBy(2);
        first = first.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : first;
        Duration grown = first.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        Duration longest = first.compareTo(LONGEST_PAUSE) > 0 ? first : LONGEST_PAUSE;
        return grown.compareTo(longest) > 0 ? longest : grown;
    }

    /** Flyway takes the flag away where it sleeps; here it is always taken away, and set again at the end. */
    private static boolean wasInterrupted(FlywayException failure) {
        boolean interrupted = Thread.interrupted();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return interrupted;
    }

    /** Of what was there before and what was applied, the newest: a late migration is older. */
    private static @Nullable String versionAfter(MigrateResult result) {
        String before = result.initialSchemaVersion;
        String applied = result.targetSchemaVersion;
        if (before == null || applied == null) {
            return applied == null ? before : applied;
        }
        return MigrationVersion.fromVersion(applied).isNewerThan(before) ? applied : before;
    }
}
