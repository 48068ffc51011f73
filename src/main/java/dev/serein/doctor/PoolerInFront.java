package dev.serein.doctor;

import dev.serein.DatabaseOptions;
import dev.serein.connection.EffectiveSetting;
import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A pooler in transaction mode, and whether there is a way past it. */
final class PoolerInFront implements Check {
    @Override
    public String name() {
        return "pooler";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        if (!visit.isPooled()) {
            return List.of();
        }
        Optional<DatabaseOptions> options = visit.options();
        if (options.isPresent()) {
            return hasDirectUrl(options.get())
                    ? List.of()
                    : List.of(new Finding(
                            name(),
                            Severity.HINT,
                            "A pooler stands in front of the server, and nothing says the way past it",
                            List.of("LISTEN, locks of a session and migrations do not work through it"),
                            "set DATABASE_DIRECT_URL to a URL of the server itself, for migrations"));
        }
        int threshold = visit.link().prepareThreshold();
        return threshold == 0
                ? List.of()
                : List.of(new Finding(
                        name(),
                        Severity.WARNING,
                        "A pooler stands in front of the server, and the data source prepares statements there",
                        List.of("prepareThreshold is " + threshold),
                        "set prepareThreshold=0 in the data source, or see that the pooler keeps prepared statements:"
                                + " max_prepared_statements of PgBouncer 1.21 and newer"));
    }

    private static boolean hasDirectUrl(DatabaseOptions options) {
        return !where(options.direct()).equals(where(options));
    }

    private static List<String> where(DatabaseOptions options) {
        return options.effective().stream()
                .filter(each -> List.of("host", "hostaddr", "port").contains(each.name()))
                .map(EffectiveSetting::value)
                .toList();
    }
}
