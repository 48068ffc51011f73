package dev.serein.lint;

import org.jspecify.annotations.Nullable;

/** Migrations could not be looked at. The message says why, and where. */
public final class LintFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    LintFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
