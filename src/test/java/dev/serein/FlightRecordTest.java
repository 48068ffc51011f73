package dev.serein;

import static dev.serein.Query.find;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.sun.management.ThreadMXBean;
import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ReferenceSchema
class FlightRecordTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final String SECRET = "hunter2@example.com";
    private static final Query1<String, UsersRow> BY_EMAIL =
            Query.of(String.class, email -> find(USERS).where(USERS.EMAIL.eq(email)));

    @TempDir
    private Path folder;

    private final Database db = migrated.db();

    @Test
    void aRecordingHoldsTheStatementsOfBothDoors() throws IOException {
        List<RecordedEvent> events;
        try (Recording recording = new Recording()) {
            recording.enable("dev.serein.Statement");
            recording.start();
            BY_EMAIL.maybe(db, SECRET);
            db.transaction(tx -> tx.sql()
                    .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                    .values("ada@example.com", "Ada")
                    .execute());
            assertThatThrownBy(() -> db.sql().execute("select ?::int", SECRET)).isInstanceOf(StatementFailed.class);
            recording.stop();
            Path file = folder.resolve("statements.jfr");
            recording.dump(file);
            events = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("dev.serein.Statement"))
                    .filter(event -> event.getThread().getJavaThreadId() == threadId())
                    .toList();
        }

        assertThat(events)
                .extracting(
                        event -> event.getString("sql"),
                        event -> event.getLong("rows"),
                        event -> event.getString("error"),
                        event -> event.getBoolean("inTransaction"))
                .containsExactly(
                        tuple(BY_EMAIL.toString(), 0L, null, false),
                        tuple("insert into \"public\".\"users\" (\"email\", \"name\") values (?, ?)", 1L, null, true),
                        tuple("select ?::int", 0L, "StatementFailed 22P02", false));
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getDuration()).isPositive();
            assertThat(event.getStackTrace().getFrames()).anyMatch(frame -> frame.getMethod()
                    .getType()
                    .getName()
                    .equals(getClass().getName()));
            assertThat(event.toString()).doesNotContain("hunter2");
        });
    }

    @SuppressWarnings("deprecation") // threadId() is there since Java 19
    private static long threadId() {
        return Thread.currentThread().getId();
    }

    @Test
    void whereNobodyListensNothingIsMade() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = db.sql().connectionResult(connection -> {
            Listeners.NONE.observe(connection);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                Listeners.NONE.observe(connection);
            }
            return threads.getCurrentThreadAllocatedBytes() - before;
        });

        assertThat(bytes).isLessThan(1_000); // not one object each
    }
}
