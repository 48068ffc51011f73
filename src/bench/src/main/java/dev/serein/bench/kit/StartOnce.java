package dev.serein.bench.kit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** In a JVM of its own: gets one migrated database, asks it, and says how long that took. */
final class StartOnce {
    private StartOnce() {}

    public static void main(String[] words) throws Exception {
        Class.forName("org.postgresql.Driver");
        long begun = System.nanoTime();
        try (Kit.Lent lent = Kit.valueOf(words[0]).migrated(Path.of(words[1])).next();
                Connection connection = lent.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
            System.out.println("nanos " + (System.nanoTime() - begun));
        }
    }
}
