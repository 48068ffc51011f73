package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.connection.Certificates;
import dev.serein.connection.Certificates.Issued;
import dev.serein.doctor.Finding.Severity;
import dev.serein.fault.RestartableServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.postgresql.ds.PGSimpleDataSource;

/** The way to the server. By {@code 127.1}, which nobody takes for this machine, although it is. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the server is one that only Linux can reconfigure")
class TlsTest {
    private static RestartableServer server;
    private static Instant end;

    @BeforeAll
    static void start() throws Exception {
        server = RestartableServer.create();
        Issued presented = Certificates.serverNamed("dns:db.example.com");
        server.turnTlsOn(presented.certificate(), presented.key());
        try (InputStream pem = Files.newInputStream(presented.certificate())) {
            end = ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem))
                    .getNotAfter()
                    .toInstant();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String remote(String parameters) {
        return server.url().replace("127.0.0.1", "127.1") + "?" + parameters;
    }

    private static String clear() {
        return remote("sslmode=disable&require_auth=password");
    }

    private static String verified() {
        return remote("sslmode=verify-ca&sslrootcert=" + Certificates.authority());
    }

    private static PGSimpleDataSource another(String sslmode) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:" + server.url().replaceFirst("//[^@]*@", "//").replace("127.0.0.1", "127.1") + "?sslmode="
                + sslmode);
        source.setUser("postgres");
        source.setPassword(server.url().replaceFirst(".*//[^:]+:([^@]*)@.*", "$1"));
        return source;
    }

    @Test
    void whatLeavesThisMachineInClearIsADanger() {
        try (Database db = Database.open(clear())) {
            assertThat(Asked.finding(new EncryptedLink(), db))
                    .isEqualTo(new Finding(
                            "tls",
                            Severity.DANGER,
                            "The connection is not encrypted: passwords and rows can be read on the way",
                            List.of("ssl is on in the server"),
                            "set ssl = on in the server, and connect with sslmode=verify-full"));
            assertThat(Asked.findings(new VerifiedServer(), db)).isEmpty();
            assertThat(Asked.findings(new ServerCertificate(), db)).isEmpty();
        }
    }

    @Test
    void whatStaysOnThisMachineMayBeInClear() {
        try (Database db = Database.open(server.url() + "?sslmode=disable")) {
            assertThat(Asked.findings(new EncryptedLink(), db)).isEmpty();
            assertThat(Asked.findings(new VerifiedServer(), db)).isEmpty();
        }
    }

    @Test
    void aServerThatProvesItsNameOverNewTlsIsFine() {
        try (Database db = Database.open(verified())) {
            assertThat(Asked.findings(new EncryptedLink(), db)).isEmpty();
            assertThat(Asked.findings(new VerifiedServer(), db)).isEmpty();
            assertThat(Asked.findings(new ServerCertificate(), Doctor.of(db).at(before(Duration.ofDays(30)))))
                    .isEmpty();
        }
    }

    @Test
    void aServerThatProvesNothingIsTold() {
        try (Database db = Database.open(remote("sslmode=require"))) {
            assertThat(Asked.finding(new VerifiedServer(), db))
                    .isEqualTo(new Finding(
                            "tls-verification",
                            Severity.WARNING,
                            "The server does not prove who it is: anybody who answers in its place gets the password",
                            List.of("sslmode is require"),
                            "connect with sslmode=verify-full, and sslrootcert=FILE or PG_CA_CERT_PATH for the provider's"
                                    + " CA"));
        }
    }

    @Test
    void anOldProtocolThatTheServerAllowsIsTold() {
        server.configure("ssl_min_protocol_version", "TLSv1.1");
        try (Database db = Database.open(verified())) {
            assertThat(Asked.finding(new EncryptedLink(), db))
                    .isEqualTo(new Finding(
                            "tls",
                            Severity.WARNING,
                            "The server lets clients speak TLSv1.1, which can be broken",
                            List.of(),
                            "set ssl_min_protocol_version = 'TLSv1.2' in the server"));
        } finally {
            server.configure("ssl_min_protocol_version", "TLSv1.2");
        }
    }

    private static Clock before(Duration time) {
        return Clock.fixed(end.minus(time), ZoneOffset.UTC);
    }

    @Test
    void aCertificateThatExpiresSoonIsTold() {
        LocalDate day = end.atOffset(ZoneOffset.UTC).toLocalDate();
        try (Database db = Database.open(verified())) {
            Doctor doctor = Doctor.of(db);
            Finding soon = Asked.finding(new ServerCertificate(), doctor.at(before(Duration.ofDays(9))));
            assertThat(soon)
                    .isEqualTo(new Finding(
                            "tls-certificate",
                            Severity.WARNING,
                            "The server's certificate expires in 9 days, on " + day,
                            soon.objects(),
                            "give the server a new one, and select pg_reload_conf()"));
            assertThat(soon.objects()).singleElement().asString().startsWith("CN=");
            Finding now = Asked.finding(new ServerCertificate(), doctor.at(before(Duration.ofHours(9))));
            assertThat(now.severity()).isEqualTo(Severity.DANGER);
            assertThat(now.problem()).isEqualTo("The server's certificate expires in 9 h, on " + day);
            Finding late = Asked.finding(new ServerCertificate(), doctor.at(before(Duration.ofHours(-9))));
            assertThat(late.problem()).isEqualTo("The server's certificate has expired, on " + day);
        }
    }

    @Test
    void ofAnothersDataSourceIsSeenOnlyWhatTheServerKnows() {
        try (Database db = Database.using(another("require"))) {
            assertThat(Asked.findings(new EncryptedLink(), db)).isEmpty();
            assertThat(Asked.unseen(new VerifiedServer(), db))
                    .isEqualTo("the data source has made the connection, and does not tell; see that it says"
                            + " sslmode=verify-full, or open the database with Database.open");
            assertThat(Asked.unseen(new ServerCertificate(), db))
                    .isEqualTo("the data source has made the connection, and does not tell what the server presented;"
                            + " open the database with Database.open");
        }
        try (Database db = Database.using(another("disable"))) {
            assertThat(Asked.finding(new EncryptedLink(), db).severity()).isEqualTo(Severity.DANGER);
        }
    }
}
