package dev.serein.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.serein.Database;
import dev.serein.bench.Contest.Cost;
import dev.serein.bench.Contest.Entry;
import dev.serein.connection.ConnectionSettings;
import dev.serein.connection.SessionSettings;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * Measures and prints a table: {@code java -jar src/bench/target/bench.jar [task] [rounds]}, with a task of
 * {@link Task}, such as {@code point-select}, or {@code all}. How to build it: in the description of the package.
 */
public final class Bench {
    private static final int ROUNDS = 11;
    /** Those of {@link Database#open()}: the deadlines are what a read from the socket depends on. */
    private static final SessionSettings LIKE_SEREIN = new SessionSettings(
            Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(32));

    private Bench() {}

    /**
     * Runs it.
     *
     * @param arguments which task, and how many rounds
     * @throws Exception if anything goes wrong
     */
    public static void main(String[] arguments) throws Exception {
        String word = arguments.length == 0 ? "all" : arguments[0];
        int rounds = arguments.length < 2 ? ROUNDS : Integer.parseInt(arguments[1]);
        List<Task> tasks = Arrays.stream(Task.values())
                .filter(task -> word.equals("all") || word.equals(task.word()))
                .toList();
        if (tasks.isEmpty()) {
            System.err.println("There is no task " + word + ": say all, or one of "
                    + Arrays.stream(Task.values()).map(Task::word).toList());
            System.exit(2);
        }
        try (ScratchPostgres postgres = ScratchPostgres.start();
                ScratchDatabase scratch = postgres.createDatabase(migrations());
                HikariDataSource pool = pool(scratch.url());
                Database db = Database.open(scratch.url())) {
            fill(pool);
            for (Task task : tasks) {
                List<Entry> entries = entries(pool, db);
                new Contest(task).run(entries, rounds);
                print(task, entries, System.out);
            }
        }
    }

    /** Flyway wants a folder; in the jar they are resources. */
    private static MigrationSet migrations() throws IOException, URISyntaxException {
        URI root =
                Objects.requireNonNull(Bench.class.getResource("/db/migration")).toURI();
        if (root.getScheme().equals("file")) {
            return MigrationSet.in(Path.of(root));
        }
        Path folder = Files.createTempDirectory("migrations");
        folder.toFile().deleteOnExit();
        try (FileSystem jar = FileSystems.newFileSystem(root, Map.of());
                Stream<Path> files = Files.list(jar.getPath("db/migration"))) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(file.getFileName().toString());
                Files.copy(file, copy);
                copy.toFile().deleteOnExit();
            }
        }
        return MigrationSet.in(folder);
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(1);
        config.setDataSource(ConnectionSettings.of(url).connector(LIKE_SEREIN).dataSource());
        return new HikariDataSource(config);
    }

    private static void fill(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into users (email, name) select 'user' || n || '@example.com', 'User ' || n"
                    + " from generate_series(1, " + Contest.USERS + ") n");
            statement.execute("analyze users");
        }
    }

    /** The first is what the others are compared to. */
    private static List<Entry> entries(HikariDataSource pool, Database db) {
        Contender jooq = new Jooq(db.sql());
        Settings quiet = new Settings().withExecuteLogging(false);
        List<Entry> entries = List.of(
                Entry.of("JDBC", new Jdbc(pool)),
                Entry.of("Serein, DAO", new Daos(db)),
                Entry.of("Serein, ad hoc", new AdHoc(db, jooq)),
                Entry.of("Serein, sql()", jooq),
                Entry.of("jOOQ alone", new Jooq(DSL.using(pool, SQLDialect.POSTGRES, quiet))));
        Set<Object> read = new HashSet<>();
        entries.forEach(each -> read.add(each.contender().list(1)));
        if (read.size() > 1) {
            throw new IllegalStateException("The contenders read different rows");
        }
        return entries;
    }

    private static void print(Task task, List<Entry> entries, PrintStream out) {
        List<Cost> base = entries.get(0).costs();
        out.printf("%n%-18s %10s %12s %10s %12s%n", task.word(), "ops/s", "CPU µs/op", "bytes/op", "CPU ÷ JDBC");
        for (Entry entry : entries) {
            List<Cost> costs = entry.costs();
            DoubleStream ratios = IntStream.range(0, costs.size())
                    .mapToDouble(round ->
                            costs.get(round).microseconds() / base.get(round).microseconds());
            out.printf(
                    Locale.ROOT,
                    "%-18s %10.0f %12.1f %10.0f %12.2f%n",
                    entry.name(),
                    median(costs.stream().mapToDouble(Cost::operationsPerSecond)),
                    median(costs.stream().mapToDouble(Cost::microseconds)),
                    median(costs.stream().mapToDouble(Cost::bytes)),
                    median(ratios));
        }
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
