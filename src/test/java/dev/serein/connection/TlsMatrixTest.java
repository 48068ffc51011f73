package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.serein.connection.Certificates.Issued;
import dev.serein.fault.RestartableServer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of server, with every mode: each connects, or is refused, as libpq does it; and for the right reason. */
@EnabledOnOs(OS.LINUX)
class TlsMatrixTest {
    private static final List<String> MODES = List.of(
            "disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify", "nothing", "nothing-far");

    @TempDir
    static Path home;

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

    private void present(Issued certificate) {
        server.turnTlsOn(certificate.certificate(), certificate.key());
    }

    private Map<String, String> options(String mode, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        if (mode.equals("nothing-far")) {
            options.put("hostaddr", "127.1");
        } else if (!mode.equals("nothing")) {
            options.put("sslmode", mode);
        }
        return options;
    }

    private String ours(Map<String, String> options) {
        ConnectionSettings settings =
                ConnectionSettings.of(server.url(), Map.of("HOME", home.toString()), options);
        try (var connection = settings.connector(SessionSettings.DEFAULTS).connect().connection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            row.next();
            return row.getBoolean(1) ? "TLS" : "clear";
        } catch (ConnectFailure e) {
            return "refused: " + e.explanation().what() + e.facts();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String libpqs(String mode, Map<String, String> options) {
        Map<String, String> said = new HashMap<>(options);
        if (mode.equals("no-verify")) {
            said.put("sslmode", "require");
            said.remove("sslrootcert");
        }
        if (mode.equals("nothing-far")) {
            said.put("sslmode", "verify-full");
            said.putIfAbsent("sslrootcert", "system");
        }
        StringBuilder conninfo = new StringBuilder(server.url());
        said.forEach((name, value) -> conninfo.append(conninfo.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(value));
        LibPq.Outcome outcome = libpq.connect(conninfo.toString(), Map.of("HOME", home.toString()));
        return outcome.connected() ? outcome.tls() ? "TLS" : "clear" : "refused: " + outcome.error().orElse("");
    }

    private void row(String name, Map<String, String> more) {
        for (String mode : MODES) {
            Map<String, String> options = options(mode, more);
            String ours = ours(options);
            String theirs = libpqs(mode, options);
            System.out.println((ours.split(":")[0].equals(theirs.split(":")[0]) ? "  " : "!!") + name + " " + mode
                    + " | " + ours + " | " + theirs.replace("\n", " // "));
        }
    }

    private void rows(String name, Map<String, String> more) {
        row(name + " none", more);
        for (var root : Map.of("ca", Certificates.authority(), "other", Certificates.otherAuthority())
                .entrySet()) {
            Map<String, String> all = new HashMap<>(more);
            all.put("sslrootcert", root.getValue().toString());
            row(name + " " + root.getKey(), all);
        }
    }

    @Test
    void explore() {
        String role = ConnectionSettings.of(server.url()).user();
        rows("off", Map.of());
        present(Certificates.server());
        rows("good", Map.of());
        present(Certificates.serverNamed("dns:db.example.com", "dns:*.db.example.com"));
        rows("name", Map.of());
        present(Certificates.expiredServer());
        rows("expired", Map.of());
        present(Certificates.selfSignedServer());
        rows("self", Map.of());
        row("self pinned", Map.of("sslrootcert", Certificates.selfSignedServer().certificate().toString()));
        present(Certificates.server());
        server.requireClientCertificate(Certificates.authority());
        rows("client-none", Map.of());
        rows("client-given", of(Certificates.client(role)));
        rows("client-other", of(Certificates.clientOfOtherAuthority(role)));
        rows("client-otherrole", of(Certificates.client("grace")));
        assertThat(new ArrayList<>()).isEmpty();
    }

    private static Map<String, String> of(Issued client) {
        return Map.of(
                "sslcert", client.certificate().toString(), "sslkey", client.key().toString());
    }
}
