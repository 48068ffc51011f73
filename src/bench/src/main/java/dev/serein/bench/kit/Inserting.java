package dev.serein.bench.kit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import javax.sql.DataSource;

/** What each test does: it stores a row, and finds that it is alone. Called by classes that are made when it runs. */
public final class Inserting {
    private static final Map<Kit, Kit.Databases> DATABASES = new EnumMap<>(Kit.class);

    private Inserting() {}

    /**
     * In a database that the kit lends for this test.
     *
     * @param kit whose database
     * @throws SQLException if the server refuses
     */
    public static void one(Kit kit) throws SQLException {
        Kit.Databases databases;
        synchronized (DATABASES) {
            databases = DATABASES.computeIfAbsent(
                    kit, any -> any.migrated(Path.of(System.getProperty("serein.bench.migrations"))));
        }
        try (Kit.Lent lent = databases.next()) {
            one(lent.source());
        }
    }

    /**
     * In this database.
     *
     * @param source where
     * @throws SQLException if the server refuses
     */
    public static void one(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into t1 (email) values ('ada@example.com')");
            try (ResultSet count = statement.executeQuery("select count(*) from t1")) {
                count.next();
                if (count.getInt(1) != 1) {
                    throw new IllegalStateException("there are " + count.getInt(1) + " rows");
                }
            }
        }
    }
}
