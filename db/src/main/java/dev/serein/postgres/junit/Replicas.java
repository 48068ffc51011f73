package dev.serein.postgres.junit;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.Standby;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Databases by way of a standby, which is made when it is first asked for, and goes with the server of the class. */
final class Replicas {
    private final Map<ScratchDatabase, ScratchDatabase> known = new HashMap<>();
    private @Nullable Standby standby;

    /** As it is now, whatever a test before has done to the standby. */
    ScratchDatabase of(ScratchDatabase database) {
        if (standby != null && (standby.isPromoted() || !standby.process().isRunning())) {
            known.clear();
            standby.close();
            standby = null;
        }
        if (standby == null) {
            standby = database.server().createStandby();
        }
        standby.process().resume();
        standby.resumeReplay();
        standby.awaitReplay();
        return known.computeIfAbsent(database, standby::database);
    }
}
