package dev.serein.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A main class in a JVM of its own, with a temporary folder of its own. */
final class ForkedJvm {
    private static final long MOST_SECONDS = 60;

    private final Process process;
    private final BufferedReader out;
    private final List<String> lines = new ArrayList<>();

    private ForkedJvm(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    static ForkedJvm start(Path temp, Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temp,
                "-Dserein.postgres.binaries=" + System.getProperty("serein.postgres.binaries"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ForkedJvm(builder.start());
    }

    void awaitLine(String wanted) throws IOException {
        String line;
        while ((line = out.readLine()) != null) {
            lines.add(line);
            if (line.equals(wanted)) {
                return;
            }
        }
        throw new AssertionError("ended without \"" + wanted + "\": " + lines);
    }

    List<String> output() throws IOException {
        String line;
        while ((line = out.readLine()) != null) {
            lines.add(line);
        }
        return lines;
    }

    long number(String label) {
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .map(line -> Long.parseLong(line.substring(label.length())))
                .findFirst()
                .orElseThrow();
    }

    /** SIGKILL: no shutdown hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void endInput() throws IOException {
        process.outputWriter().close();
    }

    int exit() throws IOException, InterruptedException {
        output();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + lines);
        }
        return process.exitValue();
    }
}
