package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSettingsTest {
    @TempDir
    Path home;

    private Map<String, String> none;

    @BeforeEach
    void furnish() throws IOException {
        Cases.furnish(home);
        none = Map.of("HOME", home.toString());
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(InvalidConnectionSettings.class, () -> ConnectionSettings.of(text, none))
                .problems();
    }

    @TestFactory
    Stream<DynamicTest> meansWhatTheTableSays() {
        return Cases.all(home).stream()
                .map(each -> dynamicTest(
                        each + " " + each.text(), () -> assertThat(Cases.outcome(each.text(), each.environment()))
                                .isEqualTo(each.outcome())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+",
                "%",
                "@",
                ":",
                "/",
                "?",
                "#",
                "[",
                "]",
                "&",
                "=",
                ";",
                "'",
                "\"",
                "\\",
                "ü",
                "€",
                " ",
                ",",
                "😀",
                "+ % @ : / ? # [ ] & = ; ' \" \\ ü €",
                "%40",
                "p@ss/w:rd?x=y&z#"
            })
    void anyPasswordArrivesUnchanged(String password) throws IOException {
        String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
        String quoted = "'" + password.replace("\\", "\\\\").replace("'", "\\'") + "'";
        Files.writeString(
                home.resolve(".pgpass"),
                "*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:"));

        for (ConnectionSettings each : List.of(
                ConnectionSettings.of("postgresql://ada:" + encoded + "@db/app", none),
                ConnectionSettings.of("postgresql://ada@db/app?password=" + encoded, none),
                ConnectionSettings.of("jdbc:postgresql://db/app?user=ada&password=" + encoded, none),
                ConnectionSettings.of("host=db user=ada password=" + quoted, none),
                ConnectionSettings.of("postgresql://ada@db/app", Map.of("PGPASSWORD", password)),
                ConnectionSettings.of("postgresql://ada@db/app", none, Map.of("password", password)),
                ConnectionSettings.of("postgresql://ada@db/app", none))) {
            assertThat(each.password(each.hosts().get(0))).isEqualTo(password);
            assertThat(each.describe()).doesNotContain("ada:").contains("(hidden)");
        }
    }

    @Test
    void whatTheProgramSaysWins() {
        ConnectionSettings settings = ConnectionSettings.of(
                "postgresql://ada@db/app?sslmode=disable&service=shop",
                Map.of("HOME", home.toString(), "PGSSLMODE", "prefer"),
                Map.of("sslmode", "require", "user", "bob"));

        assertThat(settings.value(Parameter.SSLMODE)).isEqualTo("require");
        assertThat(settings.user()).isEqualTo("bob");
        assertThat(catchThrowableOfType(
                                InvalidConnectionSettings.class,
                                () -> ConnectionSettings.of("", none, Map.of("sslmod", "x", "connect_timeout", "x")))
                        .problems())
                .containsExactlyInAnyOrder(
                        "the option sslmod is not known; the nearest is sslmode",
                        "the option connect_timeout is not a number of seconds from 1 to 999999");
    }

    @Test
    void theEnvironmentAloneMaySayAll() {
        assertThat(ConnectionSettings.fromEnvironment(
                        Map.of("HOME", home.toString(), "DATABASE_URL", "postgres://ada@db/app", "PGUSER", "bob")))
                .hasToString("postgresql://ada@db:5432/app");
        assertThat(ConnectionSettings.fromEnvironment(Map.of("HOME", home.toString(), "PGHOST", "db", "PGUSER", "bob")))
                .hasToString("postgresql://bob@db:5432/bob");
        assertThat(ConnectionSettings.fromEnvironment(
                        Map.of("HOME", home.toString(), "PGUSER", "bob"), Map.of("host", "db")))
                .hasToString("postgresql://bob@db:5432/bob");
    }

    @Test
    void anEnvironmentThatSaysNothingIsToldFromOneThatIsWrong() {
        InvalidConnectionSettings nothing = catchThrowableOfType(
                InvalidConnectionSettings.class,
                () -> ConnectionSettings.fromEnvironment(Map.of("PGPASSWORD", "x", "DATABASE_URL", " ")));
        InvalidConnectionSettings wrong = catchThrowableOfType(
                InvalidConnectionSettings.class, () -> ConnectionSettings.fromEnvironment(Map.of("DATABASE_URL", "x")));

        assertThat(nothing).hasMessage("DATABASE_URL is not set");
        assertThat(nothing.isNothingSaid()).isTrue();
        assertThat(wrong.isNothingSaid()).isFalse();
    }

    @Test
    void aPoolIsToldWhatConcernsIt() {
        ConnectionSettings settings = ConnectionSettings.of(
                "postgresql://ada@db/app?connection_limit=3&pool_timeout=10&socket_timeout=7&pgbouncer=true"
                        + "&statement_cache_size=0",
                none);
        ConnectionSettings silent = ConnectionSettings.of("postgresql://ada@db/app", none);

        assertThat(settings.connectionLimit()).hasValue(3);
        assertThat(settings.poolTimeout()).hasValue(Duration.ofSeconds(10));
        assertThat(settings.socketTimeout()).hasValue(Duration.ofSeconds(7));
        assertThat(silent.connectionLimit()).isEmpty();
        assertThat(silent.poolTimeout()).isEmpty();
        assertThat(silent.socketTimeout()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "?socket_timeout=7,                                         PT7S",
        "?options=-c%20statement_timeout%3D5s,                      PT5S",
        "?options=-c%20statement_timeout%3D0,                       PT0S",
        "?options=-c%20statement_timeout%3D5s&socket_timeout=7,     PT5S",
        "?options=-c%20statement_timeout%3D9s&socket_timeout=7,     PT7S",
        "?options=-c%20statement_timeout%3D0&socket_timeout=7,      PT7S"
    })
    void aStatementHasTheShorterOfTwoTimes(String said, Duration time) {
        ConnectionSettings settings = ConnectionSettings.of("postgresql://ada@db/app" + said, none);

        assertThat(settings.statementTimeout()).contains(time);
        assertThat(SessionSettings.of(settings).statementTimeout()).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslkey", "sslcert", "sslrootcert", "sslcrl"})
    void aKeyWithoutItsFirstAndLastLineIsNotShown(String parameter) {
        String key = "MIGHAgEAMBMGByqGSM49" + "canary+/".repeat(12) + "==";
        for (String said : List.of(key, "\n" + key + "\n", "'" + key + "'", "\\n" + key.replace("AMB", "A\\nMB"))) {
            assertThat(ConnectionSettings.of("user=ada", none, Map.of(parameter, said))
                            .describe())
                    .doesNotContain("canary")
                    .containsPattern(parameter + " +\\(hidden\\)");
        }
        assertThat(ConnectionSettings.of("user=ada", none, Map.of(parameter, "/etc/Mine/ada.pem"))
                        .describe())
                .containsPattern(parameter + " +/etc/Mine/ada.pem");
    }

    @Test
    void everyParameterOfLibpqIsKnown() {
        LibPq.find().ifPresent(libpq -> assertThat(libpq.keywords())
                .allSatisfy(keyword ->
                        assertThat(Parameter.named(keyword)).as(keyword).isPresent()));
    }

    @Test
    void eachHostHasThePasswordOfItsLine() throws IOException {
        Path file = home.resolve(".pgpass");
        Files.writeString(file, "one:*:*:*:first\ntwo:*:*:*:second\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        ConnectionSettings settings = ConnectionSettings.of("postgresql://ada@one,two,three/app", none);

        assertThat(settings.hosts().stream().map(settings::password)).containsExactly("first", "second", null);
        assertThat(settings.describe()).contains("(hidden)", file + ":1", file + ":2");
    }

    @Test
    void allProblemsAreReportedTogether() {
        assertThat(problems("postgres://u%:canary@d!b:0/a?sslmode=on&pool=3&connect_timeout=x"))
                .containsExactly(
                        "the user has a \"%\" without two hexadecimal digits after it, or %00 (character 13)",
                        "the parameter pool is not known (character 41)",
                        "the parameter sslmode is not one of disable, allow, prefer, require, verify-ca, verify-full,"
                                + " no-verify (character 30)",
                        "the parameter connect_timeout is not a number of seconds from 1 to 999999 (character 48)",
                        "the host is not a name or an address (character 22)",
                        "the port is not a number from 1 to 65535 (character 26)");
    }

    @Test
    void whatMayBeTheRestOfAPasswordIsNeverQuoted() {
        for (String text : List.of(
                "postgres://u:1/canary?canary=1@db/a",
                "postgres://u:p@db/a?canary=1@db/a",
                "postgres://u:1/x?canary@db/a",
                "postgres://u:canary@canary@db/a",
                "postgres://db/a?password=x&canary=y",
                "postgres://db/a?password=x&y=z&canary=y",
                "postgres://db/a?Canary9=y",
                "postgres://canary:canary/canary@canary:canary/canary",
                "password=my canary=x",
                "password='x' canary = y canary=z",
                "port=canary",
                "sslmode=canary",
                "connect_timeout=canary",
                "hostaddr=canary",
                "host='canary!'",
                "canary")) {
            InvalidConnectionSettings refusal =
                    catchThrowableOfType(InvalidConnectionSettings.class, () -> ConnectionSettings.of(text, none));

            assertThat(refusal.toString()).doesNotContainIgnoringCase("canary");
            assertThat(refusal).hasNoCause();
        }
    }

    @Test
    void halfACharacterAndZeroAreRefused() {
        assertThat(problems("postgres://u:\ud800@db/a"))
                .containsExactly("the URL holds half a character (character 14)");
        assertThat(problems("host=db password=\ud800"))
                .containsExactly("the parameter password holds half a character, or a zero (character 9)");
        assertThat(problems("host=db password=\0"))
                .containsExactly("the parameter password holds half a character, or a zero (character 9)");
    }

    @Test
    void shownItHidesPasswordAndParameters() {
        assertThat(ConnectionSettings.of("postgres://ada:canary@db/app?application_name=canary", none))
                .hasToString("postgresql://ada@db:5432/app");
    }

    @Test
    void describesWhatIsInForceAndWhereItComesFrom() {
        ConnectionSettings settings = ConnectionSettings.of(
                "postgres://ada@db.example.com,10.0.0.1:7/app?sslkey=-----BEGIN%20KEY&sslcert=-----BEGIN&sslpassword=x",
                Map.of("HOME", home.toString(), "PGPASSWORD", "canary", "PGAPPNAME", "shop\nx"));

        assertThat(settings.describe()).isEqualTo("""
                host                  db.example.com,10.0.0.1  the URL
                port                  5432,7                   the URL
                dbname                app                      the URL
                user                  ada                      the URL
                password              (hidden)                 PGPASSWORD
                channel_binding       prefer                   default
                connect_timeout       5                        default
                application_name      shop?x                   PGAPPNAME
                keepalives            1                        default
                gssencmode            disable                  default
                sslmode               verify-full              default, as db.example.com is not this machine
                sslcert               (PEM text)               the URL
                sslkey                (hidden)                 the URL
                sslpassword           (hidden)                 the URL
                target_session_attrs  any                      default
                addresses             cached for 30 s          the JVM, networkaddress.cache.ttl
                """);
    }

    @Test
    void aProcessWithoutAUserHasToBeToldAsWhomToConnect() {
        String me = System.setProperty("user.name", "?");
        try {
            assertThat(problems("host=db"))
                    .containsExactly("nothing says as whom to connect, and the operating system has no name for this"
                            + " process's user: say user, or set PGUSER");
            assertThat(ConnectionSettings.of("user=ada", none).user()).isEqualTo("ada");
        } finally {
            System.setProperty("user.name", me);
        }
    }

    @Test
    void describesTheDefaultsOfThisMachine() {
        assertThat(ConnectionSettings.of("", Map.of("HOME", home.toString(), "PGSERVICE", "shop", "PGUSER", "x"))
                        .describe())
                .contains("host                  shop.invalid", home.resolve(".pg_service.conf") + ":3\n");
        assertThat(ConnectionSettings.of("user=ada", none).describe())
                .contains("localhost", "default, as localhost is this machine", "default, the user's name")
                .doesNotContain("password");
    }
}
