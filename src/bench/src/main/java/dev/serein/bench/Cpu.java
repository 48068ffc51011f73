package dev.serein.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What Linux knows of the time that processes take, in nanoseconds. */
final class Cpu {
    private static final Path PROC = Path.of("/proc");
    /** The unit of /proc/stat, on every Linux. */
    private static final long TICK = 10_000_000;

    private Cpu() {}

    static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** That of all threads of the process which run. */
    static long of(long pid) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(process(pid).resolve("task"))) {
            for (Path thread : threads) {
                sum += schedule(thread);
            }
        } catch (NoSuchFileException ended) {
            return 0;
        }
        return sum;
    }

    private static long schedule(Path thread) throws IOException {
        try {
            String[] words = Files.readString(thread.resolve("schedstat")).split(" ");
            return Long.parseLong(words[0]);
        } catch (IOException e) {
            if (Files.exists(thread)) {
                throw e;
            }
            return 0;
        }
    }

    /** That of children which have ended; to the tick. */
    static long ofEndedChildren(long pid) throws IOException {
        String[] words = stat(pid);
        return (Long.parseLong(words[13]) + Long.parseLong(words[14])) * TICK;
    }

    static long parent(long pid) throws IOException {
        return Long.parseLong(stat(pid)[1]);
    }

    /** What stands behind the name, which may have spaces in it. */
    private static String[] stat(long pid) throws IOException {
        String stat = Files.readString(process(pid).resolve("stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    /** How long the processors of this machine have worked for anyone, to the tick. */
    static long ofMachine() throws IOException {
        try (var lines = Files.lines(PROC.resolve("stat"))) {
            String[] words = lines.findFirst().orElseThrow().trim().split(" +");
            long busy = 0;
            for (int i = 1; i <= 8; i++) {
                // idle, and waiting for a disk
                busy += i == 4 || i == 5 ? 0 : Long.parseLong(words[i]);
            }
            return busy * TICK;
        }
    }

    /** Those on which this process may run. */
    static String allowed() throws IOException {
        try (var lines = Files.lines(PROC.resolve("self/status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Lets all threads of a process, and those that they start, run on these processors. */
    static void move(long pid, String processors) throws IOException {
        Process taskset = new ProcessBuilder("taskset", "-acp", processors, Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        String said = new String(taskset.getInputStream().readAllBytes(), UTF_8);
        try {
            if (taskset.waitFor() != 0 && Files.exists(process(pid))) {
                throw new IOException("taskset: " + said.trim());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Path process(long pid) {
        return PROC.resolve(Long.toString(pid));
    }
}
