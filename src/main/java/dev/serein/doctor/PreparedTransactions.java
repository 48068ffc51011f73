package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Transactions that were prepared for two-phase commit and forgotten: they outlive their session, and the server. */
final class PreparedTransactions implements Check {
    private static final String SQL = """
            select gid, owner, database, extract(epoch from clock_timestamp() - prepared)
            from pg_prepared_xacts
            where clock_timestamp() - prepared >= make_interval(secs => ?)
            order by prepared, gid
            """;

    private final Duration patience;

    PreparedTransactions() {
        this(Duration.ofMinutes(10));
    }

    PreparedTransactions(Duration patience) {
        this.patience = patience;
    }

    @Override
    public String name() {
        return "prepared-transactions";
    }

    private record Prepared(String gid, String owner, String database, double seconds) {
        @Override
        public String toString() {
            return Figures.shown(gid) + ", role " + owner + ", database " + database + ": " + Figures.time(seconds);
        }
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        if (visit.setting("max_prepared_transactions").equals("0")) {
            return List.of();
        }
        List<Prepared> forgotten = visit.rows(
                SQL,
                row -> new Prepared(row.getString(1), row.getString(2), row.getString(3), row.getDouble(4)),
                patience.toMillis() / 1_000d);
        return forgotten.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        name(),
                        Severity.DANGER,
                        Figures.count(forgotten.size(), "prepared transaction")
                                + (forgotten.size() == 1 ? " was" : " were") + " never ended, the oldest for "
                                + Figures.time(forgotten.get(0).seconds())
                                + ": they hold locks, and keep dead rows until the server stops",
                        forgotten.stream().map(Prepared::toString).toList(),
                        "connect to that database; commit prepared 'name' or rollback prepared 'name'"));
    }
}
