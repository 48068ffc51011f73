package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.serein.postgres.junit.Scratch;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A log costs nothing while none is open, and no more memory than it says while one is. */
@ReferenceSchema
class StatementLogCostTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();

    @Test
    void whereNoLogIsOpenAnyMoreNothingIsMade() {
        Listeners listeners = db.executor().listeners();
        long bytes = db.sql().connectionResult(connection -> {
            for (int i = 0; i < 3; i++) {
                try (StatementLog log = db.log()) {
                    Observation observed = listeners.observe(connection);
                    assertThat(log.leftOpen()).isNotEmpty();
                    observed.over(null, "");
                    assertThat(log.count()).isOne();
                }
                assertThat(listeners.observe(connection)).isNull();
            }
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                listeners.observe(connection);
            }
            return threads.getCurrentThreadAllocatedBytes() - before;
        });

        assertThat(bytes).isLessThan(1_000); // not one object each
    }

    @Test
    void nothingIsRememberedOnceAllIsOver() {
        try (StatementLog log = db.log()) {
            for (int i = 0; i < 10; i++) {
                db.sql().selectOne().fetch();
                db.transaction(tx -> tx.sql().selectOne().fetch());
            }
            assertThat(log.count()).isEqualTo(20);
        }
        assertThat(db.executor().listeners().open()).isEmpty();
    }

    @Test
    void whatIsBeyondItsSizeIsCountedAndNotKept() {
        try (StatementLog log = new StatementLog(db.executor(), 2)) {
            for (int i = 0; i < 5; i++) {
                db.sql().selectOne().fetch();
            }
            assertThat(log.count()).isEqualTo(5);
            assertThat(log.statements()).hasSize(2);
            assertThat(log.toString())
                    .startsWith("2 statements, 1 of them different\n")
                    .endsWith("\n  … and 3 that are not kept");
            assertThat(log.statements().get(0).sql())
                    .isSameAs(log.statements().get(1).sql());
        }
    }
}
