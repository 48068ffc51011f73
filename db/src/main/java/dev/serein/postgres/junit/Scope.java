package dev.serein.postgres.junit;

import dev.serein.postgres.ScratchDatabase;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** What was made for one class or one method: the same for all that ask for it, closed at the end. */
final class Scope {
    private record Key(ScratchDatabase database, Class<?> type) {}

    private final Map<Key, Object> values = new HashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    synchronized Object value(Source source, Class<?> type, ScratchDatabase database) {
        Key key = new Key(database, type);
        Object known = values.get(key);
        if (known != null) {
            return known;
        }
        try {
            Object made = source.maker().make(type, database);
            values.put(key, made);
            if (source.closed()) {
                open.push((AutoCloseable) made);
            }
            return made;
        } catch (SQLException | ReflectiveOperationException e) {
            throw new ExtensionConfigurationException(
                    "Cannot open a " + type.getSimpleName() + " to " + database + ": " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }

    /** The last that was opened first. */
    synchronized void close() throws Exception {
        Exception first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        values.clear();
        if (first != null) {
            throw first;
        }
    }
}
