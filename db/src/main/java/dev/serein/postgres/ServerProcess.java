package dev.serein.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The process of an embedded server: it can be stopped, killed, paused and started again. Where it answers, and its
 * data, stay the same. Thread-safe: one of these at a time.
 *
 * <p>Each method returns when it is so, within 60 seconds.
 */
public final class ServerProcess {
    private static final Duration MOST = Duration.ofSeconds(60);

    private final List<String> command;
    private final Path data;
    private final Path log;
    private ProcessHandle postmaster;
    private boolean paused;

    private ServerProcess(List<String> command, Path data, Path log) throws IOException {
        this.command = command;
        this.data = data;
        this.log = log;
        this.postmaster = launch(Map.of());
    }

    /** Starts a server in this data folder. */
    static ServerProcess start(Installation installation, Path data, Path log) throws IOException {
        // else Ctrl-C in a terminal would end it before what uses it
        List<String> command = new ArrayList<>(OperatingSystem.inNewSession());
        if (OperatingSystem.isLinux() && Files.getAttribute(data, "unix:uid").equals(0)) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL does not run as root
        }
        command.addAll(List.of(installation.program("postgres").toString(), "-D", data.toString()));
        return new ServerProcess(command, data, log);
    }

    /**
     * Stops it, as for maintenance: open transactions are rolled back, every client is told (SQLSTATE 57P01), what was
     * committed is kept. Does nothing if it does not run.
     *
     * @throws ScratchPostgresException if it does not end in time
     */
    public void stop() {
        end("INT");
    }

    /**
     * Stops it as in an emergency: clients get a warning at most, and a lost connection (SQLSTATE 08006); nothing is
     * written down, the next start recovers.
     *
     * @throws ScratchPostgresException if it does not end in time
     */
    public void stopImmediately() {
        end("QUIT");
    }

    private synchronized void end(String signal) {
        resume(); // a paused one would hear it later
        signal(signal, Stream.of(postmaster));
        awaitEnd(Stream.of(postmaster));
    }

    /**
     * Kills it and all its processes at once, as when its machine loses power: nobody is told anything; the next start
     * recovers. What was committed is not lost, unless {@code synchronous_commit} is off: the operating system, which
     * has it, goes on.
     *
     * @throws ScratchPostgresException if it does not end in time
     */
    public synchronized void kill() {
        signal("STOP", Stream.of(postmaster)); // else it, or those that see it go, would still tell the clients
        List<ProcessHandle> others = postmaster.descendants().toList();
        others.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(others.stream());
        postmaster.destroyForcibly();
        awaitEnd(Stream.of(postmaster));
        try {
            Postmaster.putAwayFileOfKilled(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Freezes it and all its processes, as a machine that hangs: connections stay open, nothing answers. Not on
     * Windows.
     */
    public synchronized void pause() {
        paused = true;
        signal("STOP", Stream.concat(Stream.of(postmaster), postmaster.descendants()));
    }

    /** Lets it go on after {@link #pause}. Does nothing if it is not paused. */
    public synchronized void resume() {
        if (paused) {
            signal("CONT", Stream.concat(Stream.of(postmaster), postmaster.descendants()));
            paused = false;
        }
    }

    /**
     * Starts it again, with the parameters it was set to.
     *
     * @throws ScratchPostgresException if it runs, or does not start
     */
    public void start() {
        start(Map.of());
    }

    /**
     * Starts it again, with other parameters, until it is started the next time: nothing that the server is told while
     * it runs changes them.
     *
     * @param changed those that change, as {@code postgresql.conf} names them, such as {@code max_wal_senders}
     * @throws ScratchPostgresException if it runs, or does not start
     */
    public synchronized void start(Map<String, String> changed) {
        if (isRunning()) {
            throw new ScratchPostgresException("The server runs already", "stop() it before");
        }
        if (!Files.exists(data)) {
            throw new ScratchPostgresException(
                    "The server is closed, and its data is gone", "ask for another: ScratchPostgres.start()");
        }
        try {
            postmaster = launch(changed);
            paused = false;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw ServerFolder.interrupted("the server again", e);
            }
            String lastWords = ServerLog.lastWords(log);
            throw new ScratchPostgresException(
                    "Cannot start the server again: " + lastWords, ServerLog.wayOut(lastWords), e);
        }
    }

    private ProcessHandle launch(Map<String, String> settings) throws IOException {
        List<String> all = new ArrayList<>(command);
        settings.forEach((name, value) -> all.addAll(List.of("-c", name + "=" + value)));
        Process process = new ProcessBuilder(all)
                .redirectInput(OperatingSystem.nothing())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        if (!Wait.until(() -> !process.isAlive() || Postmaster.isReady(data, process.pid()), MOST)) {
            process.destroyForcibly();
            Wait.requireNoInterrupt();
            throw new IOException("it was not ready after " + MOST.toSeconds() + " s");
        }
        if (!process.isAlive()) {
            throw new IOException("it ended");
        }
        return process.toHandle();
    }

    /**
     * Whether it runs; one that is paused does.
     *
     * @return whether there is such a process
     */
    public synchronized boolean isRunning() {
        return Postmaster.serves(postmaster, data);
    }

    /**
     * The number of its first process, the postmaster.
     *
     * @return the number on this machine
     */
    public synchronized long pid() {
        return postmaster.pid();
    }

    /**
     * Its data folder.
     *
     * @return the folder, which goes with the server
     */
    public Path dataFolder() {
        return data;
    }

    private static void signal(String name, Stream<ProcessHandle> processes) {
        try {
            OperatingSystem.signal(name, processes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitEnd(Stream<ProcessHandle> processes) {
        processes.forEach(process -> {
            // one that has ended, but whose parent has not asked how, has no command
            if (!Wait.until(() -> process.info().command().isEmpty(), MOST)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new ScratchPostgresException(
                            "The thread was interrupted before the server's process " + process.pid() + " had ended",
                            "");
                }
                throw new ScratchPostgresException(
                        "The server's process " + process.pid() + " has not ended after " + MOST.toSeconds() + " s",
                        "kill -9 " + process.pid());
            }
        });
    }
}
