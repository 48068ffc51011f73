package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** {@link ScratchServerMain} in a JVM of its own, with a temporary folder of its own. */
final class ForkedJvm {
    private static final Duration MOST = Duration.ofSeconds(120);
    private static final String SERVER = "server pid: ";
    private static final Queue<ForkedJvm> STARTED = new ConcurrentLinkedQueue<>();

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private ForkedJvm(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static ForkedJvm start(Path temp, String... arguments) throws IOException {
        return start(temp, Map.of(), arguments);
    }

    static ForkedJvm start(Path temp, Map<String, String> environment, String... arguments) throws IOException {
        return start(Path.of(""), temp, environment, arguments);
    }

    /** @param folder where it runs */
    static ForkedJvm start(Path folder, Path temp, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", // its file would outlive a killed JVM
                "-Djava.io.tmpdir=" + temp,
                "-Dserein.postgres.binaries=" + System.getProperty("serein.postgres.binaries"),
                "-cp",
                System.getProperty("java.class.path"),
                ScratchServerMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(folder.toAbsolutePath().toFile());
        builder.environment().putAll(environment);
        ForkedJvm jvm = new ForkedJvm(builder.start());
        STARTED.add(jvm);
        return jvm;
    }

    /** For the end of every test: ends what it started, however it went. */
    static void endAll() throws InterruptedException {
        for (ForkedJvm jvm = STARTED.poll(); jvm != null; jvm = STARTED.poll()) {
            jvm.kill();
            jvm.reader.join(MOST.toMillis());
            for (long server : jvm.servers()) {
                ProcessHandle.of(server)
                        .filter(left -> left.info().command().orElse("").contains("postgres"))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private void read() {
        try (BufferedReader out = process.inputReader()) {
            out.lines().forEach(lines::add);
        } catch (IOException | RuntimeException e) {
            lines.add("cannot read: " + e);
        }
    }

    ForkedJvm awaitLine(String wanted) {
        await().atMost(MOST)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> lines.contains(wanted) || !reader.isAlive());
        assertThat(lines).contains(wanted);
        return this;
    }

    /** All it said until its end. */
    List<String> output() throws InterruptedException {
        exit();
        return lines;
    }

    /** The process numbers of the servers that it started. */
    List<Long> servers() {
        return lines.stream()
                .filter(line -> line.startsWith(SERVER))
                .map(line -> Long.valueOf(line.substring(SERVER.length())))
                .toList();
    }

    /** SIGKILL: no shutdown hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void endInput() throws IOException {
        process.outputWriter().close();
    }

    int exit() throws InterruptedException {
        if (!process.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("did not end: " + lines);
        }
        reader.join(MOST.toMillis());
        assertThat(reader.isAlive()).as("something holds its output open").isFalse();
        return process.exitValue();
    }

    void endsWell() throws InterruptedException {
        assertThat(exit()).as(() -> String.join("\n", lines)).isZero();
    }
}
