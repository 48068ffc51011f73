package dev.serein.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The program in this process, with an environment of the test's. */
final class Program {
    private final Map<String, String> environment;

    private final String input;

    private Program(Map<String, String> environment, String input) {
        this.environment = environment;
        this.input = input;
    }

    /** What it said, and how it ended. */
    record Run(int exit, String out, String err) {
        /** Times and folders differ from run to run. */
        Run masked(Path folder) {
            return new Run(exit, masked(out, folder), masked(err, folder));
        }

        private static String masked(String text, Path folder) {
            return text.replace(folder.toString(), "FOLDER")
                    .replace(folder.toString().replace("/", "\\/"), "FOLDER")
                    .replaceAll("\\b[0-9.]+ (ms|s)\\b", "N ms")
                    .replaceAll("\"millis\":[0-9]+", "\"millis\":N")
                    .replaceAll("\\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z", "TIME");
        }
    }

    static Program in(Map<String, String> environment) {
        return new Program(environment, "");
    }

    /** Migrations go to this database. */
    static Program on(String url) {
        return in(Map.of("DATABASE_URL", url));
    }

    /** With something to read. */
    Program reading(String text) {
        return new Program(environment, text);
    }

    Run run(String... arguments) {
        return run(false, arguments);
    }

    Run run(boolean terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                terminal,
                terminal,
                System::nanoTime);
        int exit = Main.run(surroundings, arguments);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
