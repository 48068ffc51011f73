package dev.serein.codegen;

import org.jspecify.annotations.Nullable;

/**
 * The classes could not be generated. The first line says why; a line {@code fix:} says the way out where one is known.
 */
public final class GenerationFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    GenerationFailed(String problem, String fix) {
        this(problem, fix, null);
    }

    GenerationFailed(String problem, String fix, @Nullable Throwable cause) {
        super(problem + (fix.isEmpty() ? "" : "\n  fix: " + fix), cause);
    }
}
