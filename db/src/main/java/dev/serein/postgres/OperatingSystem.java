package dev.serein.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What differs from one system to the next. */
final class OperatingSystem {
    private static final String NAME = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);

    private OperatingSystem() {}

    static boolean isWindows() {
        return NAME.contains("windows");
    }

    static boolean isLinux() {
        return NAME.contains("linux");
    }

    /** What to put before a command so that no key in a terminal, nor closing it, ends what is started. */
    static List<String> inNewSession() {
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            return List.of("/usr/bin/setsid");
        }
        if (Files.isExecutable(Path.of("/usr/bin/perl"))) { // as on macOS
            return List.of("/usr/bin/perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV");
        }
        return List.of();
    }

    /** What has no content. */
    static File nothing() {
        return new File(isWindows() ? "NUL" : "/dev/null");
    }

    /** Sends a signal, such as {@code QUIT}, to processes that may have ended, one after the other. */
    static void signal(String name, Stream<ProcessHandle> processes) throws IOException {
        List<ProcessHandle> alive = processes.filter(ProcessHandle::isAlive).toList();
        if (isWindows()) {
            alive.forEach(ProcessHandle::destroyForcibly); // it knows no other
            return;
        }
        if (alive.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        alive.forEach(process -> command.add(Long.toString(process.pid())));
        run(command.toArray(String[]::new)); // one for all: to start it takes longer than what it does
    }

    /** Whatever comes of it. */
    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(nothing())
                .start();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
