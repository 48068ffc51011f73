package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The release step in a process of its own. */
final class Migrator implements AutoCloseable {
    private final Process process;
    private final String name;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final Thread reader;

    /**
     * Starts the process, which waits to be told to begin.
     *
     * @param name of its sessions in the server
     */
    Migrator(String name, String url, Path migrations) {
        this.name = name;
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartedWhenTold.class.getName(),
                        "migrate",
                        "--migrations",
                        migrations.toString())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("DATABASE_URL", url, "PGAPPNAME", name));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        reader = new Thread(this::read, "what " + process.pid() + " says");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(said::add);
        } catch (IOException | RuntimeException e) {
            said.add("cannot read: " + e);
        }
    }

    String name() {
        return name;
    }

    boolean isReady() {
        return said.contains("ready");
    }

    void begin() {
        try {
            process.outputWriter().write("go\n");
            process.outputWriter().flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void endsWell() throws InterruptedException {
        assertThat(process.waitFor(5, TimeUnit.MINUTES))
                .as(() -> "ended: " + said)
                .isTrue();
        reader.join(60_000);
        assertThat(process.exitValue()).as(() -> String.join("\n", said)).isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
