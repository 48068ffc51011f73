package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.connection.Certificates.Issued;
import dev.serein.fault.RestartableServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of each way in which TLS fails. */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsRefusalTest {
    @TempDir
    private Path folder;

    private RestartableServer server;

    @BeforeAll
    void start() {
        server = RestartableServer.create();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void letEverybodyIn() {
        server.writeHba("host all all 127.0.0.1/32 password");
        present(Certificates.server());
    }

    private void present(Issued certificate) {
        server.turnTlsOn(certificate.certificate(), certificate.key());
    }

    /** Without what differs from run to run. */
    private String refusal(String mode, Path root, String... more) {
        Map<String, String> options = new HashMap<>(Map.of("sslmode", mode, "sslrootcert", root.toString()));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        TlsOutcome outcome = TlsOutcome.of(server.url(), options);
        outcome.failure().ifPresent(failure -> assertThat(failure.isPermanent()).isTrue());
        return outcome.text()
                .replaceAll("\\d{4}-\\d\\d-\\d\\d", "DATE")
                .replace(root.toString(), "ROOT")
                .replace(folder.toString(), "FOLDER");
    }

    @Test
    void anAuthorityThatIsNotTheOneOfTheFile() {
        assertThat(refusal("verify-ca", Certificates.otherAuthority())).isEqualTo("""
                the server's certificate is not signed by an authority that we trust
                presented: CN=localhost, for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, issued by CN=Test authority, valid until DATE
                trusted: the root certificate file ROOT (CN=Test other authority)
                fix: name the file of its authority: sslrootcert=FILE, or PG_CA_CERT_PATH""");
    }

    @Test
    void anAuthorityThatTheJvmDoesNotKnow() {
        assertThat(refusal("verify-full", Path.of("system"))).isEqualTo("""
                the server's certificate is not signed by an authority that we trust
                presented: CN=localhost, for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, issued by CN=Test authority, valid until DATE
                trusted: the JVM's certificate authorities
                expected: 127.0.0.1
                fix: name the file of its authority: sslrootcert=FILE, or PG_CA_CERT_PATH""");
    }

    @Test
    void noAuthorityAtAll() {
        present(Certificates.selfSignedServer());
        assertThat(refusal("require", Certificates.authority())).isEqualTo("""
                the server's certificate is self-signed, and not one that we trust
                presented: CN=localhost, for localhost, 127.0.0.1, issued by itself, valid until DATE
                trusted: the root certificate file ROOT (CN=Test authority)
                fix: give the server one of an authority; or, if it is the right one, save it to a file and name that: sslrootcert=FILE, or PG_CA_CERT_PATH""");
    }

    @Test
    void anExpiredCertificate() {
        present(Certificates.expiredServer());
        String text = """
                the server's certificate has expired
                presented: CN=localhost, for localhost, 127.0.0.1, issued by CN=Test authority, expired on DATE
                trusted: the root certificate file ROOT (%s)
                fix: renew it, and reload the server""";
        assertThat(refusal("verify-ca", Certificates.authority())).isEqualTo(text.formatted("CN=Test authority"));
        // the JVM alone would take what it is told to trust, of whatever year
        assertThat(refusal("verify-ca", Certificates.expiredServer().certificate()))
                .isEqualTo(text.formatted("CN=localhost"));
    }

    @Test
    void aCertificateOfTheFuture() {
        present(Certificates.serverOfTheFuture());
        assertThat(refusal("verify-ca", Certificates.authority())).isEqualTo("""
                the server's certificate is not valid yet
                presented: CN=localhost, for localhost, 127.0.0.1, issued by CN=Test authority, valid only from DATE
                trusted: the root certificate file ROOT (CN=Test authority)
                fix: see that the clock of this machine is right; else wait, or give the server another""");
    }

    @Test
    void aCertificateForAnotherHost() {
        present(Certificates.serverNamed("dns:db.example.com", "dns:*.db.example.com"));
        assertThat(refusal("verify-full", Certificates.authority())).isEqualTo("""
                the server's certificate is for another host
                presented: CN=db.example.com, for db.example.com, *.db.example.com, issued by CN=Test authority, valid until DATE
                trusted: the root certificate file ROOT (CN=Test authority)
                expected: 127.0.0.1
                fix: connect by a name that the certificate is for, or give the server one for 127.0.0.1; sslmode=verify-ca does not look at the name""");
    }

    @Test
    void aRevokedCertificate() throws IOException {
        Path other = Certificates.revocationsOf(Certificates.expiredServer());
        assertThat(refusal("verify-ca", Certificates.authority(), "sslcrl", other.toString()))
                .isEmpty();

        Path lists = Files.createDirectory(folder.resolve("lists"));
        Files.copy(Certificates.revocationsOf(Certificates.server()), lists.resolve("4d1c.r0"));
        assertThat(refusal("verify-ca", Certificates.authority(), "sslcrldir", lists.toString()))
                .isEqualTo("""
                the server's certificate is revoked
                presented: CN=localhost, for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, issued by CN=Test authority, valid until DATE
                trusted: the root certificate file ROOT (CN=Test authority)
                fix: give the server a new one""");

        present(Certificates.serverOfOtherAuthority());
        assertThat(refusal("verify-ca", Certificates.otherAuthority(), "sslcrl", other.toString()))
                .isEqualTo("""
                no current list says whether the server's certificate is revoked
                presented: CN=localhost, for localhost, 127.0.0.1, issued by CN=Test other authority, valid until DATE
                trusted: the root certificate file ROOT (CN=Test other authority)
                fix: give sslcrl the current list of each of its authorities""");
    }

    @Test
    void aListOfRevocationsThatIsNone() {
        assertThat(refusal(
                        "verify-ca",
                        Certificates.authority(),
                        "sslcrl",
                        Certificates.authority().toString()))
                .isEqualTo("""
                the CRL file ROOT holds no certificate revocation list
                fix: name a file that begins with -----BEGIN X509 CRL-----: sslcrl=FILE""");
        assertThat(refusal("verify-ca", Certificates.authority(), "sslcrldir", "/no/such"))
                .isEqualTo("""
                the CRL folder /no/such cannot be read
                fix: name a folder of certificate revocation lists: sslcrldir=FOLDER""");
    }

    @Test
    void aClientCertificateThatIsMissing() {
        server.requireClientCertificate(Certificates.authority());
        assertThat(refusal("verify-ca", Certificates.authority())).isEqualTo("""
                the server wants a client certificate
                fix: name yours and its key: sslcert=FILE and sslkey=FILE""");
    }

    @Test
    void aClientCertificateThatIsRefused() {
        server.requireClientCertificate(Certificates.authority());
        Issued ours = Certificates.clientOfOtherAuthority("ada");
        Map<String, String> options = Map.of(
                "sslmode", "require",
                "sslcert", ours.certificate().toString(),
                "sslkey", ours.key().toString());
        for (int i = 0; i < 20; i++) {
            // the server hangs up at once: what it says last must not be lost with that
            assertThat(TlsOutcome.of(server.url(), options).text()).isEqualTo("""
                    the server refuses our client certificate
                    ours: CN=ada
                    answer: unknown_ca
                    fix: name one that its ssl_ca_file has signed: sslcert=FILE and sslkey=FILE""");
        }
    }

    @Test
    void aServerThatHangsUpMayBeBackLater() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread hangsUp = new Thread(() -> {
                try (Socket client = listener.accept()) {
                    client.getInputStream().readNBytes(8);
                    client.getOutputStream().write('S');
                    client.getInputStream().read(); // the begin of the handshake
                } catch (IOException e) {
                    // the client is gone already
                }
            });
            hangsUp.setDaemon(true);
            hangsUp.start();

            TlsOutcome outcome = TlsOutcome.of(
                    "postgresql://ada@127.0.0.1:" + listener.getLocalPort() + "/app", Map.of("sslmode", "require"));

            assertThat(outcome.text()).isEqualTo("""
                    the connection was lost while it was being made
                    fix: try again; if that does not help, see the server's log""");
            assertThat(outcome.failure().orElseThrow().isPermanent()).isFalse();
        }
    }

    @Test
    void versionsThatDoNotMeet() {
        server.configure("ssl_max_protocol_version", "TLSv1.2");
        try {
            assertThat(refusal("require", Certificates.authority(), "ssl_min_protocol_version", "TLSv1.3"))
                    .isEqualTo("""
                    none of the TLS versions that are allowed can be spoken
                    allowed: TLSv1.3
                    fix: set ssl_min_protocol_version and ssl_max_protocol_version to what server and JVM both speak; PostgreSQL speaks TLSv1.2 and, built as usual, TLSv1.3""");
            assertThat(TlsOutcome.of(server.url(), Map.of("sslmode", "require")).tlsVersion())
                    .isEqualTo("TLSv1.2");
        } finally {
            server.configure("ssl_max_protocol_version", "");
        }
    }

    @Test
    void aRootCertificateThatIsNotThere() {
        assertThat(refusal("require", folder.resolve("none.crt"))).isEqualTo("""
                the root certificate file ROOT does not exist
                fix: name the file of the server's authority: sslrootcert=FILE, or PG_CA_CERT_PATH; or trust the JVM's authorities: sslrootcert=system""");
    }

    @Test
    void aRootCertificateThatIsNone() throws IOException {
        assertThat(refusal("verify-ca", Files.writeString(folder.resolve("root.txt"), "canary")))
                .isEqualTo("""
                the root certificate file ROOT holds no certificate
                fix: name a file in PEM, which begins with -----BEGIN CERTIFICATE-----: sslrootcert=FILE""");
        assertThat(refusal("verify-ca", folder)).isEqualTo("""
                the root certificate file ROOT cannot be read
                fix: let the user that this program runs as read it""");
    }

    @Test
    void bothWaysTogether() {
        server.writeHba("hostssl all all 127.0.0.1/32 password");
        assertThat(refusal("prefer", Certificates.otherAuthority())
                        .replace(ConnectionSettings.of(server.url()).database(), "DATABASE"))
                .isEqualTo("""
                the server's certificate is not signed by an authority that we trust
                presented: CN=localhost, for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, issued by CN=Test authority, valid until DATE
                trusted: the root certificate file ROOT (CN=Test other authority)
                without TLS: the server says: no pg_hba.conf entry for host "127.0.0.1", user "postgres", database "DATABASE", no encryption
                fix: name the file of its authority: sslrootcert=FILE, or PG_CA_CERT_PATH""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sslrootcert=system,sslmode=require | sslrootcert=system goes with sslmode=verify-full only, not with require
            sslnegotiation=direct | sslnegotiation=direct goes with sslmode=require, verify-ca or verify-full, not with prefer
            ssl_min_protocol_version=TLSv1.3,ssl_max_protocol_version=TLSv1.2 | ssl_min_protocol_version is newer than ssl_max_protocol_version
            """)
    void settingsThatDoNotGoTogether(String said, String problem) {
        Map<String, String> options = new HashMap<>();
        for (String each : said.split(",")) {
            options.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        assertThatThrownBy(() -> TlsOutcome.of(server.url(), options))
                .isInstanceOf(InvalidConnectionSettings.class)
                .hasMessage(problem);
    }
}
