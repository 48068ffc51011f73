package dev.serein.migrate;

import dev.serein.DatabaseOptions;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A database of a test's own, the migrations that go to it, and what is told while they are applied. */
final class Deployment implements AutoCloseable {
    private final ScratchDatabase database = ScratchPostgres.shared().createDatabase();
    private final Path folder;
    final List<MigrationEvent> events = new CopyOnWriteArrayList<>();

    Deployment(Path folder) {
        this.folder = folder;
    }

    String url() {
        return database.url();
    }

    Path folder() {
        return folder;
    }

    void file(String name, String sql) {
        try {
            Files.writeString(folder.resolve(name), sql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is run outside of a transaction, whatever it holds. */
    void outside(String name, String sql) {
        file(name, sql);
        file(name + ".conf", "executeInTransaction=false");
    }

    Migrations migrations() {
        return Migrations.of(DatabaseOptions.of(database.url()), MigrationFiles.at(List.of(folder.toString())))
                .withLockTimeout(Duration.ofMillis(200))
                .withPatience(Duration.ofSeconds(30))
                .withProgress(events::add);
    }

    /** The files that were applied. */
    List<String> migrate() {
        return migrations().migrate().applied().stream()
                .map(each -> Path.of(each.script()).getFileName().toString())
                .toList();
    }

    CompletableFuture<List<String>> migrateMeanwhile() {
        return CompletableFuture.supplyAsync(this::migrate);
    }

    /** A message without the folder, and without what differs from run to run. */
    String told(Throwable failure) {
        return failure.getMessage()
                .replace(folder.toString(), "FOLDER")
                .replaceAll("pid \\d+", "pid N")
                .replaceAll("for \\d+ s\\)", "for N s)");
    }

    Connection connect() throws SQLException {
        return database.dataSource().getConnection();
    }

    /** Somebody who stays in a transaction. */
    Connection inTransaction(String sql) throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set application_name = 'somebody'");
            statement.execute(sql);
        }
        return connection;
    }

    void run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the statement is to fail, as an interrupted build does. */
    void fail(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            return;
        }
        throw new IllegalStateException("It did not fail");
    }

    List<String> ask(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Valid ones, and "NAME is invalid". */
    List<String> indexesOf(String table) {
        return ask("select c.relname || case when indisvalid then '' else ' is invalid' end from pg_index"
                + " join pg_class c on c.oid = indexrelid where indrelid = '" + table + "'::regclass order by 1");
    }

    List<String> tables() {
        return ask("select tablename from pg_tables where schemaname = 'public' order by 1");
    }

    /** As Flyway writes it. */
    List<String> history() {
        return ask("select script || case when success then '' else ' failed' end from flyway_schema_history"
                + " order by installed_rank");
    }

    @Override
    public void close() {
        database.close();
    }
}
