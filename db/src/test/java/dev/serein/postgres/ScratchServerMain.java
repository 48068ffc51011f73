package dev.serein.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

/** Starts a server and a database as some program would that may be killed. Arguments: a provider, and how to end. */
final class ScratchServerMain {
    private ScratchServerMain() {}

    public static void main(String[] arguments) throws Exception {
        ScratchPostgres postgres = ScratchPostgres.start(PostgresProvider.parse(arguments[0]));
        System.out.println(postgres);
        ScratchDatabase database = postgres.createDatabase();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select current_database(), current_setting('data_directory')")) {
            row.next();
            System.out.println("exists: " + row.getString(1));
            Path pidFile = Path.of(row.getString(2), "postmaster.pid");
            if (Files.exists(pidFile)) {
                System.out.println("server pid: " + Files.readAllLines(pidFile).get(0));
            }
        }
        System.out.println("ready");
        switch (arguments[1]) {
            case "close" -> postgres.close();
            case "wait" -> System.in.read();
            default -> System.exit(0);
        }
    }
}
