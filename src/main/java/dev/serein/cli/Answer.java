package dev.serein.cli;

import dev.serein.DatabaseException;
import dev.serein.MigrationFailed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.tools.json.JSONValue;
import org.jspecify.annotations.Nullable;

/**
 * What a command has come to.
 *
 * @param exit how the process ends
 * @param data the document's, in their order
 * @param text for stdout; empty for none
 * @param problem for stderr; empty for none
 */
record Answer(int exit, Map<String, Object> data, String text, String problem) {
    static final int FINE = 0;
    static final int PROBLEMS = 1;
    static final int COULD_NOT_RUN = 2;

    static Answer fine(Map<String, Object> data, String text) {
        return new Answer(FINE, data, text, "");
    }

    static Answer couldNotRun(String type, String problem) {
        return new Answer(COULD_NOT_RUN, data("error", error(type, problem, null)), "", problem);
    }

    static Answer of(DatabaseException failure) {
        String message = String.valueOf(failure.getMessage());
        int exit = failure instanceof MigrationFailed ? PROBLEMS : COULD_NOT_RUN;
        return new Answer(exit, data("error", error(failure)), "", message);
    }

    /** A bug, or a library that is not there: whoever is to mend it needs to see where. */
    static Answer unexpected(Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack, true));
        Map<String, Object> error = error(failure.getClass().getSimpleName(), String.valueOf(failure), null);
        return new Answer(
                COULD_NOT_RUN, data("error", error), "", stack.toString().stripTrailing());
    }

    static Map<String, Object> error(DatabaseException failure) {
        // what has none is said to have this one
        String state = "00000".equals(failure.sqlState()) ? null : failure.sqlState();
        return error(failure.getClass().getSimpleName(), String.valueOf(failure.getMessage()), state);
    }

    static Map<String, Object> error(String type, String message, @Nullable String state) {
        return data("type", type, "message", message, "sqlstate", state);
    }

    /** Names and values in turn; a document keeps their order, and may hold null. */
    static Map<String, Object> data(@Nullable Object... namesAndValues) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            data.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return data;
    }

    String json(String command) {
        Map<String, Object> document = data("command", command, "exit", exit);
        document.putAll(data);
        return JSONValue.toJSONString(document);
    }
}
