package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.PostgresProvider.Embedded;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibPqTest {
    private final LibPq libpq = LibPq.find().orElseGet(() -> abort("libpq is loaded on Linux only"));

    @Test
    void readsUrlEnvironmentServiceAndPasswordFile(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve(".pg_service.conf"), "[shop]\ndbname=orders\nuser=ada\n");
        Files.writeString(home.resolve(".pgpass"), "localhost:1:*:*:s3cret\n");
        Files.setPosixFilePermissions(home.resolve(".pgpass"), PosixFilePermissions.fromString("rw-------"));

        LibPq.Parsed parsed = libpq.parse(
                "postgresql://localhost:1/?service=shop&application_name=%C3%BC%E2%82%AC",
                Map.of("HOME", home.toString(), "PGSSLMODE", "require", "PGDATABASE", "other"));

        assertThat(parsed.refusal()).isEmpty();
        assertThat(parsed.options())
                .containsEntry("application_name", "ü€")
                .containsEntry("dbname", "orders")
                .containsEntry("user", "ada")
                .containsEntry("sslmode", "require")
                .doesNotContainKey("connect_timeout");
        assertThat(parsed.host()).isEqualTo("localhost");
        assertThat(parsed.password()).isEqualTo("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    host=one.invalid,two.invalid,/no/where | -
                    host=127.0.0.1 port=1                  | -
                    sslmode=often                          | invalid sslmode value: "often"
                    host=127.0.0.1 port=99999              | invalid port number: "99999"
                    host=127.0.0.1 port=1,2                | could not match 2 port numbers to 1 hosts
                    host=db.invalid connect_timeout=soon   | invalid integer value "soon" for connection option "connect_timeout"
                    hostaddr=nowhere                       | could not parse network address "nowhere": Name or service not known
                    service=nowhere                        | definition of service "nowhere" not found
                    answer=42                              | invalid connection option "answer"
                    postgresql://ada@[::1                  | end of string reached when looking for matching "]" in IPv6 host address in URI: "postgresql://ada@[::1"
                    """)
    void tellsABadOptionFromAHostThatIsNotThere(String conninfo, String refusal) {
        assertThat(libpq.parse(conninfo, Map.of()).refusal().orElse(null)).isEqualTo(refusal);
    }

    @Test
    void seesOnlyTheEnvironmentItIsGiven() {
        Map<String, String> given = Map.of("PGUSER", "ada", "PGHOST", "/no/where");

        assertThat(libpq.parse("", given).options()).containsEntry("user", "ada");
        assertThat(libpq.parse("", Map.of()).options())
                .doesNotContainEntry("user", "ada")
                .doesNotContainKey("host");
    }

    @Test
    void connects() {
        try (ScratchPostgres own = ScratchPostgres.start(new Embedded(PostgresProvider.NEWEST, null));
                ScratchDatabase database = own.createDatabase()) {
            LibPq.Outcome outcome = libpq.connect(database.url(), Map.of());
            assertThat(outcome.connected()).isTrue();
            assertThat(outcome.tls()).isFalse();
            assertThat(outcome.user()).isEqualTo("postgres");
            assertThat(outcome.database()).isEqualTo(database.name());
            assertThat(outcome.host()).isEqualTo("127.0.0.1");

            assertThat(libpq.connect(database.url() + "?sslmode=require", Map.of())
                            .error())
                    .hasValueSatisfying(error ->
                            assertThat(error).endsWith("failed: server does not support SSL, but SSL was required"));
        }
    }
}
