package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.migrate.Blocker;
import dev.serein.migrate.MigrationEvent;
import dev.serein.migrate.MigrationReport.Applied;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is seen of migrations while they are applied. */
class ProgressTest {
    private static final List<Blocker> PSQL =
            List.of(new Blocker(4711, "psql", "ada", "10.0.0.7", "idle in transaction", Duration.ofSeconds(12)));

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final AtomicLong seconds = new AtomicLong();
    private final Progress lines = new Lines(stream, () -> seconds.get() * 1_000_000_000);
    private final Progress terminal = new RewrittenLine(stream);

    /** What is written since the last time. */
    private String seen() {
        String seen = err.toString(StandardCharsets.UTF_8);
        err.reset();
        return seen;
    }

    private static MigrationEvent turn(long waited) {
        return new MigrationEvent.WaitingForTurn(PSQL, Duration.ofSeconds(waited));
    }

    private static MigrationEvent running(long elapsed, List<Blocker> blockers) {
        return new MigrationEvent.Running("V2__posts.sql", Duration.ofSeconds(elapsed), blockers);
    }

    private static MigrationEvent gaveWay() {
        return new MigrationEvent.GaveWay("V2__posts.sql", PSQL, Duration.ofMillis(1300));
    }

    private static MigrationEvent done(long millis) {
        return new MigrationEvent.Done(new Applied("V2__posts.sql", "2", Duration.ofMillis(millis)));
    }

    @Test
    void aLogHasALineWhenAWaitBeginsAndThenOneInTenSeconds() {
        for (int second = 0; second <= 20; second++) {
            seconds.set(second);
            lines.accept(turn(second));
        }

        assertThat(seen())
                .isEqualTo(("Waiting for another migrator: "
                                + "pid 4711 (psql, ada, 10.0.0.7, idle in transaction for 12 s)\n")
                        .repeat(3));
    }

    @Test
    void aLogSaysWhatWaitsForALockAndWhatGivesWayAndWhatIsDone() {
        lines.accept(new MigrationEvent.Started("V2__posts.sql", 1));
        lines.accept(running(1, List.of()));
        lines.accept(running(2, PSQL));
        lines.accept(gaveWay());
        lines.accept(running(1, PSQL));
        lines.accept(gaveWay());
        seconds.set(10);
        lines.accept(running(1, PSQL));
        lines.accept(new MigrationEvent.Rebuilding("V2__posts.sql", "public.posts_title"));
        lines.accept(done(185_000));

        assertThat(seen()).isEqualTo("""
                V2__posts.sql waits for pid 4711 (psql, ada, 10.0.0.7, idle in transaction for 12 s)
                V2__posts.sql lets others through, and tries again; locked by pid 4711 (psql, ada, 10.0.0.7, idle in \
                transaction for 12 s)
                V2__posts.sql waits for pid 4711 (psql, ada, 10.0.0.7, idle in transaction for 12 s)
                V2__posts.sql builds the index public.posts_title again, which an interrupted build has left invalid
                Applied V2__posts.sql in 3 min 5 s
                """);
    }

    @Test
    void theNextMigrationThatWaitsIsToldAtOnce() {
        lines.accept(turn(1));
        lines.accept(done(12));
        lines.accept(turn(1));

        assertThat(seen().lines()).hasSize(3);
    }

    @Test
    void aTerminalHasOneLineForAMigrationThatIsWrittenOver() {
        terminal.accept(new MigrationEvent.Started("V2__posts.sql", 1));
        assertThat(seen()).isEqualTo(over("V2__posts.sql"));
        terminal.accept(running(3, List.of()));
        assertThat(seen()).isEqualTo(over("V2__posts.sql  3 s"));
        terminal.accept(running(4, PSQL));
        assertThat(seen())
                .isEqualTo(over("V2__posts.sql  4 s, waits for pid 4711 (psql, ada, 10.0.0.7, idle in transaction"
                        + " for 12 s)"));
        terminal.accept(gaveWay());
        assertThat(seen())
                .isEqualTo(over("V2__posts.sql  tries again in 1.3 s, lets others through; locked by pid 4711 (psql,"
                        + " ada, 10.0.0.7, idle in transaction for 12 s)"));
        terminal.accept(new MigrationEvent.Started("V2__posts.sql", 2));
        assertThat(seen()).isEqualTo(over("V2__posts.sql  attempt 2"));
        terminal.accept(new MigrationEvent.Rebuilding("V2__posts.sql", "public.posts_title"));
        assertThat(seen()).isEqualTo(over("V2__posts.sql  builds the index public.posts_title again"));
        terminal.accept(done(1234));
        assertThat(seen()).isEqualTo("\r\u001b[2KV2__posts.sql  1.2 s\n");
    }

    @Test
    void aTerminalShowsWhoHasTheTurnAndTheLineIsGoneAtTheEnd() {
        terminal.accept(new MigrationEvent.WaitingForTurn(List.of(), Duration.ofSeconds(2)));
        assertThat(seen()).isEqualTo(over("Waiting for another migrator, 2 s: somebody"));

        terminal.end();
        assertThat(seen()).isEqualTo("\r\u001b[2K");
        terminal.end();
        assertThat(seen()).isEmpty();
    }

    private static String over(String line) {
        return "\r\u001b[2K\u001b[?7l" + line + "\u001b[?7h";
    }
}
