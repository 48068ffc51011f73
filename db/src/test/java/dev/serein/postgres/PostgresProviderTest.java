package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.PostgresProvider.Embedded;
import dev.serein.postgres.PostgresProvider.ExistingServer;
import dev.serein.postgres.PostgresProvider.Testcontainers;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresProviderTest {

    @Test
    void readsItsTextForms() {
        assertThat(PostgresProvider.parse("embedded")).isEqualTo(new Embedded(18, null));
        assertThat(PostgresProvider.parse(" embedded:15 ")).isEqualTo(new Embedded(15, null));
        assertThat(PostgresProvider.parse("testcontainers")).isEqualTo(new Testcontainers("postgres:18-alpine"));
        assertThat(PostgresProvider.parse("testcontainers:registry:5000/postgres:16"))
                .isEqualTo(new Testcontainers("registry:5000/postgres:16"));
        assertThat(PostgresProvider.parse("postgres://u@h/d")).isEqualTo(new ExistingServer("postgres://u@h/d"));
    }

    @Test
    void theSystemPropertyGoesBeforeTheEnvironmentAndThatBeforeEmbedded() {
        Properties asked = new Properties();
        asked.setProperty("serein.postgres", "embedded:16");
        Map<String, String> url = Map.of("DATABASE_TEST_URL", "postgresql://u:p@h/d");
        assertThat(PostgresProvider.configured(asked, url)).isEqualTo(new Embedded(16, null));
        assertThat(PostgresProvider.configured(new Properties(), url))
                .isEqualTo(new ExistingServer("postgresql://u:p@h/d"));
        assertThat(PostgresProvider.configured(new Properties(), Map.of("DATABASE_TEST_URL", " ")))
                .isEqualTo(new Embedded(18, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 13, 19})
    void refusesAVersionThatIsNotSupported(int major) {
        assertThatThrownBy(() -> PostgresProvider.parse("embedded:" + major))
                .isInstanceOf(ScratchPostgresException.class)
                .hasMessage("PostgreSQL " + major + " is not supported\n"
                        + "  fix: choose a major version from 14 to 18, as in embedded:18");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "docker", "embedded:x", "postgresq://u:hunter2@h/d", "jdbc:postgresql://h/d?password=hunter2"
            })
    void refusesAnythingElseWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> PostgresProvider.parse(text))
                .hasMessage("Cannot tell which PostgreSQL to use\n"
                        + "  fix: say embedded, embedded:18, testcontainers, testcontainers:IMAGE"
                        + " or postgresql://user:password@host:port/database");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://",
                "postgresql://u:hunter2@h:port/d",
                "postgresql://u:hunter2@/d",
                "postgresql://u:hunt%zzer2@h/d",
                "postgresql://u:hunter2@h e/d"
            })
    void refusesAMalformedUrlWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> PostgresProvider.parse(url))
                .hasNoCause()
                .hasMessage("The URL of the scratch server is malformed\n"
                        + "  fix: write postgresql://user:password@host:port/database, with special characters"
                        + " percent-encoded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://h/d", "postgresql://:hunter2@h/d"})
    void refusesAUrlWithoutAUser(String url) {
        assertThatThrownBy(() -> PostgresProvider.parse(url))
                .hasNoCause()
                .hasMessage("The URL of the scratch server names no user\n"
                        + "  fix: write postgresql://user:password@host:port/database, with special characters"
                        + " percent-encoded");
    }

    @Test
    void refusesAParameterThatWouldBeIgnored() {
        assertThatThrownBy(() -> PostgresProvider.parse("postgresql://u:hunter2@h/d?channel_binding=require"))
                .hasMessage("The URL of the scratch server has a parameter that is not known: channel_binding\n"
                        + "  fix: use only options, sslcert, sslkey, sslmode, sslrootcert");
    }

    @Test
    void neverShowsAPassword() {
        assertThat(PostgresProvider.parse("postgresql://u:hunter2@h:1/d?sslmode=require"))
                .hasToString("postgresql://h:1");
    }

    @Test
    void aUrlKeepsWhatNeedsEncoding() {
        ServerAddress address = ServerAddress.parse("postgresql://u%40x:p%2Fw+%20d@[::1]:5433/d?options=-c%20a%3Db");
        assertThat(address.user()).isEqualTo("u@x");
        assertThat(address.password()).isEqualTo("p/w+ d");
        assertThat(address.host()).isEqualTo("[::1]");
        assertThat(address.url("a b")).isEqualTo("postgresql://u%40x:p%2Fw%2B%20d@[::1]:5433/a%20b?options=-c%20a%3Db");
        assertThat(ServerAddress.parse(address.url("d"))).isEqualTo(address);
    }
}
