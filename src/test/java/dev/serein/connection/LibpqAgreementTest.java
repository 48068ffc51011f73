package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.serein.connection.Cases.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What we make of every case is what libpq of PostgreSQL 18 makes of it, but for the deviations that are named. Where
 * libpq cannot be loaded its answers are those that were recorded, with {@code -Drecord=true}.
 *
 * <p>Two differences are everywhere: where libpq has a Unix socket when no host is said, a JVM has none, and it is
 * localhost; and what is at its default is not said.
 */
class LibpqAgreementTest {
    private static final String ANSWERS = "libpq-answers.txt";
    private static final String REFUSED = "REFUSED";
    private static final Set<String> APART =
            Set.of("host", "hostaddr", "port", "user", "dbname", "password", "passfile", "service");

    /** Of libpq 18. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("channel_binding", "prefer"),
            Map.entry("gssdelegation", "0"),
            Map.entry("gssencmode", "disable"),
            Map.entry("krbsrvname", "postgres"),
            Map.entry("load_balance_hosts", "disable"),
            Map.entry("ssl_min_protocol_version", "TLSv1.2"),
            Map.entry("sslcertmode", "allow"),
            Map.entry("sslcompression", "0"),
            Map.entry("sslmode", "prefer"),
            Map.entry("sslnegotiation", "postgres"),
            Map.entry("sslsni", "1"),
            Map.entry("target_session_attrs", "any"));

    /** Why we make something else of it than libpq. */
    private enum Deviation {
        /** libpq would ask the DNS for a piece of a password, or send it as the name of a database. */
        REST_OF_A_PASSWORD,
        /** libpq leaves it to the DNS, or to the server, to say so. */
        CANNOT_BE_MEANT,
        /** No call without a bound; libpq waits for ever. */
        NO_BOUND,
        /** Java, or the driver, cannot do it. */
        CANNOT_BE_HEEDED,
        /** libpq drops a file that it cannot use, with a warning on stderr at best. */
        DROPPED_IN_SILENCE,
        /** libpq refuses what is not its own. */
        OF_OTHER_STACKS,
        /** libpq sends these to the server in another way. */
        SENT_OTHERWISE
    }

    @TempDir
    Path home;

    private Map<String, String> recorded = Map.of();

    @BeforeEach
    void furnish() throws IOException {
        Cases.furnish(home);
        if (LibPq.find().isEmpty()) {
            recorded = recorded();
        }
    }

    private static Map<String, String> recorded() {
        Map<String, String> answers = new TreeMap<>();
        for (String line : Cases.lines(ANSWERS)) {
            int tab = line.indexOf('\t');
            answers.put(line.substring(0, tab), line.substring(tab + 1));
        }
        return answers;
    }

    @TestFactory
    Stream<DynamicTest> agrees() {
        return Cases.all(home).stream().map(each -> dynamicTest(each + " " + each.text(), () -> check(each)));
    }

    private void check(Case each) {
        String libpq = answer(each);
        String ours = ours(each);
        if (each.deviation().isEmpty()) {
            assertThat(ours).isEqualTo(libpq);
        } else {
            assertThat(Deviation.valueOf(each.deviation())).isNotNull();
            assertThat(ours).isNotEqualTo(libpq);
        }
    }

    @Test
    void isRecorded() throws IOException {
        if (LibPq.find().isEmpty()) {
            return;
        }
        List<String> lines = Cases.all(home).stream()
                .map(each -> key(each) + "\t" + hidden(answer(each)))
                .distinct()
                .toList();
        if (Boolean.getBoolean("record")) {
            Files.write(Path.of("test/resources/dev/serein/connection", ANSWERS), lines);
            return;
        }
        assertThat(Cases.lines(ANSWERS)).isEqualTo(lines);
    }

    @Test
    void theDefaultsAreLibpqs() {
        LibPq.find().ifPresent(libpq -> assertThat(
                        libpq.parse("host=127.0.0.1 port=1", Map.of()).options())
                .containsAllEntriesOf(DEFAULTS));
    }

    private String key(Case each) {
        Map<String, String> environment = new TreeMap<>(each.environment());
        environment.remove("HOME");
        return hidden(each.text() + " | " + environment);
    }

    private String hidden(String text) {
        String me = System.getProperty("user.name");
        return text.replace(home.toString(), "{home}")
                .replace("\n", "{nl}")
                .replace("/" + me + " as " + me, "/{me} as {me}");
    }

    private String answer(Case each) {
        Optional<LibPq> libpq = LibPq.find();
        if (libpq.isEmpty()) {
            String me = System.getProperty("user.name");
            return recorded.get(key(each))
                    .replace("{me}", me)
                    .replace("{home}", home.toString())
                    .replace("{nl}", "\n");
        }
        LibPq.Parsed parsed = libpq.get().parse(each.text(), each.environment());
        if (parsed.refusal().isPresent()) {
            return REFUSED;
        }
        return normal(parsed.options(), parsed.password());
    }

    private String ours(Case each) {
        ConnectionSettings settings;
        try {
            settings = ConnectionSettings.of(each.text(), each.environment());
        } catch (InvalidConnectionSettings e) {
            return REFUSED;
        }
        Map<String, String> options = new TreeMap<>();
        for (Parameter parameter : Parameter.values()) {
            String value = settings.value(parameter);
            if (value != null) {
                options.put(parameter.spelling(), value);
            }
        }
        options.put("user", settings.user());
        options.put("dbname", settings.database());
        List<Host> hosts = settings.hosts();
        String password = settings.password(hosts.get(hosts.size() - 1));
        return normal(options, password == null ? "" : password);
    }

    /** The same for what means the same. */
    private static String normal(Map<String, String> options, String password) {
        List<String> names = elements(options.get("host"));
        List<String> addresses = elements(options.get("hostaddr"));
        List<String> ports = elements(options.get("port"));
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < Math.max(1, Math.max(names.size(), addresses.size())); i++) {
            String address = at(addresses, i);
            String name = at(names, i);
            String port = ports.size() == 1 ? ports.get(0) : at(ports, i);
            hosts.add((name.isEmpty() ? address.isEmpty() ? "localhost" : address : name) + "(" + address + "):"
                    + (port.isEmpty() ? 5432 : Integer.parseInt(port.strip())));
        }
        StringBuilder normal =
                new StringBuilder(String.join(",", hosts) + "/" + options.get("dbname") + " as " + options.get("user"));
        normal.append("; password=").append(password);
        new TreeMap<>(options).forEach((name, value) -> {
            // its way to have no lower bound
            String version = name.equals("ssl_min_protocol_version") && value.isEmpty() ? "TLSv1" : value;
            String said =
                    version.matches("\\s*[+-]?[0-9]+\\s*") ? version.strip().replace("+", "") : version;
            boolean matters = !APART.contains(name) && !said.equalsIgnoreCase(DEFAULTS.getOrDefault(name, ""));
            if (matters) {
                normal.append("; ").append(name).append("=").append(name.startsWith("ssl_m") ? lower(said) : said);
            }
        });
        return normal.toString();
    }

    private static String lower(String version) {
        return version.replace("TLS", "tls");
    }

    private static List<String> elements(String list) {
        return list == null || list.isEmpty() ? List.of() : List.of(list.split(",", -1));
    }

    private static String at(List<String> elements, int index) {
        return index < elements.size() ? elements.get(index) : "";
    }
}
