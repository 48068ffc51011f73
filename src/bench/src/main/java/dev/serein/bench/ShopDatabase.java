package dev.serein.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The shop, full, on a PostgreSQL of its own. */
final class ShopDatabase implements AutoCloseable {
    private static final int ORDERS = 50_000;

    private final ScratchPostgres postgres;
    private final ScratchDatabase database;
    private final Connection connection;

    private ShopDatabase(ScratchPostgres postgres, ScratchDatabase database, Connection connection) {
        this.postgres = postgres;
        this.database = database;
        this.connection = connection;
    }

    static ShopDatabase open() throws IOException, SQLException {
        ScratchPostgres postgres = ScratchPostgres.start();
        ScratchDatabase database = postgres.createDatabase(migrations());
        ShopDatabase shop =
                new ShopDatabase(postgres, database, database.dataSource().getConnection());
        shop.fill();
        return shop;
    }

    String url() {
        return database.url();
    }

    int version() {
        return postgres.majorVersion();
    }

    /** {@return the server's processes} */
    Server server() throws IOException, SQLException {
        return new Server(number("select pg_backend_pid()"));
    }

    private void fill() throws IOException, SQLException {
        try (InputStream sql = Objects.requireNonNull(ShopDatabase.class.getResourceAsStream("/db/fill.sql"))) {
            execute(new String(sql.readAllBytes(), UTF_8));
        }
        execute("vacuum analyze");
    }

    /** Takes away what was inserted, so that the tables are as large at the end as in the beginning. */
    void clear() throws SQLException {
        execute("truncate order_details_log");
        execute("delete from orders where id > " + ORDERS);
        execute("vacuum orders, accounts");
    }

    /** Fails unless the operation has done so often what it is for, since {@link #clear()} and {@link #settle()}. */
    void requireStored(Operation operation, String peer, long turns) throws SQLException {
        long stored =
                switch (operation) {
                    case INSERT -> number("select count(*) from orders where id > " + ORDERS + " and customer_id = 1");
                    case INSERT_1000 -> number("select count(*) from order_details_log") / Operation.LOGGED;
                    case TRANSFER ->
                        number("select case when sum(credits) = 1000000000 then sum(abs(credits - 1000000))"
                                + " / 2 else -1 end from accounts");
                    default -> turns;
                };
        if (stored != turns) {
            throw new IllegalStateException(
                    peer + " has done " + operation.word() + " " + turns + " times, but stored that of " + stored);
        }
    }

    /** The accounts as they were in the beginning. */
    void settle() throws SQLException {
        execute("update accounts set credits = default where credits <> 1000000");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Flyway wants a folder; in the jar they are resources. */
    static MigrationSet migrations() throws IOException {
        URI root;
        try {
            root = Objects.requireNonNull(ShopDatabase.class.getResource("/db/migration"))
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
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

    @Override
    public void close() throws SQLException {
        connection.close();
        postgres.close();
    }
}
