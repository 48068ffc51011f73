package dev.serein.fault;

import java.util.HashMap;
import java.util.Map;

/** Which text an Execute means: the names that one client has given to statements and portals. */
final class PreparedTexts {
    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();

    /** The text that this message executes; null if it executes none. */
    String executedBy(Message message) {
        return switch (message.type()) {
            case 'Q' -> message.texts(0)[0];
            case 'P' -> {
                String[] nameAndText = message.texts(0);
                statements.put(nameAndText[0], nameAndText[1]);
                yield null;
            }
            case 'B' -> {
                String[] portalAndStatement = message.texts(0);
                portals.put(portalAndStatement[0], statements.getOrDefault(portalAndStatement[1], ""));
                yield null;
            }
            case 'E' -> portals.getOrDefault(message.texts(0)[0], "");
            default -> null;
        };
    }
}
