package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.PostgresProvider.Embedded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Temporary folders are cleaned, file by file: what was not read for some days goes, of the binaries most. A soak
 * removes more: {@code -Dserein.soak.swept=200}.
 */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class SweptFolderTest {
    private static final int MORE = Integer.getInteger("serein.soak.swept", 1);
    private static final long SEED = Long.getLong("serein.soak.seed", System.nanoTime());

    @TempDir
    Path temp;

    private String before = "";

    @BeforeEach
    void useTemp() {
        before = System.setProperty("java.io.tmpdir", temp.toString());
    }

    @AfterEach
    void leaveTemp() {
        System.setProperty("java.io.tmpdir", before);
    }

    private static void startAndUse(PostgresOptions options) throws Exception {
        try (ScratchPostgres postgres = ScratchPostgres.start(options);
                ScratchDatabase database = postgres.createDatabase();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create extension pg_trgm");
            statement.execute("set timezone = 'Europe/Berlin'");
            try (ResultSet row = statement.executeQuery("select timestamptz '2026-07-01 12:00Z'::text")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("2026-07-01 14:00:00+02");
            }
        }
    }

    @Test
    void whatIsMissingOfTheBinariesAndOfTheClusterIsMadeAgain() throws Exception {
        PostgresOptions options = PostgresOptions.of(new Embedded(18, null));
        startAndUse(options);
        for (String victim : victims()) {
            Path path = installation().resolve(victim);
            ServerHome.deleteTree(path);
            startAndUse(options);
            assertThat(path).as("removed: %s, seed %s", victim, SEED).exists();
        }
    }

    private List<String> victims() throws IOException {
        List<String> victims = new ArrayList<>(List.of("password", "cluster/pg_notify"));
        List<String> all = new ArrayList<>();
        Path home = installation();
        try (Stream<Path> tree = Files.walk(home)) {
            tree.filter(path -> !path.equals(home))
                    .map(path -> home.relativize(path).toString())
                    .forEach(all::add);
        }
        victims.add(all.stream()
                .filter(path -> path.endsWith("timezone/Europe/Berlin"))
                .findFirst()
                .orElseThrow());
        Collections.shuffle(all, new Random(SEED));
        victims.addAll(all.subList(0, MORE));
        return victims;
    }

    private Path installation() throws IOException {
        try (Stream<Path> all = Files.walk(temp, 3)) {
            return all.filter(path ->
                            String.valueOf(path.getParent().getFileName()).equals("binaries"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatIsMissingOfTheCertificatesIsMadeAgain() throws Exception {
        PostgresOptions options = PostgresOptions.of(new Embedded(18, null)).withTls();
        startAndUse(options);
        try (Stream<Path> all = Files.walk(temp, 3)) {
            Files.delete(all.filter(path -> path.endsWith("tls/server.key"))
                    .findFirst()
                    .orElseThrow());
        }
        startAndUse(options);
    }
}
