package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

@ReferenceSchema
class SlowQueryLogTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final String SECRET = "hunter2";

    private final List<String> log = new ArrayList<>();
    private final StatementListener slow = new SlowQueryLog(Duration.ofMillis(100), log::add);

    /** Stands for code that gives its statements names. */
    private static PreparedRows<Integer> named(String name, String sql) {
        var query = DSL.resultQuery(sql, DSL.val(SECRET)).coerce(DSL.field("n", Integer.class));
        return new SingleRows<>(
                Sql.of(query).named(name), new Reading<>(List.of(query.fields()), row -> row.getInt(0)));
    }

    @Test
    void whatTakesTooLongIsWrittenDownWithoutItsValues() {
        try (Database db = Database.using(migrated.dataSource(), slow)) {
            db.sql().selectOne().fetch();
            named("Naps.take", "select 1 as n where {0}::text <> '' and pg_sleep(0.2) is not null")
                    .list(db);
            assertThatThrownBy(() -> db.sql().fetch("select pg_sleep(0.2), ?::int", SECRET))
                    .isInstanceOf(StatementFailed.class);
            assertThatThrownBy(() -> db.sql().fetch("select 1 / (length(pg_sleep(0.2)::text)), '" + SECRET + "'"))
                    .isInstanceOf(StatementFailed.class);
        }

        assertThat(log).hasSize(2);
        assertThat(log.get(0)).matches("""
                A statement took [23]\\d\\d ms
                  name: Naps\\.take
                  rows: 1
                  sql:  select 1 as n where \\?::text <> '…' and pg_sleep\\(0\\.2\\) is not null
                  line: [a-zA-Z.]+\\([A-Za-z.]+:-?\\d+\\)""");
        assertThat(log.get(1)).matches("""
                A statement took [23]\\d\\d ms, and failed
                  error: StatementFailed
                  sql:   select 1 / \\(length\\(pg_sleep\\(0\\.2\\)::text\\)\\), '…'
                  line:  [a-zA-Z.]+\\([A-Za-z.]+:-?\\d+\\)""");
        assertThat(log).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void itsLimitIsAnOption() {
        DatabaseOptions options = DatabaseOptions.of(migrated.url(), Map.of());
        assertThat(options.describe()).doesNotContain("slow query log");

        DatabaseOptions both = options.withSlowQueryLog(Duration.ofMillis(200)).withListener(event -> {});
        assertThat(both.describe()).endsWith("""
                slow query log               200 ms  withSlowQueryLog
                listeners                    1       withListener""");
        assertThat(both).hasToString("DatabaseOptions[url=…, slow query log=200 ms, listener=…]");
        assertThatThrownBy(() -> Database.open(options.withSlowQueryLog(Duration.ZERO)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("withSlowQueryLog cannot be used: 0 s is less than 1 ms");
        assertThatThrownBy(() -> StatementListener.slowQueryLog(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The limit of a slow-query log cannot be used: 0 s is less than 1 ms");
    }
}
