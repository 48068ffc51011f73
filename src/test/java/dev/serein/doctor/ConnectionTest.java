package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.doctor.Finding.Severity;
import dev.serein.fault.TransactionPooler;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What lies between this machine and the server, and when both think it is. */
class ConnectionTest {
    private static ScratchDatabase scratch;
    private static Database db;

    @BeforeAll
    static void open() {
        scratch = ScratchPostgres.shared().createDatabase();
        db = Database.open(scratch.url());
    }

    @AfterAll
    static void close() {
        db.close();
        scratch.close();
    }

    private static DatabaseOptions throughPooler(TransactionPooler pooler) {
        return DatabaseOptions.fromEnvironment(
                Map.of("DATABASE_URL", pooler.url(), "DATABASE_DIRECT_URL", scratch.url()));
    }

    @Test
    void aPoolerWithoutAWayPastItIsHintedAt() {
        assertThat(Asked.findings(new PoolerInFront(), db)).isEmpty();
        try (TransactionPooler pooler = TransactionPooler.before(scratch.url(), 3)) {
            try (Database through = Database.open(pooler.url())) {
                assertThat(Asked.finding(new PoolerInFront(), through))
                        .isEqualTo(new Finding(
                                "pooler",
                                Severity.HINT,
                                "A pooler stands in front of the server, and nothing says the way past it",
                                List.of("LISTEN, locks of a session and migrations do not work through it"),
                                "set DATABASE_DIRECT_URL to a URL of the server itself, for migrations"));
                assertThat(Asked.unseen(new PoolFit(), through))
                        .startsWith(
                                "a pooler divides the server's connections among its clients; see that its pools stay"
                                        + " below ");
            }
            try (Database through = Database.open(throughPooler(pooler))) {
                assertThat(Asked.findings(new PoolerInFront(), through)).isEmpty();
            }
        }
    }

    @Test
    void aDataSourceThatPreparesStatementsBehindAPoolerIsFound() {
        try (TransactionPooler pooler = TransactionPooler.before(scratch.url(), 3)) {
            PGSimpleDataSource source = source(pooler.url());
            assertThat(Asked.finding(new PoolerInFront(), Database.using(source)))
                    .isEqualTo(new Finding(
                            "pooler",
                            Severity.WARNING,
                            "A pooler stands in front of the server, and the data source prepares statements there",
                            List.of("prepareThreshold is 5"),
                            "set prepareThreshold=0 in the data source, or see that the pooler keeps prepared"
                                    + " statements: max_prepared_statements of PgBouncer 1.21 and newer"));
            source.setPrepareThreshold(0);
            assertThat(Asked.findings(new PoolerInFront(), Database.using(source)))
                    .isEmpty();
        }
    }

    private static PGSimpleDataSource source(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:" + url.replaceFirst("//[^@]*@", "//"));
        source.setUser("postgres");
        source.setPassword(scratch.url().replaceFirst(".*//[^:]+:([^@]*)@.*", "$1"));
        return source;
    }

    @Test
    void howLargeThePoolOfAnotherIsCannotBeSeen() {
        assertThat(Asked.unseen(new PoolFit(), Database.using(source(scratch.url()))))
                .matches("how large the pool is, the data source does not tell; instances times its size have to stay"
                        + " below (\\d+): max_connections is \\1");
    }

    @Test
    void aNameThatTheJvmKeepsForLongIsHintedAt() {
        // the first, which is not taken for this machine, is connected to; the second is a name
        String url = scratch.url().replaceFirst("127\\.0\\.0\\.1:(\\d+)", "127.1:$1,db.example.com:5432");
        try (Database named = Database.open(url + "?sslmode=disable&require_auth=password")) {
            assertThat(Asked.finding(new AddressCache(), named))
                    .isEqualTo(new Finding(
                            "dns-cache",
                            Severity.HINT,
                            "After a failover, this JVM goes on with the old server's address: it is cached for 30 s",
                            List.of(),
                            "set networkaddress.cache.ttl=5 in the JVM's java.security, or with Security.setProperty"
                                    + " before the first connection"));
        }
        assertThat(Asked.findings(new AddressCache(), db)).isEmpty();
    }

    @Test
    void clocksThatAreApartAreFound() {
        assertThat(Asked.findings(new ClockSkew(), db)).isEmpty();
        Clock early = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-5));
        assertThat(Asked.finding(new ClockSkew(), Doctor.of(db).at(early)))
                .isEqualTo(new Finding(
                        "clock",
                        Severity.WARNING,
                        "The server's clock is 4 min ahead of this machine's",
                        List.of(),
                        "have both keep their time by NTP"));
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        assertThat(Asked.finding(new ClockSkew(), Doctor.of(db).at(late)).problem())
                .isEqualTo("The server's clock is 1 h behind this machine's");
    }

    /** A day of the year in which the version gets its last fixes. */
    private static Doctor on(String day) {
        String year = String.valueOf(2012 + ScratchPostgres.shared().majorVersion());
        return Doctor.of(db).at(Clock.fixed(Instant.parse(year + day + "T12:00:00Z"), ZoneOffset.UTC));
    }

    @Test
    void aVersionThatIsNotMendedAnyMoreIsFound() {
        int major = ScratchPostgres.shared().majorVersion();
        assertThat(Asked.findings(new VersionSupport(), on("-05-07"))).isEmpty();
        Finding soon = Asked.finding(new VersionSupport(), on("-05-15"));
        assertThat(soon)
                .isEqualTo(new Finding(
                        "version",
                        Severity.HINT,
                        soon.problem(),
                        soon.objects(),
                        "upgrade to a newer major version: pg_upgrade, or what the provider offers"));
        assertThat(soon.problem()).matches("PostgreSQL " + major + " gets its last fixes on \\d{4}-11-\\d\\d");
        assertThat(soon.objects()).singleElement().asString().matches("the server runs " + major + "\\.\\d+");
        Finding over = Asked.finding(new VersionSupport(), on("-11-15"));
        assertThat(over.severity()).isEqualTo(Severity.WARNING);
        assertThat(over.problem())
                .matches("PostgreSQL " + major + " has got no security fixes since \\d{4}-11-(08|09|11|12|14)");
    }
}
