package dev.serein.filter;

import java.util.Collection;

/**
 * What came from outside is no filter or order that is allowed. What to do: answer 400; the message says what is
 * allowed, and shows nothing of what was sent.
 */
public final class InvalidFilter extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private InvalidFilter(String message) {
        super(message);
    }

    static InvalidFilter of(String problem) {
        return new InvalidFilter(problem);
    }

    static InvalidFilter of(String problem, Collection<String> allowed) {
        return new InvalidFilter(
                problem + "\n  allowed: " + (allowed.isEmpty() ? "nothing" : String.join(", ", allowed)));
    }
}
