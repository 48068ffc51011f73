package dev.serein.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A peer that takes orders on stdin and answers each with a line on stdout. */
final class PeerProcess implements Contestant {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final Writer orders;

    private PeerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.answers = process.inputReader(UTF_8);
        this.orders = process.outputWriter(UTF_8);
    }

    /** One that runs on this JVM's own class path. */
    static PeerProcess jvm(String name, String url, Path logs) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms512m", "-Xmx512m", "-Dorg.jooq.no-logo=true", "-Dorg.jooq.no-tips=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Peer.class.getName(), name));
        return start(name, command, Path.of(""), url, logs);
    }

    static PeerProcess start(String name, List<String> command, Path folder, String url, Path logs) throws IOException {
        Path log = logs.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectError(log.toFile());
        builder.environment().put("DATABASE_URL", url);
        return new PeerProcess(name, builder.start(), log);
    }

    /** Returns when it has said that it is ready. */
    void await() throws IOException {
        String line = answer(PATIENCE);
        if (!line.equals("ready")) {
            throw new IOException(name + " should have said that it is ready, but said: " + line);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String check(Operation operation, long turn) throws IOException {
        return ask("check " + operation.word() + " " + turn, PATIENCE).toString();
    }

    @Override
    public Answer run(Operation operation, int concurrency, Duration time) throws IOException {
        String order = "run " + operation.word() + " " + concurrency + " " + time.toMillis();
        return Answer.of(ask(order, time.plus(PATIENCE)));
    }

    private Map<?, ?> ask(String order, Duration patience) throws IOException {
        orders.write(order + "\n");
        orders.flush();
        Map<?, ?> words = (Map<?, ?>) Json.parse(answer(patience));
        if (words.get("skip") != null) {
            throw new Skipped(String.valueOf(words.get("skip")));
        }
        return words;
    }

    private String answer(Duration patience) throws IOException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(this::readLine);
        try {
            return line.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            throw new IOException(name + " does not answer; what it said is in " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String readLine() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException(name + " has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long cpu() throws IOException {
        return Cpu.of(process.pid());
    }

    @Override
    public void moveTo(String processors) throws IOException {
        Cpu.move(process.pid(), processors);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
