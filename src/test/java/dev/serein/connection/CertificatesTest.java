package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.serein.connection.Certificates.Issued;
import dev.serein.fault.RestartableServer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The certificates, as libpq sees them on a server. */
@EnabledOnOs(OS.LINUX)
class CertificatesTest {
    private static RestartableServer server;

    private final LibPq libpq = LibPq.find().orElseGet(() -> abort("libpq is loaded on Linux only"));

    @BeforeAll
    static void start() {
        server = RestartableServer.create();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void letEverybodyIn() {
        server.writeHba("host all all 127.0.0.1/32 password");
    }

    /** The last line of libpq's complaint, without the address; empty when it connected with TLS. */
    private String connect(String parameters) {
        LibPq.Outcome outcome = libpq.connect(server.url() + "?" + parameters, Map.of());
        assertThat(outcome.tls() || !outcome.connected()).isTrue();
        return outcome.error().orElse("").replaceFirst("(?s).*connection to server [^\n]* failed: ", "");
    }

    private String verifying(Issued presented) {
        return verifying(presented, Certificates.authority());
    }

    private String verifying(Issued presented, Path authority) {
        server.turnTlsOn(presented.certificate(), presented.key());
        return connect("sslmode=verify-full&sslrootcert=" + authority);
    }

    @Test
    void aGoodOneIsTrustedByItsAuthorityAlone() {
        assertThat(verifying(Certificates.server())).isEmpty();
        assertThat(verifying(Certificates.server(), Certificates.otherAuthority()))
                .isEqualTo("SSL error: certificate verify failed");
        assertThat(verifying(Certificates.serverOfOtherAuthority(), Certificates.otherAuthority()))
                .isEmpty();
    }

    @Test
    void aBadOneIsNot() {
        assertThat(verifying(Certificates.serverNamed("dns:db.example.com")))
                .isEqualTo(
                        "server certificate for \"db.example.com\" (and 1 other name) does not match host name \"127.0.0.1\"");
        assertThat(verifying(Certificates.expiredServer())).isEqualTo("SSL error: certificate verify failed");
        assertThat(verifying(Certificates.selfSignedServer())).isEqualTo("SSL error: certificate verify failed");
        assertThat(verifying(
                        Certificates.selfSignedServer(),
                        Certificates.selfSignedServer().certificate()))
                .isEmpty();
        assertThat(verifying(Certificates.serverWithoutAlternativeNames("127.0.0.1")))
                .isEmpty();
    }

    @Test
    void theServerKnowsAClientByItsCertificate() {
        server.turnTlsOn(
                Certificates.server().certificate(), Certificates.server().key());
        server.requireClientCertificate(Certificates.authority());
        Issued client = Certificates.client("postgres");
        String certificate = "sslmode=require&sslcert=" + client.certificate() + "&sslkey=";

        assertThat(connect("sslmode=require")).isEqualTo("FATAL:  connection requires a valid client certificate");
        assertThat(connect("sslmode=disable")).contains("no pg_hba.conf entry");
        assertThat(connect(certificate + client.key())).isEmpty();
        assertThat(connect(certificate + client.rsaKey())).isEmpty();
        assertThat(connect(certificate + client.encryptedKey() + "&sslpassword=open,%20sesame"))
                .isEmpty();
        Issued other = Certificates.client("ada");
        assertThat(connect("sslmode=require&sslcert=" + other.certificate() + "&sslkey=" + other.key()))
                .isEqualTo("FATAL:  password authentication failed for user \"postgres\"");
        Issued foreign = Certificates.clientOfOtherAuthority("postgres");
        assertThat(connect("sslmode=require&sslcert=" + foreign.certificate() + "&sslkey=" + foreign.key()))
                .contains("alert unknown ca");
    }

    @Test
    void theDriverReadsTheFormsThatLibpqDoesNot() throws SQLException {
        server.turnTlsOn(
                Certificates.server().certificate(), Certificates.server().key());
        server.requireClientCertificate(Certificates.authority());
        Issued client = Certificates.client("postgres");

        connectWithDriver(Map.of(
                "sslcert", client.certificate().toString(),
                "sslkey", client.derKey().toString()));
        connectWithDriver(Map.of("sslkey", client.store().toString(), "sslpassword", Certificates.PASSWORD));
    }

    private static void connectWithDriver(Map<String, String> parameters) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(parameters);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", Certificates.authority().toString());
        String url = server.url().replaceFirst("//([^:]+):([^@]+)@(.*)", "//$3?user=$1&password=$2");
        DriverManager.getConnection("jdbc:" + url, properties).close();
    }

    @Test
    void withoutTlsThereIsNone() {
        server.turnTlsOff();

        assertThat(connect("sslmode=require")).isEqualTo("server does not support SSL, but SSL was required");
    }
}
