package dev.serein.postgres.fault;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which text an Execute means: the names that one client has given to statements and portals. One thread's. */
final class PreparedTexts {
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();

    /** The text that this message executes; null if it executes none. */
    @Nullable
    String executedBy(Message message) {
        return switch (message.type()) {
            case 'Q' -> message.text(0);
            case 'P' -> {
                statements.put(message.text(0), message.text(1));
                yield null;
            }
            case 'B' -> {
                portals.put(message.text(0), statements.getOrDefault(message.text(1), ""));
                yield null;
            }
            case 'E' -> portals.getOrDefault(message.text(0), "");
            default -> null;
        };
    }
}
