package dev.serein.flyway;

import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Thrown through Flyway, which wraps it; {@link ScriptError#of} finds it again. */
final class ScriptFailure extends FlywayException {
    private static final long serialVersionUID = 1L;

    private final transient ScriptError error;

    ScriptFailure(ScriptError error, @Nullable Throwable cause) {
        super(error.place() + ": " + error.problem(), cause);
        this.error = error;
    }

    ScriptError error() {
        return error;
    }
}
