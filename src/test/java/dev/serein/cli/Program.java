package dev.serein.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The program in this process, with an environment of the test's. */
final class Program {
    private final Map<String, String> environment;

    private Program(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What it said, and how it ended. */
    record Run(int exit, String out, String err) {
        /** Times differ from run to run. */
        Run withoutTimes() {
            return new Run(exit, masked(out), masked(err));
        }

        private static String masked(String text) {
            return text.replaceAll("\\b[0-9.]+ (ms|s)\\b", "N ms").replaceAll("\"millis\":[0-9]+", "\"millis\":N");
        }
    }

    static Program in(Map<String, String> environment) {
        return new Program(environment);
    }

    /** Migrations go to this database. */
    static Program on(String url) {
        return in(Map.of("DATABASE_URL", url));
    }

    Run run(String... arguments) {
        return run(false, arguments);
    }

    Run run(boolean terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
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
