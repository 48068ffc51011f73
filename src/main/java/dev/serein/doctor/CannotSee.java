package dev.serein.doctor;

import java.util.List;

/** A check has nothing to go by, or not enough; its message is the reason that is told. */
final class CannotSee extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> found;

    CannotSee(String reason) {
        this(reason, List.of());
    }

    /** @param found what could be seen in spite of that */
    CannotSee(String reason, List<Finding> found) {
        super(reason);
        this.found = List.copyOf(found);
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    List<Finding> found() {
        return found;
    }
}
