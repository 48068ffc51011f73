package dev.serein.postgres;

import org.jspecify.annotations.Nullable;

/**
 * A scratch server or database could not be had. The message's first line says what and why; where a way out is known,
 * a line {@code fix:} says it. No message holds a password.
 */
public class ScratchPostgresException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScratchPostgresException(String problem, String fix) {
        this(problem, fix, null);
    }

    ScratchPostgresException(String problem, String fix, @Nullable Throwable cause) {
        super(problem + (fix.isEmpty() ? "" : "\n  fix: " + fix), cause);
    }
}
