package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Duration SOON = Duration.ofMillis(50);

    @Test
    void aConnectionThatIsNotGivenBackIsReportedOnce() throws SQLException {
        Queue<Holder> reported = new ConcurrentLinkedQueue<>();
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Watch watch = new Watch(SOON, reported::add);
                Connection connection = scratch.dataSource().getConnection()) {
            Slot forgotten = watch.slotOf(connection);
            forgotten.take(Slot.NEVER, new Throwable());
            Awaitility.await().until(() -> !reported.isEmpty());
            // many looks later
            Awaitility.await().pollDelay(Duration.ofMillis(300)).untilAsserted(() -> assertThat(reported)
                    .hasSize(1));
            assertThat(reported.peek().held()).isGreaterThanOrEqualTo(SOON);
            assertThat(reported.peek().thread())
                    .isEqualTo(Thread.currentThread().getName());

            forgotten.giveBack(Slot.NEVER, Duration.ZERO, null);
            forgotten.take(Slot.NEVER, new Throwable());

            Awaitility.await().untilAsserted(() -> assertThat(reported).hasSize(2));
        }
    }

    @Test
    void aTurnThatIsOverCanNeitherBeCancelledNorCut() throws SQLException {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Watch watch = new Watch(Duration.ofMinutes(1));
                Connection connection = scratch.dataSource().getConnection()) {
            Slot slot = watch.slotOf(connection);
            slot.take(Slot.NEVER, new Throwable());
            slot.begin(Slot.NEVER);
            long statement = slot.turn();
            slot.end();
            slot.begin(Slot.NEVER);

            slot.cancel(statement, Slot.Ended.LATE);
            slot.cut(statement, Slot.Ended.LATE);

            assertThat(slot.ended()).isNull();
            assertThat(connection.isValid(5)).isTrue();
            slot.cut(slot.turn(), Slot.Ended.LATE);
            assertThat(slot.ended()).isEqualTo(Slot.Ended.LATE);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void whyATurnWasEndedIsForgottenWithIt() throws SQLException {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Watch watch = new Watch(Duration.ofMinutes(1));
                Connection connection = scratch.dataSource().getConnection()) {
            Slot slot = watch.slotOf(connection);
            slot.take(Slot.NEVER, new Throwable());
            slot.begin(Slot.NEVER);
            slot.cancel(slot.turn(), Slot.Ended.LATE);
            assertThat(slot.ended()).isEqualTo(Slot.Ended.LATE);

            slot.end();

            assertThat(slot.ended()).isNull();
        }
    }

    @Test
    void aConnectionThatIsLentTwiceKeepsTheOuterDeadline() throws SQLException {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Watch watch = new Watch(Duration.ofMinutes(1));
                Connection connection = scratch.dataSource().getConnection()) {
            Slot slot = watch.slotOf(connection);
            slot.take(System.nanoTime() - 1, new Throwable());
            long outer = slot.take(Slot.NEVER, new Throwable());
            slot.giveBack(outer, Duration.ZERO, null);

            assertThat(slot.isHeld()).isTrue();
            assertThat(slot.isLate()).isTrue();
            slot.giveBack(Slot.NEVER, Duration.ZERO, null);
            assertThat(slot.isHeld()).isFalse();
        }
    }

    @Test
    void aReportThatFailsLeavesTheDeadlinesOfOthersAlone() throws SQLException {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Watch failing = new Watch(SOON, holder -> {
                    throw new IllegalStateException("of the test");
                });
                Watch other = new Watch(Duration.ofMinutes(1));
                Connection first = scratch.dataSource().getConnection();
                Connection second = scratch.dataSource().getConnection()) {
            failing.slotOf(first).take(Slot.NEVER, new Throwable());
            Awaitility.await().pollDelay(SOON.multipliedBy(4)).until(() -> true);

            Slot slot = other.slotOf(second);
            slot.take(System.nanoTime(), new Throwable());

            Awaitility.await().untilAsserted(() -> assertThat(second.isClosed()).isTrue());
        }
    }
}
