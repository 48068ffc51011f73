package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.serein.connection.Certificates.Issued;
import dev.serein.fault.RestartableServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every kind of server with every mode, with and without a root certificate: each cell says how it ends, clear, TLS or
 * refused for which reason, and libpq ends every one of them in the same way. The texts of the reasons are in
 * {@link TlsRefusalTest}.
 */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsMatrixTest {
    private static final List<String> MODES = List.of(
            "disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify", "nothing", "nothing far");

    private static final Map<String, String> REASONS = new HashMap<>(Map.of(
            "offer", "the server does not offer TLS",
            "root", "the root certificate file HOME/.postgresql/root.crt does not exist",
            "unknown", "the server's certificate is not signed by an authority that we trust",
            "self", "the server's certificate is self-signed, and not one that we trust",
            "expired", "the server's certificate has expired",
            "name", "the server's certificate is for another host",
            "wants", "the server wants a client certificate",
            "refuses", "the server refuses our client certificate",
            "hba",
                    "the server says: no pg_hba.conf entry for host \"127.0.0.1\", user \"USER\", database \"DATABASE\","
                            + " no encryption"));

    @TempDir
    private Path home;

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

    private void become(String kind) {
        server.writeHba("host all all 127.0.0.1/32 password");
        server.configure("ssl_max_protocol_version", kind.equals("TLS 1.2") ? "TLSv1.2" : "");
        switch (kind) {
            case "off" -> server.turnTlsOff();
            case "good" -> present(Certificates.server());
            case "other name" -> present(Certificates.serverNamed("dns:db.example.com", "dns:*.db.example.com"));
            case "expired" -> present(Certificates.expiredServer());
            case "self-signed" -> present(Certificates.selfSignedServer());
            case "wants a key" -> {
                present(Certificates.server());
                server.requireClientCertificate(Certificates.authority());
            }
            // it tells a client of an older TLS during the handshake, one of a newer after it
            case "looks at keys", "TLS 1.2" -> {
                present(Certificates.server());
                server.requireClientCertificate(Certificates.authority());
                server.writeHba("host all all 127.0.0.1/32 password");
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private void present(Issued certificate) {
        server.turnTlsOn(certificate.certificate(), certificate.key());
    }

    private Map<String, String> options(String root, String key) {
        Map<String, String> options = new HashMap<>();
        switch (root) {
            case "right" -> options.put("sslrootcert", Certificates.authority().toString());
            case "wrong" ->
                options.put("sslrootcert", Certificates.otherAuthority().toString());
            case "pinned" ->
                options.put(
                        "sslrootcert",
                        Certificates.selfSignedServer().certificate().toString());
            default -> assertThat(root).isEqualTo("none");
        }
        String role = ConnectionSettings.of(server.url()).user();
        switch (key) {
            case "right" -> putKey(options, Certificates.client(role));
            case "wrong" -> putKey(options, Certificates.clientOfOtherAuthority(role));
            default -> assertThat(key).isEqualTo("none");
        }
        return options;
    }

    private static void putKey(Map<String, String> options, Issued key) {
        options.put("sslcert", key.certificate().toString());
        options.put("sslkey", key.key().toString());
    }

    private String ours(String mode, Map<String, String> options) {
        Map<String, String> said = new HashMap<>(options);
        if (mode.equals("nothing far")) {
            said.put("hostaddr", "0.0.0.0"); // to Linux this machine, to us any other
        } else if (!mode.equals("nothing")) {
            said.put("sslmode", mode);
        }
        ConnectionSettings settings = ConnectionSettings.of(server.url(), Map.of("HOME", home.toString()), said);
        return TlsOutcome.of(settings)
                .map(
                        failure -> reason(settings, failure.explanation().what()),
                        encrypted -> encrypted ? "TLS" : "clear");
    }

    private String reason(ConnectionSettings settings, String what) {
        String general = what.replace(home.toString(), "HOME")
                .replace('"' + settings.user() + '"', "\"USER\"")
                .replace('"' + settings.database() + '"', "\"DATABASE\"");
        return REASONS.entrySet().stream()
                .filter(known -> known.getValue().equals(general))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(general);
    }

    /** What is not libpq's has its nearest there: no-verify is a require that finds no root certificate. */
    private String libpqs(String mode, Map<String, String> options) {
        Map<String, String> said = new HashMap<>(options);
        switch (mode) {
            case "nothing" -> said.remove("sslmode");
            case "nothing far" -> {
                said.put("sslmode", "verify-full");
                said.putIfAbsent("sslrootcert", "system");
            }
            case "no-verify" -> {
                said.put("sslmode", "require");
                said.remove("sslrootcert");
            }
            default -> said.put("sslmode", mode);
        }
        StringBuilder conninfo = new StringBuilder(server.url()).append("?application_name=oracle");
        said.forEach(
                (name, value) -> conninfo.append('&').append(name).append('=').append(value));
        LibPq.Outcome outcome = libpq.connect(conninfo.toString(), Map.of("HOME", home.toString()));
        return outcome.connected() ? outcome.tls() ? "TLS" : "clear" : "refused";
    }

    @ParameterizedTest(name = "{0}, root certificate {1}, key {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # server    | root   | key   | disable | allow   | prefer  | require | verify-ca | verify-full | no-verify | nothing | nothing far
            off         | none   | none  | clear   | clear   | clear   | offer   | offer     | offer       | offer     | clear   | offer
            off         | right  | none  | clear   | clear   | clear   | offer   | offer     | offer       | offer     | clear   | offer
            good        | none   | none  | clear   | clear   | TLS     | TLS     | root      | root        | TLS       | TLS     | unknown
            good        | right  | none  | clear   | clear   | TLS     | TLS     | TLS       | TLS         | TLS       | TLS     | TLS
            good        | wrong  | none  | clear   | clear   | clear   | unknown | unknown   | unknown     | TLS       | clear   | unknown
            other name  | none   | none  | clear   | clear   | TLS     | TLS     | root      | root        | TLS       | TLS     | unknown
            other name  | right  | none  | clear   | clear   | TLS     | TLS     | TLS       | name        | TLS       | TLS     | name
            other name  | wrong  | none  | clear   | clear   | clear   | unknown | unknown   | unknown     | TLS       | clear   | unknown
            expired     | none   | none  | clear   | clear   | TLS     | TLS     | root      | root        | TLS       | TLS     | expired
            expired     | right  | none  | clear   | clear   | clear   | expired | expired   | expired     | TLS       | clear   | expired
            expired     | wrong  | none  | clear   | clear   | clear   | expired | expired   | expired     | TLS       | clear   | expired
            self-signed | none   | none  | clear   | clear   | TLS     | TLS     | root      | root        | TLS       | TLS     | self
            self-signed | right  | none  | clear   | clear   | clear   | self    | self      | self        | TLS       | clear   | self
            self-signed | pinned | none  | clear   | clear   | TLS     | TLS     | TLS       | TLS         | TLS       | TLS     | TLS
            wants a key | none   | none  | hba     | wants   | wants   | wants   | root      | root        | wants     | wants   | unknown
            wants a key | right  | none  | hba     | wants   | wants   | wants   | wants     | wants       | wants     | wants   | wants
            wants a key | wrong  | none  | hba     | unknown | unknown | unknown | unknown   | unknown     | wants     | unknown | unknown
            wants a key | none   | right | hba     | TLS     | TLS     | TLS     | root      | root        | TLS       | TLS     | unknown
            wants a key | right  | right | hba     | TLS     | TLS     | TLS     | TLS       | TLS         | TLS       | TLS     | TLS
            wants a key | wrong  | right | hba     | unknown | unknown | unknown | unknown   | unknown     | TLS       | unknown | unknown
            wants a key | right  | wrong | hba     | refuses | refuses | refuses | refuses   | refuses     | refuses   | refuses | refuses
            looks at keys | right | wrong | clear  | clear   | refuses | refuses | refuses   | refuses     | refuses   | refuses | refuses
            TLS 1.2     | right  | wrong | clear   | clear   | clear   | refuses | refuses   | refuses     | refuses   | clear   | refuses
            """)
    void endsAsWithLibpq(
            String kind,
            String root,
            String key,
            String disable,
            String allow,
            String prefer,
            String require,
            String verifyCa,
            String verifyFull,
            String noVerify,
            String nothing,
            String nothingFar) {
        List<String> expected =
                List.of(disable, allow, prefer, require, verifyCa, verifyFull, noVerify, nothing, nothingFar);
        become(kind);
        Map<String, String> options = options(root, key);

        List<String> ours = new ArrayList<>();
        List<String> libpqs = new ArrayList<>();
        for (String mode : MODES) {
            ours.add(ours(mode, options));
            libpqs.add(libpqs(mode, options));
        }

        assertThat(ours).isEqualTo(expected);
        assertThat(libpqs)
                .isEqualTo(expected.stream()
                        .map(cell -> REASONS.containsKey(cell) ? "refused" : cell)
                        .toList());
    }
}
