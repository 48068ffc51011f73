package dev.serein.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A statement outside of a transaction waited for others for as long as it may, in all its attempts. */
final class GaveUp extends SQLException {
    static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final long serialVersionUID = 1L;

    private final transient List<Blocker> blockers;

    GaveUp(Duration waited, List<Blocker> blockers) {
        super("it waited " + Patience.text(Duration.ofSeconds(waited.toSeconds())) + " for others", LOCK_NOT_AVAILABLE);
        this.blockers = List.copyOf(blockers);
    }

    /** Whom it waited for in the end. */
    List<Blocker> blockers() {
        return blockers;
    }
}
