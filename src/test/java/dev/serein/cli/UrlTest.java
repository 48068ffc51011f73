package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in effect and who said it, and never a secret. */
class UrlTest {
    private static final Map<String, String> BOTH = Map.of(
            "DATABASE_URL", "postgresql://ada:hunter2@localhost:6432/shop?connection_limit=7",
            "DATABASE_DIRECT_URL", "postgresql://owner:hunter3@localhost/shop");

    @TempDir
    Path folder;

    @Test
    void bothWaysAreShownAndWhoSaidEachSetting() {
        Run run = Program.in(BOTH).run("url");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("Of the application:\nhost ")
                .containsPattern("\nport +6432 +DATABASE_URL\n")
                .containsPattern("\npool max +7 +connection_limit in the URL\n")
                .contains("\n\nOf the migrations:\nhost ");
        String migrations = run.out().substring(run.out().indexOf("Of the migrations:"));
        assertThat(migrations)
                .containsPattern("\nuser +owner +DATABASE_DIRECT_URL\n")
                .containsPattern("\npassword +\\(hidden\\) +DATABASE_DIRECT_URL\n")
                .doesNotContain("pool max", "ada");
    }

    @Test
    void withJsonEachSettingIsAnObject() {
        Run run = Program.in(BOTH).run("url", "--json");

        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("{\"command\":\"url\",\"exit\":0,\"application\":{\"settings\":["
                        + "{\"name\":\"host\",\"value\":\"localhost\",\"origin\":\"DATABASE_URL\"},"
                        + "{\"name\":\"port\",\"value\":\"6432\",\"origin\":\"DATABASE_URL\"},"
                        + "{\"name\":\"dbname\",\"value\":\"shop\",\"origin\":\"DATABASE_URL\"},"
                        + "{\"name\":\"user\",\"value\":\"ada\",\"origin\":\"DATABASE_URL\"},"
                        + "{\"name\":\"password\",\"value\":\"(hidden)\",\"origin\":\"DATABASE_URL\"},")
                .contains(
                        "{\"name\":\"pool max\",\"value\":\"7\",\"origin\":\"connection_limit in the URL\"},",
                        "]},\"migrations\":{\"settings\":[{\"name\":\"host\",")
                .endsWith("\"origin\":\"the JVM, networkaddress.cache.ttl\"}]}}\n");
    }

    @Test
    void whatIsWrongOfOneIsSaidBesideTheOther() {
        Run run = Program.in(Map.of("DATABASE_DIRECT_URL", "postgresql://localhost/shop"))
                .run("url", "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out())
                .startsWith("{\"command\":\"url\",\"exit\":2,\"application\":{\"error\":{"
                        + "\"type\":\"InvalidConfiguration\",\"message\":\"DATABASE_URL is not set\\n"
                        + "  fix: set it to postgresql:\\/\\/user:password@host:5432\\/database\","
                        + "\"sqlstate\":null}},\"migrations\":{\"settings\":[");
        assertThat(run.err()).isEqualTo("""
                Of the application: DATABASE_URL is not set
                  fix: set it to postgresql://user:password@host:5432/database
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+b%c", "@:/?#[]", "&=;'\"\\", "ü€\uD83C\uDF27", "two words", "(hidden)x", "line\nbreak"})
    void aPasswordIsNeverShownInAnyForm(String password) throws IOException {
        String secret = "Hunter2" + password;
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20");
        Path passwords = folder.resolve("pgpass");
        Files.writeString(passwords, "*:*:*:*:" + secret.replace("\\", "\\\\").replace(":", "\\:"));
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        for (Map<String, String> environment : List.of(
                Map.of("DATABASE_URL", "postgresql://ada:" + encoded + "@db/shop"),
                Map.of("DATABASE_URL", "postgresql://ada:" + secret + "@db/shop"),
                Map.of("DATABASE_URL", "jdbc:postgresql://db/shop?user=ada&password=" + encoded),
                Map.of("DATABASE_URL", "host=db user=ada password='" + secret.replaceAll("['\\\\]", "\\\\$0") + "'"),
                Map.of("DATABASE_URL", "host=db user=ada password=" + secret),
                Map.of("DATABASE_URL", "postgresql://ada@db/shop", "PGPASSWORD", secret),
                Map.of("DATABASE_URL", "postgresql://ada@db/shop", "PGPASSFILE", passwords.toString()),
                Map.of("DATABASE_URL", secret, "DATABASE_DIRECT_URL", "postgresql://ada:" + secret + "@/:/"))) {
            for (Run run : new Run[] {
                Program.in(environment).run("url"), Program.in(environment).run("url", "--json")
            }) {
                assertThat(run.out() + run.err()).isNotEmpty().doesNotContainIgnoringCase("hunter2");
            }
        }
    }

    @Test
    void aKeyIsNeverShown() {
        String pem = "-----BEGIN PRIVATE KEY-----\nHunter2\n-----END PRIVATE KEY-----\n";
        for (String name : new String[] {"sslkey", "sslcert", "sslrootcert"}) {
            String url = "postgresql://ada@db/shop?" + name + "=" + URLEncoder.encode(pem, StandardCharsets.UTF_8);
            for (String[] arguments : new String[][] {{"url"}, {"url", "--json"}}) {
                Run run = Program.on(url).run(arguments);
                assertThat(run.out() + run.err()).isNotEmpty().doesNotContain("Hunter2");
            }
        }
    }
}
