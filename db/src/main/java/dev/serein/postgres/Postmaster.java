package dev.serein.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first process of a server, found by the file that it keeps in its data folder. */
final class Postmaster {
    private static final Duration STOP_TIME = Duration.ofSeconds(10);
    /** Which line of the file says how far the start has come; from 1, as in src/include/utils/pidfile.h. */
    private static final int STATUS_LINE = 8;

    private static final String FILE = "postmaster.pid";
    private static final String KILLED = "postmaster.killed";

    private Postmaster() {}

    /** Whether this process has started a server here that takes connections. */
    static boolean isReady(Path data, long pid) {
        List<String> lines = file(data);
        if (lines.size() < STATUS_LINE || !lines.get(0).strip().equals(Long.toString(pid))) {
            return false;
        }
        String status = lines.get(STATUS_LINE - 1).strip();
        return status.equals("ready") || status.equals("standby");
    }

    private static List<String> file(Path data) {
        try {
            // half a line may be there, never half a character that matters
            return Files.readAllLines(data.resolve(FILE), StandardCharsets.ISO_8859_1);
        } catch (IOException notYet) {
            return List.of();
        }
    }

    /** Whether a server runs in this data folder. */
    static boolean runs(Path data) {
        return of(data) != null;
    }

    private static @Nullable ProcessHandle of(Path data) {
        String pid = file(data).stream().findFirst().orElse("").strip();
        return pid.matches("[0-9]{1,18}")
                ? ProcessHandle.of(Long.parseLong(pid))
                        .filter(server -> serves(server, data))
                        .orElse(null)
                : null;
    }

    /** Ends the server of this data folder, should it run; what it holds goes with it. */
    static void stop(Path data) throws IOException {
        ProcessHandle server = of(data);
        if (server != null) {
            end(server, data);
        }
        SharedMemory.release(data.resolve(FILE));
        SharedMemory.release(data.resolve(KILLED));
        Wait.requireNoInterrupt();
    }

    private static void end(ProcessHandle server, Path data) throws IOException {
        OperatingSystem.signal("QUIT", Stream.of(server));
        OperatingSystem.signal("CONT", Stream.concat(Stream.of(server), server.descendants())); // it may be paused
        if (!Wait.until(() -> !serves(server, data), STOP_TIME)) {
            List<ProcessHandle> others = server.descendants().toList();
            server.destroyForcibly();
            others.forEach(ProcessHandle::destroyForcibly);
            Wait.until(() -> !serves(server, data), STOP_TIME);
        }
    }

    /**
     * The file names a process that may count as there until its parent asks how it ended: it is put away, not removed,
     * as it also names what is left of the server.
     */
    static void putAwayFileOfKilled(Path data) throws IOException {
        if (Files.exists(data.resolve(FILE))) {
            Files.move(data.resolve(FILE), data.resolve(KILLED), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Kills whatever has this folder among its arguments: what makes a cluster there, and a server that has not yet
     * written its file, when the process that began it was killed.
     */
    static void killAllIn(Path folder) throws IOException {
        List<ProcessHandle> all = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString())
                        && !process.equals(ProcessHandle.current()))
                .toList();
        for (ProcessHandle each : all) {
            each.destroyForcibly();
            Wait.until(() -> each.info().command().isEmpty(), STOP_TIME);
        }
    }

    /**
     * Whether it is alive, and the server of this folder. The number may have gone to another process since, be it one
     * of another server. A process that has ended, but whose parent has not asked how, has neither arguments nor
     * command; {@code onExit()} would wait for a parent that may never ask, as the first process of many a container.
     */
    static boolean serves(ProcessHandle process, Path data) {
        if (!process.isAlive()) {
            return false;
        }
        ProcessHandle.Info info = process.info();
        return info.arguments()
                .map(arguments -> List.of(arguments).contains(data.toString()))
                // where the system tells no arguments, as Windows does not
                .orElseGet(() -> info.command().orElse("").contains("postgres"));
    }
}
