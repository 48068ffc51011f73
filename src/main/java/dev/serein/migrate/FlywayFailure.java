package dev.serein.migrate;

import dev.serein.ConnectionFailed;
import dev.serein.DatabaseException;
import dev.serein.MigrationFailed;
import dev.serein.connection.ConnectFailure;
import dev.serein.flyway.ScriptError;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** What Flyway throws where it applies nothing, in Serein's words. */
final class FlywayFailure {
    private FlywayFailure() {}

    static DatabaseException of(String purpose, FlywayException failure, Configuration configuration) {
        ConnectFailure connect = connectFailure(failure);
        if (connect != null) {
            return ConnectionFailed.of(connect);
        }
        ScriptError error = ScriptError.of(failure, configuration);
        String place = error.place();
        String what = purpose + (place == null ? "" : ", " + place);
        return error.failure() == null
                ? MigrationFailed.because(what + ": " + error.problem(), Map.of(), null, MigrationFailed.Outcome.NONE)
                : MigrationFailed.refused(what, error.failure(), Map.of(), null, MigrationFailed.Outcome.NONE);
    }

    /** Why there is no connection; null if it failed for another reason. */
    static @Nullable ConnectFailure connectFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectFailure connect) {
                return connect;
            }
        }
        return null;
    }
}
