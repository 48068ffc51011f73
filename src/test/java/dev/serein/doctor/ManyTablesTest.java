package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where there are 5,000 tables, each with a primary key, a sequence, a foreign key and an index. */
class ManyTablesTest {
    private static final String FIVE_THOUSAND = """
            do $$ begin
              for i in 1..5000 loop
                execute format('create table t%s (id bigint generated always as identity primary key,'
                  ' parent_id bigint references t%s, at timestamp, data json)', i, greatest(i - 1, 1));
                execute format('create index on t%s (parent_id)', i);
                if i % 200 = 0 then commit; end if;
              end loop;
            end $$
            """;

    @Test
    void eachCheckTakesLessThanASecondAndAllOfThemAreFewStatements() throws Exception {
        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase()) {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(FIVE_THOUSAND);
            }
            List<String> slow = new ArrayList<>();
            List<Integer> statements = new ArrayList<>();
            Check[] timed = Checks.all().stream()
                    .map(check -> timed(check, slow, statements))
                    .toArray(Check[]::new);
            try (Database db = Database.open(database.url())) {
                Examination seen = Doctor.of(db).asking(timed).examine();
                assertThat(seen.unseen())
                        .extracting(Unseen::check)
                        .doesNotContainAnyElementsOf(Checks.names(SchemaChecks.all()));
                assertThat(seen.findings())
                        .extracting(Finding::problem)
                        .contains(
                                "5000 columns are json, which is parsed at every use, and cannot be compared or indexed as"
                                        + " jsonb can",
                                "5000 columns hold a time without the zone: who reads them guesses the moment");
            }
            assertThat(slow).isEmpty();
            assertThat(statements).allMatch(each -> each <= 1);
        }
    }

    private static Check timed(Check check, List<String> slow, List<Integer> statements) {
        return new Check() {
            @Override
            public String name() {
                return check.name();
            }

            @Override
            public List<Finding> ask(Visit visit) throws java.sql.SQLException, CannotSee {
                CountedConnection counted = (CountedConnection) visit.connection();
                int before = counted.statements();
                long begun = System.nanoTime();
                try {
                    return check.ask(visit);
                } finally {
                    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
                    if (taken.compareTo(Duration.ofSeconds(1)) >= 0) {
                        slow.add(check.name() + " took " + taken);
                    }
                    statements.add(counted.statements() - before);
                }
            }
        };
    }
}
