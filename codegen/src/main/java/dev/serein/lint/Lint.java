package dev.serein.lint;

import dev.serein.flyway.FlywaySetup;
import dev.serein.flyway.ScriptError;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/** Runs new migrations on a throwaway server that holds what is released and some rows, and watches what they do. */
public final class Lint {
    /**
     * An index is used where there is one, as it would be on a large table; and all that is read is counted, which it
     * is not where another process reads.
     */
    private static final List<String> SETTINGS = List.of(
            "enable_seqscan = off",
            "enable_indexonlyscan = off", // what it reads of the index only is not counted
            "max_parallel_workers_per_gather = 0",
            "max_parallel_maintenance_workers = 0",
            "statement_timeout = '10min'", // with a few rows, what takes longer never ends
            "jit = off");

    private final ScratchPostgres postgres;
    private final MigrationSet migrations;
    private final @Nullable MigrationSet released;

    private Lint(ScratchPostgres postgres, MigrationSet migrations, @Nullable MigrationSet released) {
        this.postgres = postgres;
        this.migrations = migrations;
        this.released = released;
    }

    /**
     * Runs them.
     *
     * @param postgres which server; the major version should be that of production
     * @param migrations all, those that are released among them
     * @param released those that are; null to take each file for a release of its own
     * @return what they did
     * @throws dev.serein.postgres.ScratchPostgresException if the server cannot be had, or a released migration fails
     * @throws LintFailed if the new migrations cannot be run at all: a file that cannot be read, a name taken twice
     */
    public static LintReport run(PostgresProvider postgres, MigrationSet migrations, @Nullable MigrationSet released) {
        migrations.files(); // a server is not started for nothing
        try (ScratchPostgres server = ScratchPostgres.start(postgres)) {
            return run(server, migrations, released);
        }
    }

    /** On a server that runs already. */
    static LintReport run(ScratchPostgres server, MigrationSet migrations, @Nullable MigrationSet released) {
        Run run = watch(server, migrations, released);
        List<LintedStatement> statements = new ArrayList<>();
        run.releases().forEach(release -> statements.addAll(Rules.judge(release)));
        return new LintReport("PostgreSQL " + server.majorVersion(), statements, run.notes());
    }

    static Run watch(ScratchPostgres server, MigrationSet migrations, @Nullable MigrationSet released) {
        Lint lint = new Lint(server, migrations, released);
        Run run = lint.watch(true);
        if (!run.failedForItsRows()) {
            return run;
        }
        Run another = lint.watch(false);
        return another.count() == run.count() && another.failure() != null
                ? run
                : another.noting(run.last() + " fails with rows that lint had made (SQLSTATE " + run.sqlState()
                        + "): what is said is of empty tables");
    }

    /**
     * What was seen.
     *
     * @param releases the statements of each
     */
    record Run(
            List<List<Observation>> releases,
            List<String> notes,
            @Nullable ServerErrorMessage failure) {
        Run noting(String note) {
            List<String> more = new ArrayList<>(notes);
            more.add(note);
            return new Run(releases, List.copyOf(more), failure);
        }

        int count() {
            return releases.stream().mapToInt(List::size).sum();
        }

        /** Where it has ended. */
        Observation last() {
            List<Observation> last = releases.get(releases.size() - 1);
            return last.get(last.size() - 1);
        }

        @Nullable
        String sqlState() {
            return failure == null ? null : failure.getSQLState();
        }

        /** Wrong values, and what constraints refuse. */
        boolean failedForItsRows() {
            String state = String.valueOf(sqlState());
            return state.startsWith("22") || state.startsWith("23");
        }
    }

    private Run watch(boolean withRows) {
        try (ScratchDatabase database =
                released == null ? postgres.createDatabase() : postgres.createDatabase(released)) {
            set(database);
            FluentConfiguration configuration = configuration(database.dataSource());
            try (Releases releases = new Releases(database.dataSource(), released == null, withRows)) {
                Observer observer = new Observer(configuration, releases);
                configuration.callbacks(observer);
                NewRoles roles = NewRoles.of(database.dataSource());
                ServerErrorMessage failure = migrate(configuration, observer);
                roles.drop(observer.observations());
                Run run = new Run(
                        byRelease(observer.observations()), notes(observer.observations(), releases.empty()), failure);
                return failure != null && (observer.isInMidst() || isFollowed(configuration, run.last()))
                        ? run.noting("What comes after " + run.last() + " was not run: lint again when that is mended")
                        : run;
            }
        } catch (SQLException e) {
            throw new LintFailed("Cannot watch the migrations: " + e.getMessage(), e);
        }
    }

    private static void set(ScratchDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : SETTINGS) {
                statement.execute("alter database " + Names.quoted(database.name()) + " set " + each);
            }
        }
    }

    private FluentConfiguration configuration(DataSource database) {
        return FlywaySetup.configure(
                        database,
                        migrations.folders().stream()
                                .map(folder -> "filesystem:" + folder.toAbsolutePath())
                                .toList(),
                        migrations.placeholders())
                .initSql("set time zone 'UTC'") // as the release step has it: with others, timestamps are converted
                .outOfOrder(true)
                .validateOnMigrate(false);
    }

    /** @return why a statement failed; null if none did */
    private static @Nullable ServerErrorMessage migrate(FluentConfiguration configuration, Observer observer) {
        try {
            configuration.load().migrate();
            return null;
        } catch (FlywayException e) {
            ScriptError error = ScriptError.of(e, configuration);
            ServerErrorMessage server = error.serverError();
            if (server != null && observer.failed(server)) {
                return server;
            }
            String place = error.place();
            throw new LintFailed(
                    "Cannot apply " + (place == null ? "the migrations" : place) + ": " + error.problem(), e);
        }
    }

    /** Whether files come behind that of a statement. */
    private static boolean isFollowed(FluentConfiguration configuration, Observation last) {
        return Arrays.stream(configuration.load().info().pending())
                .anyMatch(each -> !last.file().endsWith(each.getScript()));
    }

    /** Only of tables with which the new migrations have to do. */
    private static List<String> notes(List<Observation> all, Set<Long> empty) {
        Set<String> touched = new TreeSet<>();
        for (Observation each : all) {
            each.held().keySet().stream()
                    .filter(empty::contains)
                    .forEach(oid -> touched.add(each.released().relation(oid).shown()));
        }
        return touched.isEmpty()
                ? List.of()
                : List.of("No rows could be made for " + String.join(", ", touched)
                        + ": what is said is of an empty table");
    }

    private static List<List<Observation>> byRelease(List<Observation> all) {
        Map<SchemaState, List<Observation>> byRelease = new IdentityHashMap<>();
        List<List<Observation>> releases = new ArrayList<>();
        for (Observation each : all) {
            byRelease
                    .computeIfAbsent(each.released(), any -> {
                        List<Observation> release = new ArrayList<>();
                        releases.add(release);
                        return release;
                    })
                    .add(each);
        }
        return releases;
    }
}
