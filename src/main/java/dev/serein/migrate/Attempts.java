package dev.serein.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * What Flyway is at, and what it has done: Flyway itself tells only at the end. Written by the thread that migrates;
 * {@link #current()} may be asked by others.
 */
final class Attempts implements Callback {
    private final Consumer<MigrationEvent> progress;
    private final List<MigrationReport.Applied> applied = new ArrayList<>();
    private volatile @Nullable Attempt current;
    private @Nullable Connection session;
    private @Nullable SessionValues before;
    private boolean ownLockTimeout;

    /**
     * One attempt at one migration.
     *
     * @param script the file, relative to its location
     * @param version null if it is repeatable
     * @param number of the attempt, from 1
     * @param begun when the first one began
     * @param inTransaction whether it is undone as a whole when it fails
     * @param worked whether all of its statements have run; it is committed after that
     */
    record Attempt(
            String script, @Nullable String version, int number, long begun, boolean inTransaction, boolean worked) {

        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }

        Attempt afterItsStatements() {
            return new Attempt(script, version, number, begun, inTransaction, true);
        }
    }

    Attempts(Consumer<MigrationEvent> progress) {
        this.progress = progress;
    }

    @Override
    public boolean supports(Event event, @Nullable Context context) {
        return event == Event.BEFORE_EACH_MIGRATE
                || event == Event.BEFORE_EACH_MIGRATE_STATEMENT
                || event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        Attempt attempt = current;
        if (event == Event.AFTER_EACH_MIGRATE) {
            current = attempt == null ? null : attempt.afterItsStatements();
        } else if (Thread.currentThread().isInterrupted()) {
            throw new FlywayException("The thread was interrupted");
        } else if (event == Event.BEFORE_EACH_MIGRATE) {
            begin(context);
        } else {
            ownLockTimeout |= context.getStatement().getSql().contains("lock_timeout");
        }
    }

    private void begin(Context context) {
        MigrationInfo migration = context.getMigrationInfo();
        Attempt last = current;
        boolean again = last != null && last.script.equals(migration.getScript());
        if (!again) {
            allAreCommitted(); // what runs again has failed when it was to be committed
            last = null;
        }
        try {
            Attempt attempt = new Attempt(
                    migration.getScript(),
                    migration.getVersion() == null
                            ? null
                            : migration.getVersion().getVersion(),
                    again && last != null ? last.number + 1 : 1,
                    again && last != null ? last.begun : System.nanoTime(),
                    !context.getConnection().getAutoCommit(),
                    false);
            current = attempt;
            ownLockTimeout = false;
            progress.accept(new MigrationEvent.Started(attempt.script, attempt.number));
            asIfItWereTheFirst(context.getConnection());
        } catch (SQLException e) {
            throw new FlywayException(e);
        }
    }

    private void asIfItWereTheFirst(Connection connection) throws SQLException {
        SessionValues values = before;
        if (values == null || session != connection) {
            session = connection;
            before = SessionValues.of(connection);
        } else {
            values.restore(connection);
        }
    }

    /** To be said when Flyway goes on, or returns: what has run, is in the history. */
    void allAreCommitted() {
        Attempt attempt = current;
        if (attempt != null && attempt.worked) {
            MigrationReport.Applied done =
                    new MigrationReport.Applied(attempt.script, attempt.version, attempt.elapsed());
            applied.add(done);
            current = null;
            progress.accept(new MigrationEvent.Done(done));
        }
    }

    /** Null between migrations, and before the first. */
    @Nullable
    Attempt current() {
        return current;
    }

    /** Whether the migration at work waits for its locks as long as it likes. */
    boolean hasOwnLockTimeout() {
        return ownLockTimeout;
    }

    List<MigrationReport.Applied> applied() {
        return List.copyOf(applied);
    }

    /** Flyway calls in the order of these names; this is the first. */
    @Override
    public String getCallbackName() {
        return "Attempts";
    }
}
