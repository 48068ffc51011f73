package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many processes at once, and processes that are killed at some moment. A soak has more of both:
 * {@code -Dserein.soak.jvms=50 -Dserein.soak.kills=30}.
 */
@EnabledOnOs(OS.LINUX)
class ManyProcessesTest {
    private static final int JVMS = Integer.getInteger("serein.soak.jvms", 6);
    private static final int KILLS = Integer.getInteger("serein.soak.kills", 5);
    private static final long SEED = Long.getLong("serein.soak.seed", System.nanoTime());

    @TempDir
    Path temp;

    @AfterEach
    void endAll() throws InterruptedException {
        ForkedJvm.endAll();
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void doNotDisturbEachOther() throws Exception {
        List<ForkedJvm> all = new ArrayList<>();
        for (int each = 0; each < JVMS; each++) {
            all.add(ForkedJvm.start(temp, Map.of("ROWS", "100"), "write-close", "embedded"));
        }
        for (ForkedJvm each : all) {
            each.endsWell();
            assertThat(each.output()).contains("rows: 100");
        }
        assertThat(all.stream().flatMap(each -> each.servers().stream()).distinct())
                .hasSize(JVMS);
        assertNothingLeft(Set.of());
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void whateverAKilledOneWasDoingTheNextRemovesWhatItLeft() throws Exception {
        Random random = new Random(SEED);
        long cold = millis("write-standby-close"); // unpacks the binaries too
        long warm = millis("write-standby-close");
        for (int kill = 0; kill < KILLS; kill++) {
            boolean first = kill % 5 == 0;
            if (first) {
                ServerHome.deleteTree(binaries());
            }
            long moment = random.nextLong(200, first ? cold : warm);
            ForkedJvm killed = ForkedJvm.start(temp, "write-standby-close", "embedded");
            Thread.sleep(moment); // that it is any moment is the point
            killed.kill();
            Set<String> segments = segments();
            ForkedJvm next = ForkedJvm.start(temp, "write-close", "embedded");
            assertThat(next.exit())
                    .as("after the kill at %s ms, seed %s: %s", moment, SEED, next.output())
                    .isZero();
            assertNothingLeft(segments);
        }
    }

    private long millis(String end) throws Exception {
        long started = System.nanoTime();
        ForkedJvm.start(temp, end, "embedded").endsWell();
        return Duration.ofNanos(System.nanoTime() - started).toMillis();
    }

    private Path binaries() throws IOException {
        try (Stream<Path> all = Files.walk(temp, 2)) {
            return all.filter(path -> path.endsWith("binaries")).findFirst().orElseThrow();
        }
    }

    private void assertNothingLeft(Set<String> segments) throws IOException {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(processes()).isEmpty();
            assertThat(folders()).isEmpty();
        });
        assertThat(Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
                        .map(line -> line.strip().split(" +")[1])
                        .filter(segments::contains))
                .as("shared memory of servers that are gone")
                .isEmpty();
    }

    private List<String> processes() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(temp.toString()) && line.contains("postgres") && !line.contains("java "))
                .toList();
    }

    private List<String> folders() throws IOException {
        try (Stream<Path> all = Files.walk(temp, 2)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{8}"))
                    .toList();
        }
    }

    /** Of the servers that are left, as their files say. */
    private Set<String> segments() throws IOException {
        Set<String> segments = new HashSet<>();
        try (Stream<Path> all = Files.find(temp, 4, (path, any) -> path.endsWith("postmaster.pid"))) {
            for (Path file : all.toList()) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() > 6) {
                    segments.add(lines.get(6).strip().split(" +")[1]);
                }
            }
        } catch (UncheckedIOException | NoSuchFileException e) {
            assertThat(e).hasStackTraceContaining("NoSuchFile"); // it is ending
        }
        return segments;
    }
}
