package dev.serein.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The small segment of System V shared memory by which a server knows whether another one uses its data. It outlasts
 * one that was killed, and a machine has a few thousand of them at most.
 */
final class SharedMemory {
    private static final Duration MOST = Duration.ofSeconds(2);
    /** From 1; as in src/include/utils/pidfile.h. */
    private static final int LINE = 7;

    private SharedMemory() {}

    /** Removes that of a server that is not there any more, as the file tells that it left behind. */
    static void release(Path pidFile) throws IOException {
        if (OperatingSystem.isWindows()) {
            return;
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(pidFile, StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return; // as it should be
        }
        String[] keyAndId = lines.size() < LINE
                ? new String[0]
                : lines.get(LINE - 1).strip().split(" +");
        if (keyAndId.length == 2) {
            boolean free = Wait.until(() -> !isAttached(keyAndId), MOST);
            Wait.requireNoInterrupt(); // else what tells of it would be gone
            if (free && exists(keyAndId)) {
                OperatingSystem.run("ipcrm", "-m", keyAndId[1]);
            }
        }
        Files.deleteIfExists(pidFile);
    }

    private static boolean isAttached(String[] keyAndId) {
        return segments().stream().anyMatch(segment -> is(segment, keyAndId) && !segment[6].equals("0"));
    }

    /** Not one that has the number by chance. */
    private static boolean exists(String[] keyAndId) {
        return !OperatingSystem.isLinux() || segments().stream().anyMatch(segment -> is(segment, keyAndId));
    }

    private static boolean is(String[] segment, String[] keyAndId) {
        // the file has the key without a sign
        return Integer.parseInt(segment[0]) == (int) Long.parseUnsignedLong(keyAndId[0])
                && segment[1].equals(keyAndId[1]);
    }

    /** key, shmid, perms, size, cpid, lpid, nattch and more of each. */
    private static List<String[]> segments() {
        try {
            return Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
                    .map(line -> line.strip().split(" +"))
                    .filter(segment -> segment.length > 6 && !segment[0].equals("key"))
                    .toList();
        } catch (IOException otherSystem) {
            return List.of();
        }
    }
}
