package dev.serein.migrate;

import dev.serein.flyway.Script;
import dev.serein.flyway.ScriptStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Error;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayBlockStatementExecutionException;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Runs migrations that are outside of a transaction so that they can be interrupted: what was killed, cancelled, or
 * came upon a mistake is gone on with behind the statements that it has done. For one run of Flyway. Migrations in a
 * transaction, which are either applied or not, are none of its business, but that they hold what can only run outside.
 */
final class Resumption implements Callback {
    private static final Set<Event> EVENTS = Set.of(
            Event.BEFORE_EACH_MIGRATE,
            Event.BEFORE_EACH_MIGRATE_STATEMENT,
            Event.AFTER_EACH_MIGRATE_STATEMENT,
            Event.AFTER_EACH_MIGRATE_STATEMENT_ERROR);

    private final FluentConfiguration configuration;
    private final Duration lockTimeout;
    private final Duration patience;
    private final Consumer<MigrationEvent> progress;
    private @Nullable ResumableMigration migration;
    private @Nullable FlywayException failure;

    /**
     * For one run.
     *
     * @param configuration with which Flyway is run
     * @param lockTimeout how long a statement may wait where others wait behind it
     * @param patience how long the statements of one migration may wait in all
     * @param progress told on the calling thread
     */
    Resumption(
            FluentConfiguration configuration,
            Duration lockTimeout,
            Duration patience,
            Consumer<MigrationEvent> progress) {
        this.configuration = configuration;
        this.lockTimeout = lockTimeout;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Runs Flyway once, which has this among its callbacks. To be called by whoever has the turn, as often as needed.
     *
     * <p>Before and after, what is left of earlier runs and of this one is settled: the steps of what is applied are
     * forgotten, and the failure is lifted from a migration outside of a transaction that only was interrupted. Else
     * Flyway would refuse to go on until somebody repairs the history. Where a statement is wrong, the failure stays.
     *
     * @return what Flyway says
     * @throws FlywayException what Flyway throws; or why a migration outside of a transaction has failed, where Flyway
     *     says only that it cannot write to the history, because the connection is lost. Its {@code ScriptError} has
     *     the place, and a {@link GaveUp} for its failure where patience was over
     */
    MigrateResult migrate(Flyway flyway) {
        failure = null;
        try {
            settle();
            MigrateResult result = flyway.migrate();
            settle();
            return result;
        } catch (SQLException e) {
            throw new FlywayException("The progress of the migrations cannot be looked at: " + e.getMessage(), e);
        } catch (FlywayException e) {
            FlywayException reason = failure == null || isCause(failure, e) ? e : failure;
            try {
                settle();
            } catch (SQLException another) {
                reason.addSuppressed(another); // the next run begins with it
            }
            throw reason;
        }
    }

    private static boolean isCause(Throwable cause, Throwable of) {
        for (Throwable each = of; each != null; each = each.getCause()) {
            if (each == cause) {
                return true;
            }
        }
        return false;
    }

    private void settle() throws SQLException {
        try (Connection connection = configuration.getDataSource().getConnection()) {
            Steps.beside(connection, configuration).settle();
        }
    }

    @Override
    public boolean supports(Event event, Context context) {
        return EVENTS.contains(event);
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public String getCallbackName() {
        return "resumption";
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            if (event == Event.BEFORE_EACH_MIGRATE) {
                migration = begin(
                        context.getConnection(), context.getMigrationInfo().getScript());
            } else if (migration != null && event == Event.BEFORE_EACH_MIGRATE_STATEMENT) {
                if (migration.next(withoutSemicolon(context.getStatement().getSql()))) {
                    throw new FlywayBlockStatementExecutionException(
                            new ErrorDetails(CoreErrorCode.ERROR, "done"), "it is done");
                }
            } else if (migration != null && event == Event.AFTER_EACH_MIGRATE_STATEMENT) {
                migration.sentByFlyway();
            } else if (migration != null) {
                List<Error> errors = context.getStatement().getErrors();
                migration.failedByFlyway(errors.isEmpty() ? null : errors.get(0).getState());
            }
        } catch (FlywayBlockStatementExecutionException e) {
            throw e; // it has Flyway go on to the next statement
        } catch (FlywayException e) {
            failure = e;
            throw e;
        } catch (SQLException e) {
            failure = new FlywayException("The progress of the migration cannot be kept: " + e.getMessage(), e);
            throw failure;
        }
    }

    private @Nullable ResumableMigration begin(Connection connection, String name) throws SQLException {
        LoadableResource resource = configuration.getResourceProvider().getResource(name);
        if (resource == null) {
            return null; // a class
        }
        Script script = Script.of(resource, configuration);
        ScriptStatement misfit = script.misfit();
        if (connection.getAutoCommit()) {
            return new ResumableMigration(
                    connection,
                    name,
                    script,
                    Steps.beside(connection, configuration),
                    new StepSession(connection, configuration.getDataSource(), name, lockTimeout, patience, progress));
        }
        if (misfit != null) {
            throw script.refusal(misfit);
        }
        return null;
    }

    private static String withoutSemicolon(String sent) {
        return sent.endsWith(";") ? sent.substring(0, sent.length() - 1) : sent;
    }
}
