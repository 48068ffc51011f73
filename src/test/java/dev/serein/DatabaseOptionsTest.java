package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.connection.Credentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseOptionsTest {
    private static final String URL = "postgresql://ada:canary@localhost/app";
    private static final DatabaseOptions OPTIONS = DatabaseOptions.of(URL, Map.of());

    @RegisterExtension
    final GuardProperty guardProperty = new GuardProperty();

    private static EffectiveOptions effective(DatabaseOptions options) {
        return new OptionsReader(options).read();
    }

    private static DatabaseOptions in(String... environment) {
        Map<String, String> variables = new HashMap<>(Map.of("DATABASE_URL", URL));
        for (String variable : environment) {
            variables.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
        }
        return DatabaseOptions.fromEnvironment(variables);
    }

    private static void assertRefused(DatabaseOptions options, String message) {
        assertThatThrownBy(() -> Database.open(options))
                .isInstanceOf(InvalidConfiguration.class)
                .hasNoCause()
                .hasMessage(message);
    }

    @Test
    void whatNobodySaysIsSafe() {
        assertThat(OPTIONS.describe()).endsWith("""
                pool max                     10      default
                pool timeout                 5 s     default
                idle timeout                 30 s    default
                max lifetime                 30 min  default
                statement timeout            30 s    default
                lock timeout                 10 s    default
                idle in transaction timeout  1 min   default
                leak report after            1 min   default
                close grace                  10 s    default
                guard                        warn    default""");
    }

    @Test
    void migrationsGoPastThePooler() {
        String direct = "DATABASE_DIRECT_URL=postgresql://ada:canary@direct:6000/app";

        assertThat(effective(in(direct).direct()).connection().address()).isEqualTo("direct:6000/app");
        assertThat(effective(in(direct)).connection().address()).isEqualTo("localhost:5432/app");
        assertThat(effective(in().direct()).connection().address()).isEqualTo("localhost:5432/app");
        assertThat(effective(in("DATABASE_DIRECT_URL= ").direct()).connection().address())
                .isEqualTo("localhost:5432/app");
        assertThat(in(direct).direct().describe()).containsPattern("host +direct +DATABASE_DIRECT_URL");
        assertThat(in(direct).direct().toString()).doesNotContain("canary");
        assertRefused(in("DATABASE_DIRECT_URL=postgresql:/canary").direct(), """
                DATABASE_DIRECT_URL cannot be used: it does not begin with postgresql://, postgres:// or jdbc:postgresql:, \
                nor is it a list of key=value (character 1)
                  fix: write it like postgresql://user:password@host:5432/database""");
        // who says the URL, means it
        assertThat(effective(DatabaseOptions.of(URL, Map.of("DATABASE_DIRECT_URL", "postgresql://direct/app"))
                                .direct())
                        .connection()
                        .address())
                .isEqualTo("localhost:5432/app");
    }

    @Test
    void aDescriptionSaysWhoSaidWhat() {
        DatabaseOptions options = DatabaseOptions.of(
                        URL + "?pool_timeout=3&socket_timeout=90",
                        Map.of("DATABASE_CONNECTION_LIMIT", "50", "DATABASE_INSTANCES", "2"))
                .withLockTimeout(Duration.ofMillis(1500))
                .withCloseGrace(Duration.ZERO)
                .withLeakReportAfter(Duration.ofDays(2))
                .withGuard(Guard.THROW)
                .withCredentials(() -> new Credentials("ada", "canary"));

        assertThat(options.describe()).doesNotContain("canary").endsWith("""
                pool max                     14                             DATABASE_CONNECTION_LIMIT, DATABASE_INSTANCES
                pool timeout                 3 s                            pool_timeout in the URL
                idle timeout                 30 s                           default
                max lifetime                 30 min                         default
                statement timeout            90 s                           socket_timeout in the URL
                lock timeout                 1500 ms                        withLockTimeout
                idle in transaction timeout  1 min                          default
                leak report after            2 d                            withLeakReportAfter
                close grace                  0 s                            withCloseGrace
                guard                        throw                          withGuard
                credentials                  asked before every connection  withCredentials""");
    }

    @Test
    void theGuardIsSaidByTheProgramOrByASystemProperty() {
        GuardProperty.set("throw");
        assertThat(OPTIONS.describe()).endsWith("guard                        throw   serein.guard");
        assertThat(OPTIONS.withGuard(Guard.IGNORE).describe())
                .endsWith("guard                        ignore  withGuard");
        assertThat(OPTIONS.withGuard(Guard.IGNORE)).hasToString("DatabaseOptions[url=…, guard=IGNORE]");

        GuardProperty.set("THROW");
        String message = "serein.guard cannot be used: it is not ignore, warn or throw";
        assertRefused(OPTIONS, message);
        assertThat(OPTIONS.withGuard(Guard.IGNORE).describe()).isNotNull();
        assertThatThrownBy(() -> Database.using(new PGSimpleDataSource()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage(message);
    }

    @Test
    void expectedMigrationsAreShownAsTheirNumber() {
        DatabaseOptions options = OPTIONS.expecting(
                List.of(new SchemaMigration("1", "a", "V1__a.sql", 1), new SchemaMigration(null, "b", "R__b.sql", 2)));

        assertThat(options.describe()).endsWith("\nexpected migrations          2       expecting");
        assertThat(options).hasToString("DatabaseOptions[url=…, expected migrations=2]");
    }

    @Test
    void ofTwoTimesForAStatementTheShorterIsShownAndWhoSaidIt() {
        String options = URL + "?socket_timeout=7&options=-c%20statement_timeout%3D";

        assertThat(DatabaseOptions.of(options + "5s").describe())
                .contains("statement timeout            5 s     statement_timeout in options\n");
        assertThat(DatabaseOptions.of(options + "9s").describe())
                .contains("statement timeout            7 s     socket_timeout in the URL\n");
    }

    @Test
    void theProgramComesBeforeTheUrlBeforeTheEnvironmentBeforeTheDefault() {
        String[] variables = {"DATABASE_POOL_MAX=7", "PGAPPNAME=environment", "DATABASE_URL=" + URL};
        String[] withUrl = variables.clone();
        withUrl[2] += "?connection_limit=8&pool_timeout=9&socket_timeout=11&application_name=url";

        EffectiveOptions byDefault = effective(in());
        EffectiveOptions byEnvironment = effective(in(variables));
        EffectiveOptions byUrl = effective(in(withUrl));
        EffectiveOptions byProgram = effective(in(withUrl)
                .withPoolMax(3)
                .withPoolTimeout(Duration.ofSeconds(4))
                .withStatementTimeout(Duration.ofSeconds(6))
                .withApplicationName("program"));
        EffectiveOptions overEnvironment = effective(in(variables).withConnectionLimit(50, 2));

        assertThat(Stream.of(byDefault, byEnvironment, byUrl, byProgram, overEnvironment)
                        .map(each -> each.poolMax().value()))
                .containsExactly(10, 7, 8, 3, 14);
        assertThat(Stream.of(byDefault, byUrl, byProgram).map(each -> each.time(Option.POOL_TIMEOUT)))
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(9), Duration.ofSeconds(4));
        assertThat(Stream.of(byDefault, byUrl, byProgram).map(each -> each.time(Option.STATEMENT_TIMEOUT)))
                .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(11), Duration.ofSeconds(6));
        assertThat(Stream.of(byDefault, byEnvironment, byUrl, byProgram).map(EffectiveOptions::poolName))
                .containsExactly("serein", "environment", "url", "program");
    }

    @Test
    void whatIsOverruledIsNotLookedAt() {
        assertThat(effective(in("DATABASE_POOL_MAX=ten").withPoolMax(3))
                        .poolMax()
                        .value())
                .isEqualTo(3);
        assertThat(effective(in("DATABASE_POOL_MAX= ", "DATABASE_INSTANCES="))
                        .poolMax()
                        .by())
                .isEqualTo("default");
    }

    @Test
    void aUrlMayBeLeftToLibpqsVariables() {
        assertThat(effective(DatabaseOptions.fromEnvironment(Map.of("PGHOST", "localhost")))
                        .poolMax()
                        .value())
                .isEqualTo(10);
    }

    private static Arguments refused(UnaryOperator<DatabaseOptions> said, String message) {
        return Arguments.of(said, message);
    }

    static List<Arguments> badOptions() {
        Duration none = Duration.ZERO;
        Duration negative = Duration.ofSeconds(-1);
        Duration month = Duration.ofDays(30);
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
        return List.of(
                refused(o -> o.withPoolMax(0), "withPoolMax cannot be used: it is not a whole number from 1 to 99999"),
                refused(o -> o.withPoolMax(-1), "withPoolMax cannot be used: it is not a whole number from 1 to 99999"),
                refused(
                        o -> o.withPoolMax(100_000),
                        "withPoolMax cannot be used: it is not a whole number from 1 to 99999"),
                refused(
                        o -> o.withConnectionLimit(0, 0),
                        "withConnectionLimit cannot be used: it is not a whole number from 1 to 99999"),
                refused(
                        o -> o.withConnectionLimit(29, 20),
                        "withConnectionLimit cannot be used: 29 connections are too few for 20 instances: 3 are"
                                + " the server's, 2 are for migrations and psql, and 25 instances run while a release"
                                + " rolls out; the least that works is 30"),
                refused(
                        o -> o.withPoolMax(5).withConnectionLimit(50, 2),
                        "withPoolMax cannot be used: withConnectionLimit says the pool's size as well"),
                refused(
                        o -> o.withPoolTimeout(Duration.ofMillis(249)),
                        "withPoolTimeout cannot be used: 249 ms is less than 250 ms"),
                refused(o -> o.withPoolTimeout(none), "withPoolTimeout cannot be used: 0 s is less than 250 ms"),
                refused(o -> o.withPoolTimeout(month), "withPoolTimeout cannot be used: 30 d is more than 24 d"),
                refused(o -> o.withConnectTimeout(none), "withConnectTimeout cannot be used: 0 s is less than 1 ms"),
                refused(
                        o -> o.withConnectTimeout(endless),
                        "withConnectTimeout cannot be used: PT2562047788015215H30M7.999999999S is more than 24 d"),
                refused(
                        o -> o.withIdleTimeout(Duration.ofSeconds(9)),
                        "withIdleTimeout cannot be used: 9 s is less than 10 s"),
                refused(
                        o -> o.withMaxLifetime(Duration.ofSeconds(29)),
                        "withMaxLifetime cannot be used: 29 s is less than 30 s"),
                refused(
                        o -> o.withMaxLifetime(Duration.ofSeconds(30)),
                        "withMaxLifetime cannot be used: the lifetime, 30 s, is not a second more than the idle timeout, 30 s"),
                refused(
                        o -> o.withIdleTimeout(Duration.ofHours(1)),
                        "withIdleTimeout cannot be used: the lifetime, 30 min, is not a second more than the idle timeout, 60 min"),
                refused(
                        o -> o.withStatementTimeout(none),
                        "withStatementTimeout cannot be used: 0 s is less than 1 ms"),
                refused(
                        o -> o.withStatementTimeout(Duration.ofNanos(999_999)),
                        "withStatementTimeout cannot be used: PT0.000999999S is less than 1 ms"),
                refused(o -> o.withLockTimeout(negative), "withLockTimeout cannot be used: -1 s is less than 1 ms"),
                refused(
                        o -> o.withIdleInTransactionTimeout(none),
                        "withIdleInTransactionTimeout cannot be used: 0 s is less than 1 ms"),
                refused(o -> o.withLeakReportAfter(none), "withLeakReportAfter cannot be used: 0 s is less than 1 ms"),
                refused(o -> o.withCloseGrace(negative), "withCloseGrace cannot be used: -1 s is less than 0 s"),
                refused(
                        o -> o.withApplicationName("\u00fcber"),
                        "withApplicationName cannot be used: it is not 1 to 63 printable ASCII characters"),
                refused(
                        o -> o.withApplicationName("a".repeat(64)),
                        "withApplicationName cannot be used: it is not 1 to 63 printable ASCII characters"),
                refused(
                        o -> o.withCaCertificate("canary.pem"),
                        "withCaCertificate cannot be used: it is not a certificate in PEM; a file is said as a Path"),
                refused(o -> o.expecting(List.of()), "expecting cannot be used: there is no migration in the list"),
                refused(
                        o -> o.expecting(List.of(new SchemaMigration("1.x", "a", "V1.x__a.sql", 1))),
                        "expecting cannot be used: the version of V1.x__a.sql, 1.x, is not made of numbers"));
    }

    @ParameterizedTest
    @MethodSource("badOptions")
    void aBadOptionIsRefused(UnaryOperator<DatabaseOptions> said, String message) {
        assertRefused(said.apply(OPTIONS), message);
    }

    static List<Arguments> badEnvironments() {
        return List.of(
                Arguments.of(
                        in("DATABASE_POOL_MAX=ten"),
                        "DATABASE_POOL_MAX cannot be used: it is not a whole number from 1 to 99999"),
                Arguments.of(
                        in("DATABASE_POOL_MAX=0"),
                        "DATABASE_POOL_MAX cannot be used: it is not a whole number from 1 to 99999"),
                Arguments.of(
                        in("DATABASE_POOL_MAX=+5"),
                        "DATABASE_POOL_MAX cannot be used: it is not a whole number from 1 to 99999"),
                Arguments.of(
                        in("DATABASE_INSTANCES=2"),
                        "DATABASE_INSTANCES cannot be used: DATABASE_CONNECTION_LIMIT is not set"),
                Arguments.of(
                        in("DATABASE_CONNECTION_LIMIT=50"),
                        "DATABASE_CONNECTION_LIMIT cannot be used: DATABASE_INSTANCES is not set"),
                Arguments.of(
                        in("DATABASE_CONNECTION_LIMIT=5", "DATABASE_INSTANCES=1"),
                        "DATABASE_CONNECTION_LIMIT cannot be used: 5 connections are too few for 1 instance: 3"
                                + " are the server's, 2 are for migrations and psql, and 2 instances run while a"
                                + " release rolls out; the least that works is 7"),
                Arguments.of(
                        in("DATABASE_CONNECTION_LIMIT=50", "DATABASE_POOL_MAX=5"),
                        "DATABASE_POOL_MAX cannot be used: DATABASE_CONNECTION_LIMIT says the pool's size as well"),
                Arguments.of(
                        in("DATABASE_INSTANCES=50", "DATABASE_POOL_MAX=5"),
                        "DATABASE_POOL_MAX cannot be used: DATABASE_INSTANCES says the pool's size as well"),
                Arguments.of(
                        in("DATABASE_URL=" + URL + "?pool_timeout=0"),
                        "DATABASE_URL cannot be used: the parameter pool_timeout is 0 or less, which is to wait for ever:"
                                + " say 1 second or more (character 39)"),
                Arguments.of(
                        in("DATABASE_URL=" + URL + "?socket_timeout=0"),
                        "DATABASE_URL cannot be used: the parameter socket_timeout is 0 or less, which is to wait for ever:"
                                + " say 1 second or more (character 39)"));
    }

    @ParameterizedTest
    @MethodSource("badEnvironments")
    void aBadEnvironmentIsRefused(DatabaseOptions options, String message) {
        assertRefused(options, message);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        DatabaseOptions options = in(
                        "DATABASE_URL=postgresql://ada:canary@db:54x2/app",
                        "DATABASE_CONNECTION_LIMIT=many",
                        "DATABASE_INSTANCES=0")
                .withLockTimeout(Duration.ZERO)
                .withApplicationName("");

        assertRefused(options, """
                DATABASE_URL cannot be used: the port is not a number from 1 to 65535 (character 28)
                  also: withApplicationName cannot be used: it is not 1 to 63 printable ASCII characters
                        DATABASE_CONNECTION_LIMIT cannot be used: it is not a whole number from 1 to 99999
                        DATABASE_INSTANCES cannot be used: it is not a whole number from 1 to 99999
                        withLockTimeout cannot be used: 0 s is less than 1 ms""");
        assertRefused(DatabaseOptions.fromEnvironment(Map.of()).withPoolMax(0), """
                DATABASE_URL is not set
                  also: withPoolMax cannot be used: it is not a whole number from 1 to 99999
                  fix:  set it to postgresql://user:password@host:5432/database""");
        assertRefused(DatabaseOptions.of(" ", Map.of()), """
                The database URL is not set
                  fix: set it to postgresql://user:password@host:5432/database""");
    }

    @Test
    void nullIsNoValue() {
        assertThatThrownBy(() -> OPTIONS.withLockTimeout(null)).hasMessage("lock timeout");
    }

    @Test
    void optionsAreValues() {
        Supplier<Credentials> vault = () -> new Credentials("ada", "canary");
        UnaryOperator<DatabaseOptions> said = each -> each.withPoolMax(5)
                .withCredentials(vault)
                .withCaCertificate("pem")
                .withPooler(false);

        assertThat(said.apply(OPTIONS))
                .isEqualTo(said.apply(OPTIONS))
                .hasSameHashCodeAs(said.apply(OPTIONS))
                .isNotEqualTo(OPTIONS)
                .isNotEqualTo(said.apply(OPTIONS).withPoolMax(6));
        assertThat(effective(OPTIONS).poolMax().value()).isEqualTo(10);
    }

    @Test
    void theirTextHoldsNoSecret() {
        assertThat(OPTIONS.withCredentials(() -> new Credentials("ada", "canary"))
                        .withCaCertificate("-----BEGIN CERTIFICATE-----canary")
                        .withPoolTimeout(Duration.ofSeconds(90)))
                .hasToString("DatabaseOptions[url=…, credentials=…, ca certificate=…, pool timeout=90 s]");
        assertThat(OPTIONS.withCaCertificate(Path.of("ca.pem")).withConnectionLimit(50, 2))
                .hasToString("DatabaseOptions[url=…, ca certificate=ca.pem," + " connection limit=50 for 2]");
    }

    @Test
    void anAuthorityThatIsNamedIsLookedAtOrRefused() {
        Path authority = Path.of("ca.pem");
        DatabaseOptions silent =
                DatabaseOptions.of("postgres://db/app", Map.of()).withCaCertificate(authority);
        assertThat(silent.describe()).containsPattern("sslmode +verify-full +the options");

        assertRefused(
                DatabaseOptions.of("postgres://ada@db/app?sslmode=prefer", Map.of())
                        .withCaCertificate(authority),
                "withCaCertificate cannot be used: sslmode=prefer looks at no certificate");
    }

    @Test
    void theInstancesAreThoseThatShareALimit() {
        assertThat(OPTIONS.instances()).isEmpty();
        assertThat(in("DATABASE_CONNECTION_LIMIT=50", "DATABASE_INSTANCES=3").instances())
                .hasValue(3);
        assertThat(in("DATABASE_INSTANCES=3").withConnectionLimit(50, 2).instances())
                .hasValue(2);
        assertThat(in("DATABASE_INSTANCES=many").instances()).isEmpty();
    }

    @Test
    void theExpectedMigrationsAreThoseThatWereSaid() {
        SchemaMigration migration = new SchemaMigration("1", "orders", "V1__orders.sql", 7);
        assertThat(OPTIONS.expected()).isEmpty();
        assertThat(OPTIONS.expecting(List.of(migration)).expected()).containsExactly(migration);
    }
}
