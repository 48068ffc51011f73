package dev.serein.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

/**
 * Starts servers, with a database each, as some program would that may be killed. Arguments: how to end, and a provider
 * for each.
 */
final class ScratchServerMain {
    private ScratchServerMain() {}

    public static void main(String[] arguments) throws Exception {
        ScratchPostgres[] servers = new ScratchPostgres[arguments.length - 1];
        boolean shared = arguments[0].startsWith("shared");
        for (int i = 0; i < servers.length; i++) {
            PostgresProvider provider = PostgresProvider.parse(arguments[i + 1]);
            servers[i] = shared
                    ? ScratchPostgres.shared(PostgresOptions.of(provider))
                    : ScratchPostgres.start(options(provider, arguments[0]));
            System.out.println(servers[i]);
            useDatabase(servers[i], arguments[0].startsWith("keep"), shared ? migrated() : Template.empty());
            if (arguments[0].startsWith("keep-")) {
                end(servers[i].process(), arguments[0].split("-")[1]);
            }
            if (arguments[0].startsWith("write")) {
                write(servers[i], arguments[0].contains("standby"));
            }
        }
        System.out.println("ready");
        switch (arguments[0].replaceFirst(".*-", "")) {
            case "close" -> {
                for (ScratchPostgres server : servers) {
                    server.close();
                }
            }
            case "wait" -> System.in.read();
            default -> System.exit(0);
        }
    }

    private static void end(ServerProcess process, String how) {
        switch (how) {
            case "stopped" -> process.stop();
            case "killed" -> process.kill();
            default -> process.pause();
        }
    }

    private static PostgresOptions options(PostgresProvider provider, String how) {
        PostgresOptions options = PostgresOptions.of(provider);
        return how.contains("standby") ? options.withParameter("wal_level", "replica") : options;
    }

    /** What a test does: migrates, copies, writes, and is done with it. */
    private static void write(ScratchPostgres postgres, boolean standby) throws Exception {
        int rows = Integer.parseInt(System.getenv().getOrDefault("ROWS", "10"));
        for (int copy = 0; copy < 2; copy++) {
            try (ScratchDatabase database = postgres.createDatabase(migrated());
                    Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                for (int row = 0; row < rows; row++) {
                    statement.execute("insert into kept values (" + row + ")");
                }
                try (ResultSet count = statement.executeQuery("select count(*) from kept")) {
                    count.next();
                    System.out.println("rows: " + count.getInt(1));
                }
                if (standby) {
                    try (Standby replica = postgres.createStandby()) {
                        replica.awaitReplay();
                        replica.process().kill();
                    }
                }
            }
        }
    }

    /** Of one table, whose name the environment says. */
    private static Template migrated() throws Exception {
        String table = System.getenv().getOrDefault("TABLE", "kept");
        Path folder = Files.createTempDirectory("migrations");
        Path script = Files.writeString(folder.resolve("V1__table.sql"), "create table " + table + " (id int)");
        return Template.empty().withScripts(script);
    }

    private static void useDatabase(ScratchPostgres postgres, boolean keep, Template template) throws Exception {
        ScratchDatabase database = postgres.createDatabase(template);
        if (keep) {
            postgres.createDatabase();
            System.out.println("url: " + database.url());
            System.out.println("until: " + database.keep());
            database.close();
        }
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_database()")) {
            row.next();
            System.out.println("exists: " + row.getString(1));
        }
        // an ordinary role on a server that ran before may not ask
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select setting from pg_settings where name = 'data_directory'")) {
            Path pidFile = row.next() ? Path.of(row.getString(1), "postmaster.pid") : Path.of("");
            if (Files.isRegularFile(pidFile)) {
                System.out.println("server pid: " + Files.readAllLines(pidFile).get(0));
            }
        }
    }
}
