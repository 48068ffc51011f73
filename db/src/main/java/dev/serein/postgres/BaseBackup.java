package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A copy of the data folder of a server that runs, from which another server can follow it: what pg_basebackup does,
 * which is not among the embedded binaries.
 */
final class BaseBackup {
    /** Whose content belongs to the running server alone; as in src/backend/backup/basebackup.c. */
    private static final Set<String> EMPTY_FOLDERS = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Path CONTROL = Path.of("global", "pg_control");

    private BaseBackup() {}

    static void take(ServerAddress primary, Path from, Path to, String standby) throws IOException {
        try (Connection connection = primary.controlDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            requireReplication(primary, statement);
            requireNoTablespaces(primary, from);
            boolean old = connection.getMetaData().getDatabaseMajorVersion() < 15;
            // keeps the log that the copy needs, and later what the standby has not yet read
            statement.execute("select pg_create_physical_replication_slot('" + standby + "', true)");
            try {
                statement.execute(
                        old
                                ? "select pg_start_backup('serein', true, false)"
                                : "select pg_backup_start('serein', true)");
                FolderCopy.of(from, to, BaseBackup::isWanted);
                Files.copy(from.resolve(CONTROL), to.resolve(CONTROL), StandardCopyOption.COPY_ATTRIBUTES); // last
                try (ResultSet label = statement.executeQuery(
                        "select labelfile from " + (old ? "pg_stop_backup(false, false)" : "pg_backup_stop(false)"))) {
                    label.next();
                    Files.writeString(to.resolve("backup_label"), label.getString(1));
                }
            } catch (SQLException | IOException | RuntimeException e) {
                statement.execute("select pg_drop_replication_slot('" + standby + "')");
                throw e;
            }
        } catch (SQLException e) {
            throw new IOException("the primary refuses: " + e.getMessage(), e);
        }
        Files.createFile(to.resolve("standby.signal"));
        ServerParameters.append(to.resolve("postgresql.auto.conf"), settings(primary, standby));
    }

    private static Map<String, String> settings(ServerAddress primary, String standby) {
        return new TreeMap<>(Map.of(
                "primary_conninfo",
                "host=" + primary.host() + " port=" + primary.port() + " user=" + primary.user() + " password="
                        + primary.password() + " application_name=" + standby,
                "primary_slot_name",
                standby,
                // what a primary waits for: nobody follows this one
                "synchronous_standby_names",
                "",
                // after the primary's restart it is there again as soon
                "wal_retrieve_retry_interval",
                "100ms"));
    }

    private static boolean isWanted(Path file) {
        String name = String.valueOf(file.getFileName());
        return !(file.getNameCount() > 1
                        && EMPTY_FOLDERS.contains(file.getName(0).toString())
                || file.equals(CONTROL)
                || name.startsWith("postmaster.")
                || name.startsWith("pgsql_tmp")
                || name.startsWith("pg_internal.init"));
    }

    private static void requireReplication(ServerAddress primary, Statement statement) throws SQLException {
        if (ask(statement, "show wal_level").equals("minimal")) {
            throw new ScratchPostgresException(
                    "No standby can follow the server at " + primary + ": it has wal_level = minimal",
                    "start it with PostgresOptions.withParameter(\"wal_level\", \"replica\")");
        }
        for (String most : new String[] {"max_wal_senders", "max_replication_slots"}) {
            if (ask(statement, "show " + most).equals("0")) {
                throw new ScratchPostgresException(
                        "No standby can follow the server at " + primary + ": it has " + most + " = 0",
                        "start it with PostgresOptions.withParameter(\"" + most + "\", \"10\")");
            }
        }
    }

    /** They are in folders of their own, by their full name: the standby would write to those of the primary. */
    private static void requireNoTablespaces(ServerAddress primary, Path data) throws IOException {
        try (DirectoryStream<Path> tablespaces = Files.newDirectoryStream(data.resolve("pg_tblspc"))) {
            if (tablespaces.iterator().hasNext()) {
                throw new ScratchPostgresException(
                        "No standby on the same machine can follow the server at " + primary + ": it has tablespaces",
                        "drop them, or ask for the standby before, of a server without");
            }
        }
    }

    private static String ask(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
