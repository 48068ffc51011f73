package dev.serein;

import java.sql.SQLWarning;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;

/** The wait of a COMMIT for a standby, as far as the server speaks of it. */
final class StandbyWait {
    /** Names the function that waits; the words of the warning are in the server's language. */
    private static final String ROUTINE = "SyncRepWaitForLSN";

    private StandbyWait() {}

    /**
     * Of a statement that is a transaction by itself.
     *
     * @throws CommitUnknown if no standby has confirmed it
     */
    static void require(@Nullable SQLWarning first) {
        SQLWarning givenUp = givenUp(first);
        if (givenUp != null) {
            throw CommitUnknown.withoutStandby(OptionalLong.empty(), givenUp);
        }
    }

    /** {@return what says that the wait was given up, and what was committed may be on this server only; or null} */
    static @Nullable SQLWarning givenUp(@Nullable SQLWarning first) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            if (warning instanceof PSQLWarning said
                    && ROUTINE.equals(said.getServerErrorMessage().getRoutine())) {
                return warning;
            }
        }
        return null;
    }
}
