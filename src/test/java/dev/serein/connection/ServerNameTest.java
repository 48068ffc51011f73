package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.serein.connection.Certificates.Issued;
import dev.serein.fault.RestartableServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names a certificate is for: the same as for libpq. */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerNameTest {
    private RestartableServer server;
    private final LibPq libpq = LibPq.find().orElseGet(() -> abort("libpq is loaded on Linux only"));

    @BeforeAll
    void start() {
        server = RestartableServer.create();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            dns:db.example.com                   | db.example.com        | true
            dns:db.example.com                   | DB.Example.COM        | true
            dns:db.example.com                   | example.com           | false
            dns:db.example.com                   | db.example.com.evil   | false
            dns:*.example.com                    | db.example.com        | true
            dns:*.example.com                    | a.db.example.com      | false
            dns:*.example.com                    | example.com           | false
            dns:*.example.com                    | .example.com          | false
            CN=d*.example.com                    | db.example.com        | false
            dns:*.com                            | example.com           | true
            dns:a.example.com,dns:b.example.com  | b.example.com         | true
            dns:a.example.com,ip:10.1.2.3        | 10.1.2.3              | true
            dns:a.example.com,ip:10.1.2.3        | 10.1.2.4              | false
            dns:a.example.com                    | 10.1.2.3              | false
            ip:10.1.2.3                          | 10.1.2.3              | true
            ip:0:0:0:0:0:0:0:1                   | ::1                   | true
            ip:2001:db8:0:0:0:0:0:1              | 2001:db8::1           | true
            ip:2001:db8:0:0:0:0:0:1              | 2001:db8::2           | false
            CN=db.example.com                    | db.example.com        | true
            CN=*.example.com                     | db.example.com        | true
            CN=10.1.2.3                          | 10.1.2.3              | true
            CN=other.example.com                 | db.example.com        | false
            """)
    void fits(String names, String host, boolean fits) {
        Issued certificate = names.startsWith("CN=")
                ? Certificates.serverWithoutAlternativeNames(names.substring(3))
                : Certificates.serverNamed(names.split(","));
        server.turnTlsOn(certificate.certificate(), certificate.key());
        ConnectionSettings as = ConnectionSettings.of(server.url());
        String address = host.indexOf(':') < 0 ? host : "[" + host + "]";

        TlsOutcome ours = TlsOutcome.of(
                server.url().replace("127.0.0.1", address),
                Map.of(
                        "hostaddr", "127.0.0.1",
                        "sslmode", "verify-full",
                        "sslrootcert", Certificates.authority().toString()));
        LibPq.Outcome libpqs = libpq.connect(
                "host='%s' hostaddr=127.0.0.1 port=%d user=%s password=%s dbname=%s sslmode=verify-full sslrootcert=%s"
                        .formatted(
                                host,
                                server.port(),
                                as.user(),
                                as.password(as.hosts().get(0)),
                                as.database(),
                                Certificates.authority()),
                Map.of());

        assertThat(ours.isEncrypted()).as(ours.text()).isEqualTo(fits);
        assertThat(libpqs.connected()).as(libpqs.error().orElse("")).isEqualTo(fits);
        if (!fits) {
            assertThat(ours.text()).startsWith("the server's certificate is for another host\n");
        }
    }
}
