package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.PostgresProvider.Embedded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A test that takes too long is interrupted: locks of files refuse such a thread, and nothing waits in it. */
@Timeout(120)
@SuppressWarnings("try")
class InterruptedThreadTest {
    private static final PostgresOptions OPTIONS = PostgresOptions.of(new Embedded(18, null));

    @TempDir
    static Path temp; // one for all: the binaries are unpacked once

    private String before = "";

    @BeforeEach
    void useTemp() {
        before = System.setProperty("java.io.tmpdir", temp.toString());
    }

    @AfterEach
    void leaveTemp() {
        System.setProperty("java.io.tmpdir", before);
        assertThat(Thread.interrupted()).isFalse();
    }

    private static List<String> serverFolders() throws IOException {
        try (Stream<Path> all = Files.walk(temp, 2)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{8}"))
                    .toList();
        }
    }

    @Test
    void aServerIsRemovedByAThreadThatIsInterrupted() throws Exception {
        ScratchPostgres postgres = ScratchPostgres.start(OPTIONS);
        ServerProcess process = postgres.process();
        Thread.currentThread().interrupt();
        postgres.close();
        assertThat(Thread.interrupted()).as("it stays interrupted").isTrue();
        assertThat(process.isRunning()).isFalse();
        assertThat(serverFolders()).isEmpty();
    }

    @Test
    void aThreadThatIsInterruptedStartsNothingAndSaysSo() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ScratchPostgres.start(OPTIONS))
                .isInstanceOf(ScratchPostgresException.class)
                .hasMessage("The thread was interrupted while it started an embedded PostgreSQL\n"
                        + "  fix: ask again, or let the test take longer");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(serverFolders()).isEmpty();
    }

    @Test
    void nothingIsLeftWhateverTheStartWasAtWhenItWasInterrupted() throws Exception {
        ScratchPostgres.start(OPTIONS).close();
        for (int moment = 10; moment <= 130; moment += 20) {
            interruptAfter(moment, () -> {
                try (ScratchPostgres postgres = ScratchPostgres.start(OPTIONS)) {
                    assertThat(postgres.majorVersion()).isEqualTo(18);
                } catch (ScratchPostgresException e) {
                    assertThat(e).hasMessageStartingWith("The thread was interrupted while it started");
                }
            });
            assertThat(serverFolders()).as("interrupted after %s ms", moment).isEmpty();
        }
    }

    @Test
    void nothingIsLeftWhateverTheCloseWasAtWhenItWasInterrupted() throws Exception {
        for (int moment = 0; moment <= 30; moment += 5) {
            ScratchPostgres postgres = ScratchPostgres.start(OPTIONS);
            interruptAfter(moment, postgres::close);
            assertThat(serverFolders()).as("interrupted after %s ms", moment).isEmpty();
        }
    }

    /** The moment is none in particular: it moves through the work. */
    private static void interruptAfter(int millis, Runnable work) throws InterruptedException {
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            try {
                if (!done.await(millis, TimeUnit.MILLISECONDS)) {
                    worker.interrupt();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        work.run();
        done.countDown();
        Thread.interrupted();
        other.join();
        Thread.interrupted();
    }
}
