package dev.serein.doctor;

import dev.serein.DatabaseOptions;
import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Whether the pools of all instances find room in the server; while a release rolls out, too, a quarter more. */
final class PoolFit implements Check {
    @Override
    public String name() {
        return "pool-size";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        ConnectionLimit limit = ConnectionLimit.of(visit).stream()
                .min(Comparator.comparing(ConnectionLimit::connections))
                .orElseThrow();
        DatabaseOptions options = visit.options()
                .orElseThrow(() -> new CannotSee("how large the pool is, the data source does not tell; instances times"
                        + " its size have to stay below " + limit.connections() + ": " + limit.name()));
        if (visit.isPooled()) {
            throw new CannotSee("a pooler divides the server's connections among its clients; see that its pools stay"
                    + " below " + limit.connections() + ": " + limit.name());
        }
        int pool = visit.database().pool().max();
        OptionalInt said =
                visit.wishes().instances().isPresent() ? visit.wishes().instances() : options.instances();
        int instances = said.orElse(1);
        int running = said.isPresent() ? instances + (instances + 3) / 4 : 1;
        if (pool * (long) running > limit.connections()) {
            return List.of(new Finding(
                    name(),
                    Severity.WARNING,
                    "The pools may want " + pool * (long) running + " connections, and the server lets them have "
                            + limit.connections(),
                    List.of(pools(said, running, pool), limit.name()),
                    "make the pools smaller, as DATABASE_CONNECTION_LIMIT and DATABASE_INSTANCES do; or put a pooler in"
                            + " front"));
        }
        if (said.isEmpty()) {
            throw new CannotSee("how many instances with a pool of " + pool + " share " + limit.connections()
                    + " connections is not said; set DATABASE_CONNECTION_LIMIT and DATABASE_INSTANCES");
        }
        return List.of();
    }

    private static String pools(OptionalInt said, int running, int pool) {
        return said.isEmpty()
                ? "1 instance with a pool of " + pool
                : said.getAsInt() + " instances, " + running + " while a release rolls out, with a pool of " + pool
                        + " each";
    }
}
