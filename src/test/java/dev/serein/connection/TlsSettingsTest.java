package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.connection.Certificates.Issued;
import dev.serein.fault.FakeServer;
import dev.serein.fault.FakeServer.Asks;
import dev.serein.fault.FakeServer.WhenAskedForTls;
import dev.serein.fault.RestartableServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.SQLException;
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

/** What else can be said of TLS. */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsSettingsTest {
    /** To Linux this machine, to us any other. */
    private static final String FAR = "0.0.0.0";

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

    private TlsOutcome connect(String... namesAndValues) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return TlsOutcome.of(server.url(), options);
    }

    @Test
    void theNewestVersionIsChosenUnlessAnOlderOneIsSaid() {
        assertThat(connect("sslmode", "require").tlsVersion()).isEqualTo("TLSv1.3");
        assertThat(connect("sslmode", "require", "ssl_max_protocol_version", "TLSv1.2")
                        .tlsVersion())
                .isEqualTo("TLSv1.2");
    }

    @Test
    void aPasswordThatMustNotGoOutInClearGoesWithTlsWhereThatMayBe() {
        assertThat(connect("sslmode", "allow").isEncrypted()).isFalse();
        assertThat(connect("sslmode", "allow", "hostaddr", FAR).isEncrypted()).isTrue();
    }

    @Test
    void tlsCanBeginAtOnce() {
        assertThat(connect("sslmode", "require", "sslnegotiation", "direct").isEncrypted())
                .isTrue();
    }

    @Test
    void theJvmsAuthoritiesAreTrustedByNameOfSystemAndFarAwayWhereNothingIsSaid() throws Exception {
        assertThat(connect("sslrootcert", "system").text()).contains("trusted: the JVM's certificate authorities");
        withJvmTrusting(Certificates.authority(), () -> {
            assertThat(connect("sslrootcert", "system").isEncrypted()).isTrue();
            assertThat(connect("hostaddr", FAR).isEncrypted()).isTrue();
        });
        assertThat(connect("hostaddr", FAR).text()).contains("trusted: the JVM's certificate authorities");
    }

    private void withJvmTrusting(Path authority, Runnable test) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        Path file = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        try {
            test.run();
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void aRootCertificateInTheHomeIsTrusted() throws IOException {
        Path root = Files.createDirectories(folder.resolve("ada/.postgresql")).resolve("root.crt");
        Map<String, String> environment = Map.of("HOME", folder.resolve("ada").toString());
        Map<String, String> far = Map.of("hostaddr", FAR);

        Files.copy(Certificates.authority(), root);
        assertThat(TlsOutcome.of(ConnectionSettings.of(server.url(), environment, far))
                        .isEncrypted())
                .isTrue();
        Files.copy(Certificates.otherAuthority(), root, StandardCopyOption.REPLACE_EXISTING);
        assertThat(TlsOutcome.of(ConnectionSettings.of(server.url(), environment, Map.of("sslmode", "require")))
                        .text())
                .startsWith("the server's certificate is not signed by an authority that we trust");
    }

    @Test
    void anAuthorityMayBeReplacedWhileTheProgramRuns() throws IOException, SQLException {
        Path root = folder.resolve("root.crt");
        Files.copy(Certificates.otherAuthority(), root);
        Connector connector = ConnectionSettings.of(
                        server.url(), Map.of(), Map.of("sslmode", "verify-full", "sslrootcert", root.toString()))
                .connector(SessionSettings.UNBOUNDED);
        assertThat(catchThrowable(connector::connect)).isInstanceOf(ConnectFailure.class);

        Files.writeString(
                root, Files.readString(Certificates.otherAuthority()) + Files.readString(Certificates.authority()));
        connector.connect().connection().close();

        present(Certificates.serverOfOtherAuthority());
        connector.connect().connection().close();
    }

    @Test
    void theLoginIsBoundToTheChannel() {
        String[] bound = {"channel_binding", "require", "sslmode", "require"};
        server.writeHba("host all all 127.0.0.1/32 scram-sha-256");
        assertThat(connect(bound).text()).isEmpty();

        bound[3] = "disable";
        assertThat(connect(bound).text()).isEqualTo("""
                there is no TLS channel to bind the login to, but channel_binding=require wants that
                fix: say sslmode=verify-full, or leave channel_binding out""");

        server.writeHba("host all all 127.0.0.1/32 trust");
        bound[3] = "require";
        assertThat(connect(bound).text()).isEqualTo("""
                the server does not bind the login to the TLS channel, but channel_binding=require wants that
                fix: give the user a password that is stored as scram-sha-256, and let pg_hba.conf ask for it""");
    }

    @Test
    void theHostsNameGoesOutInClearUnlessItMustNot() {
        assertThat(helloWith("1")).contains("db.example.com");
        assertThat(helloWith("0")).doesNotContain("db.example.com");
    }

    private static String helloWith(String sni) {
        try (FakeServer server = FakeServer.start(WhenAskedForTls.SAYS_YES_AND_NOTHING_MORE, Asks.MD5)) {
            TlsOutcome.of(
                    "postgresql://ada@db.example.com:" + server.port() + "/app",
                    Map.of("hostaddr", "127.0.0.1", "sslmode", "require", "sslsni", sni, "connect_timeout", "1"));
            return new String(server.received(), StandardCharsets.ISO_8859_1);
        }
    }
}
