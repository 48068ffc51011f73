package dev.serein.migrate;

import dev.serein.ConnectionFailed;
import dev.serein.DatabaseException;
import dev.serein.MigrationFailed;
import dev.serein.MigrationFailed.Outcome;
import dev.serein.connection.ConnectFailure;
import dev.serein.flyway.ScriptError;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/** Why a run has failed, for whoever has to do something about it, and what became of each migration. */
final class FailedRun {
    private static final String AGAIN =
            "migrate again: what is applied stays applied, and what was not finished is undone or gone on with";

    /** The server ended the session, or has gone itself. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

    /** Where the server looks at a timeout; a lock that was not to be waited for is refused elsewhere. */
    private static final String AT_TIMEOUT = "ProcessInterrupts";

    private final FluentConfiguration configuration;
    private final Attempts attempts;

    FailedRun(FluentConfiguration configuration, Attempts attempts) {
        this.configuration = configuration;
        this.attempts = attempts;
    }

    /** Nothing was tried. */
    static MigrationFailed withoutTurn(SQLException failure) {
        return MigrationFailed.refused("Cannot take the turn to migrate", failure, Map.of(), AGAIN, Outcome.NONE);
    }

    /** Nothing was tried. */
    static MigrationFailed interruptedInLine() {
        return MigrationFailed.because(
                "Cannot take the turn to migrate: the thread was interrupted", Map.of(), null, Outcome.NONE);
    }

    MigrationFailed interrupted() {
        Attempts.Attempt attempt = attempts.current();
        String what = attempt == null ? "Cannot migrate" : "Cannot apply " + attempt.script();
        return MigrationFailed.because(what + ": the thread was interrupted", Map.of(), AGAIN, outcome());
    }

    /** Of a failure that waiting does not cure. */
    DatabaseException of(FlywayException failure, ScriptError error) {
        ConnectFailure connect = FlywayFailure.connectFailure(failure);
        if (connect != null) {
            return notConnected(connect);
        }
        MigrationFailed refused = attempts.current() == null ? Misfit.of(failure, configuration) : null;
        if (refused != null) {
            return refused;
        }
        String what = "Cannot apply " + place(error);
        if (error.failure() == null) {
            return MigrationFailed.because(what + ": " + error.problem(), Map.of(), null, outcome());
        }
        if (error.failure() instanceof GaveUp gaveUp) {
            return withoutLock(what + ": " + gaveUp.getMessage(), gaveUp.blockers(), error);
        }
        return isLost(error)
                ? MigrationFailed.refused(
                        what + ": the connection to the server is lost", error.failure(), Map.of(), AGAIN, outcome())
                : MigrationFailed.refused(what, error.failure(), Map.of(), null, outcome());
    }

    /** Where nothing is done yet, nothing has failed but the connection. */
    private DatabaseException notConnected(ConnectFailure failure) {
        if (attempts.applied().isEmpty() && attempts.current() == null) {
            return ConnectionFailed.of(failure);
        }
        return MigrationFailed.because("Cannot go on: " + failure.summary(), failure.facts(), AGAIN, outcome());
    }

    private static boolean isLost(ScriptError error) {
        String state = error.sqlState();
        return state != null && (state.startsWith("08") || ENDED.contains(state));
    }

    /** @param times that it was tried */
    MigrationFailed withoutLock(ScriptError error, int times, Duration lockTimeout, List<Blocker> blockers) {
        ServerErrorMessage server = error.serverError();
        boolean timeout = "55P03".equals(error.sqlState()) && server != null && AT_TIMEOUT.equals(server.getRoutine());
        boolean ours = timeout && !attempts.hasOwnLockTimeout();
        String why = ours ? "it did not get a lock within " + Patience.text(lockTimeout) : error.problem();
        String summary = "Cannot apply " + place(error) + ": " + why + (times == 1 ? "" : ", " + times + " times");
        return withoutLock(summary, blockers, error);
    }

    private MigrationFailed withoutLock(String summary, List<Blocker> blockers, ScriptError error) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sqlstate", String.valueOf(error.sqlState()));
        if (!blockers.isEmpty()) {
            facts.put("blockers", Blockers.text(blockers));
        }
        return MigrationFailed.because(
                summary,
                facts,
                "migrate again when those who hold the lock are done"
                        + (blockers.isEmpty() ? "" : ", or end them: " + Blockers.ending(blockers)),
                outcome());
    }

    private String place(ScriptError error) {
        String place = error.place();
        Attempts.Attempt attempt = attempts.current();
        return place != null ? place : attempt != null ? attempt.script() : "the migrations";
    }

    private Outcome outcome() {
        Attempts.Attempt attempt = attempts.current();
        String failed = attempt == null ? null : attempt.script();
        List<String> applied =
                attempts.applied().stream().map(MigrationReport.Applied::script).toList();
        return new Outcome(applied, failed, pendingBut(failed));
    }

    /** Not known where the server cannot be asked any more. */
    private List<String> pendingBut(@Nullable String failed) {
        try {
            return Arrays.stream(configuration.load().info().pending())
                    .map(MigrationInfo::getScript)
                    .filter(script -> !script.equals(failed))
                    .toList();
        } catch (FlywayException e) {
            Migrations.LOG.debug("What is pending cannot be asked", e);
            return List.of();
        }
    }
}
