package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The first process of a server, found by the file that it keeps in its data folder. */
final class Postmaster {
    private static final Duration STOP_TIME = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 20;

    private Postmaster() {}

    /** Ends the server of this data folder, should it run. */
    static void stop(Path data) throws IOException {
        String pid;
        try {
            pid = Files.readAllLines(data.resolve("postmaster.pid")).stream()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (NoSuchFileException stopped) {
            return;
        }
        if (!pid.matches("[0-9]{1,18}")) {
            return;
        }
        ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElse(null);
        if (server == null || !serves(server, data)) {
            return;
        }
        server.destroy();
        if (!ended(server, data)) {
            server.destroyForcibly();
            ended(server, data);
        }
    }

    /**
     * The number may have gone to another process since, be it one of another server. A process that has ended, but
     * whose parent has not asked how, has neither arguments nor command.
     */
    private static boolean serves(ProcessHandle process, Path data) {
        ProcessHandle.Info info = process.info();
        return info.arguments()
                .map(arguments -> List.of(arguments).contains(data.toString()))
                // where the system tells no arguments, as Windows does not
                .orElseGet(() -> info.command().orElse("").contains("postgres"));
    }

    /** Not {@code onExit()}: that waits for a parent that may never ask, as the first process of many a container. */
    private static boolean ended(ProcessHandle server, Path data) {
        long deadline = System.nanoTime() + STOP_TIME.toNanos();
        while (server.isAlive() && serves(server, data)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
