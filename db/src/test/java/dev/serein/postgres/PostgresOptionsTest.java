package dev.serein.postgres;

import static dev.serein.postgres.ScratchDatabaseTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.PostgresProvider.Embedded;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PostgresOptionsTest {
    private static final PostgresOptions EMBEDDED = PostgresOptions.of(new Embedded(18, null));

    @Test
    void parametersReachTheServerWhateverTheirValue() throws SQLException {
        PostgresOptions options = EMBEDDED.withParameter("wal_level", "logical")
                .withParameter("max_connections", "20")
                .withParameter("serein.text", "it's a \\ and \"more\"; # -c x=1");
        try (ScratchPostgres postgres = ScratchPostgres.start(options);
                ScratchDatabase database = postgres.createDatabase()) {
            assertThat(ask(database, "show wal_level")).isEqualTo("logical");
            assertThat(ask(database, "show max_connections")).isEqualTo("20");
            assertThat(ask(database, "show max_wal_senders")).isEqualTo("10");
            assertThat(ask(database, "show serein.text")).isEqualTo("it's a \\ and \"more\"; # -c x=1");
            assertThat(ask(database, "show fsync")).isEqualTo("off");
            postgres.configuration().set("fsync", "on");
            assertThat(ask(database, "show fsync")).isEqualTo("on");
        }
    }

    @Test
    void equalOptionsShareAServerWithinAProcess() {
        PostgresOptions options = EMBEDDED.withParameter("work_mem", "5MB").withParameter("jit", "off");
        PostgresOptions equal = EMBEDDED.withParameter("jit", "off").withParameter("work_mem", "5MB");
        ScratchPostgres shared = ScratchPostgres.shared(options);
        assertThat(ScratchPostgres.shared(equal)).isSameAs(shared);
        assertThat(ScratchPostgres.shared(options.withParameter("jit", "on"))).isNotSameAs(shared);
        assertThat(shared.options()).isEqualTo(equal);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void withTlsTheServersCertificateIsVerified(int major) throws SQLException {
        PostgresOptions options = PostgresOptions.of(new Embedded(major, null)).withTls();
        try (ScratchPostgres postgres = ScratchPostgres.start(options);
                ScratchDatabase database = postgres.createDatabase()) {
            String encrypted = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
            assertThat(ask(database, encrypted)).isEqualTo("t");
            assertThat(database.url()).contains("?sslmode=verify-full&sslrootcert=");
            try (Connection connection =
                    DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
                assertThat(connection.isValid(5)).isTrue();
            }
            String otherAuthority = database.jdbcUrl().replaceFirst("&sslrootcert=.*", "&sslrootcert=/dev/null");
            assertThatThrownBy(() -> DriverManager.getConnection(otherAuthority, database.user(), database.password()))
                    .isInstanceOf(SQLException.class);
        }
    }
}
