package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.doctor.Finding.Severity;
import dev.serein.fault.RestartableServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a server that is to freeze early, which an old transaction prevents. */
class WraparoundTest {
    @Test
    void whatIsNotFrozenInTimeIsFound() throws Exception {
        try (RestartableServer server = RestartableServer.create()) {
            server.stop();
            server.startWith(
                    "autovacuum_freeze_max_age=100000", "autovacuum_multixact_freeze_max_age=10000", "autovacuum=off");
            try (Database db = Database.open(server.url());
                    Connection old = DriverManager.getConnection(jdbc(server))) {
                old.setAutoCommit(false);
                String name = db.sql().fetchSingle("select current_database()").get(0, String.class);
                db.sql().execute("create table \"Users\" (id int primary key)");
                db.sql().execute("insert into \"Users\" select generate_series(1, 21000)");
                execute(old, "select pg_current_xact_id(); select from \"Users\" for key share");

                assertThat(seen(db, "transaction-id-wraparound")).isEmpty();
                db.sql()
                        .execute(
                                "do $$ begin for i in 1..201000 loop perform pg_current_xact_id(); commit; end loop; end $$");
                Finding late = only(seen(db, "transaction-id-wraparound"));
                assertThat(late.severity()).isEqualTo(Severity.WARNING);
                assertThat(late.problem())
                        .matches(
                                "\\d+ databases and tables are not frozen in time, which autovacuum does at 100000: 0 % of"
                                        + " the transaction ids are used");
                assertThat(late.objects())
                        .hasSizeBetween(60, 100)
                        .anyMatch(each -> each.matches("database " + name + ": 20\\d{4}"))
                        .anyMatch(each -> each.matches("database template0: 20\\d{4}"))
                        .anyMatch(each -> each.matches("table public\\.\"Users\": 20\\d{4}, \\d+ kB"));
                assertThat(late.objects().get(0)).startsWith("database ");
                assertThat(late.fix())
                        .startsWith(
                                "end what holds it back, such as an old transaction, a prepared one or a replication"
                                        + " slot; then vacuum (freeze) ");

                assertThat(seen(db, "multixact-wraparound")).isEmpty();
                db.transaction(tx -> tx.sql()
                        .execute("do $$ begin for i in 1..21000 loop begin"
                                + " perform from \"Users\" where id = i for key share;"
                                + " exception when others then null; end; end loop; end $$"));
                Finding shared = only(seen(db, "multixact-wraparound"));
                assertThat(shared.severity()).isEqualTo(Severity.WARNING);
                assertThat(shared.problem())
                        .matches(
                                "\\d+ databases and tables are not frozen in time, which autovacuum does at 10000: 0 % of"
                                        + " the multixact ids are used");
                assertThat(shared.objects()).anyMatch(each -> each.matches("database " + name + ": 2\\d{4}"));

                // the server hurries five percent later, at the latest
                db.sql().execute("alter database " + name + " set vacuum_failsafe_age = 0");
                // as long as the old transaction holds everything back: then the server is at it at once
                try (Database hurried = Database.open(server.url())) {
                    Finding worst = only(seen(hurried, "transaction-id-wraparound"));
                    assertThat(worst.severity()).isEqualTo(Severity.DANGER);
                }
                old.rollback();
                db.sql().execute("vacuum (freeze)");
                // the server itself may be at the others meanwhile
                assertThat(seen(db, "transaction-id-wraparound"))
                        .flatExtracting(Finding::objects)
                        .noneMatch(each -> each.startsWith("table") || each.startsWith("database " + name + ":"));
            }
        }
    }

    private static String jdbc(RestartableServer server) {
        return server.url()
                .replaceFirst("postgresql://([^:]+):([^@]+)@(.*)", "jdbc:postgresql://$3?user=$1&password=$2");
    }

    private static List<Finding> seen(Database db, String check) {
        Examination seen = Doctor.of(db).asking(ExaminedDatabase.check(check)).examine();
        assertThat(seen.unseen()).isEmpty();
        return seen.findings();
    }

    private static Finding only(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
