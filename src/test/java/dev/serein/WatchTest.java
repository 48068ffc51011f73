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

            forgotten.giveBack();
            forgotten.take(Slot.NEVER, new Throwable());

            Awaitility.await().untilAsserted(() -> assertThat(reported).hasSize(2));
        }
    }

    @Test
    void aHoldingThatIsOverCanNeitherBeCancelledNorCut() throws SQLException {
        try (ScratchDatabase scratch = ScratchPostgres.shared().createDatabase();
                Watch watch = new Watch(Duration.ofMinutes(1));
                Connection connection = scratch.dataSource().getConnection()) {
            Slot slot = watch.slotOf(connection);
            slot.take(Slot.NEVER, new Throwable());
            long over = slot.holding();
            slot.giveBack();
            slot.take(Slot.NEVER, new Throwable());

            slot.cancel(over, Slot.Ended.LATE);
            slot.cut(over, Slot.Ended.LATE);

            assertThat(slot.ended()).isNull();
            assertThat(connection.isValid(5)).isTrue();
            slot.cut(slot.holding(), Slot.Ended.LATE);
            assertThat(connection.isClosed()).isTrue();
        }
    }
}
