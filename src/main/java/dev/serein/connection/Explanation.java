package dev.serein.connection;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a server was not, or could not be, connected to.
 *
 * @param what the end of a sentence that begins "Cannot connect to …: "
 * @param facts what was seen, by label, in the order to be shown
 * @param fix the way out, where one is known
 * @param then what may help
 */
record Explanation(
        String what, Map<String, String> facts, @Nullable String fix, Then then) implements Serializable {
    /** What may help. */
    enum Then {
        /** Nothing but somebody who mends it. */
        MEND,
        /** Another host of the list. */
        NEXT_HOST,
        /** The same, later. */
        WAIT
    }

    Explanation(String what, @Nullable String fix, Then then) {
        this(what, Map.of(), fix, then);
    }
}
