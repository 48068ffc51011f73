package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.serein.CanaryForms.Form;
import dev.serein.connection.Certificates;
import dev.serein.connection.Certificates.Issued;
import dev.serein.fault.RestartableServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process says all that it can, with all logging on, and never a password or a private key. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the server is one that only Linux can reconfigure")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryTest {
    /** The name of the application, which is no secret: what is said of it shows what would be seen of a secret. */
    static final String DECOY = "Goldfinch53";

    /** The driver makes the factories, and nobody else has them; the others know of no connection. */
    private static final Set<String> NOT_ASKED = Set.of(
            "dev.serein.connection.DriverSocketFactory",
            "dev.serein.connection.DriverTlsFactory",
            "dev.serein.Aggregate",
            "dev.serein.Assignments",
            "dev.serein.BatchResults",
            "dev.serein.BoundQuery",
            "dev.serein.Call",
            "dev.serein.CommitUnknown",
            "dev.serein.ConflictTarget",
            "dev.serein.DaoTable",
            "dev.serein.FindRows",
            "dev.serein.Guard",
            "dev.serein.InvalidCursor",
            "dev.serein.Isolation",
            "dev.serein.Lookup",
            "dev.serein.Many",
            "dev.serein.Maybe",
            "dev.serein.MigrationFailed",
            "dev.serein.One",
            "dev.serein.TransactionOptions",
            "dev.serein.Page",
            "dev.serein.PageRequest",
            "dev.serein.Query1",
            "dev.serein.Query2",
            "dev.serein.Query3",
            "dev.serein.Query4",
            "dev.serein.Query5",
            "dev.serein.RowChanged",
            "dev.serein.RowNotFound",
            "dev.serein.Relations",
            "dev.serein.RowReader",
            "dev.serein.SchemaMigration",
            "dev.serein.SchemaMismatch",
            "dev.serein.TooManyRows",
            "dev.serein.Upserted");

    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");

    private String said;
    private List<String> key;
    private List<Form> forms;

    @TempDir
    private static Path folder;

    @BeforeAll
    void listen() throws Exception {
        try (RestartableServer server = RestartableServer.create()) {
            Issued presented = Certificates.server();
            server.turnTlsOn(presented.certificate(), presented.key());
            server.requireClientCertificate(Certificates.authority());
            server.writeHba("hostssl all eve 127.0.0.1/32 password clientcert=verify-full\n"
                    + "host all all 127.0.0.1/32 password");
            server.execute("create role ada superuser login password '" + CanaryForms.CANARY + "'");
            server.execute("create role eve superuser login password '" + CanaryForms.CANARY + "'");
            server.execute("create role bob login password 'something else'");
            Properties input = input(server);
            said = output(input);
            key = Files.readAllLines(Path.of(input.getProperty("key"))).stream()
                    .filter(line -> !line.startsWith("-----"))
                    .map(line -> line.substring(0, Math.min(24, line.length())))
                    .toList();
            CanaryForms all = new CanaryForms(folder);
            all.addKeys("", folder, "", folder);
            forms = all.all();
        }
    }

    @AfterAll
    void keepNothing() {
        said = null;
    }

    private Properties input(RestartableServer server) throws IOException, GeneralSecurityException {
        Issued eve = Certificates.client("eve");
        Properties input = new Properties();
        input.setProperty("folder", folder.toString());
        input.setProperty("port", "" + server.port());
        input.setProperty("dead port", "" + deadPort());
        input.setProperty("database", server.url().replaceFirst(".*/", ""));
        input.setProperty("authority", Certificates.authority().toString());
        input.setProperty("other authority", Certificates.otherAuthority().toString());
        input.setProperty("certificate", eve.certificate().toString());
        input.setProperty("key", eve.key().toString());
        input.setProperty("store", store(eve).toString());
        return input;
    }

    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The same, with the canary for its password. */
    private Path store(Issued issued) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] before = Certificates.PASSWORD.toCharArray();
        try (InputStream in = Files.newInputStream(issued.store())) {
            store.load(in, before);
        }
        char[] now = CanaryForms.CANARY.toCharArray();
        store.setKeyEntry("user", store.getKey("user", before), now, store.getCertificateChain("user"));
        Path file = folder.resolve("store.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, now);
        }
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String output(Properties input) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Dslf4j.provider=" + TraceOnConsole.class.getName(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CanaryProcess.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Process process = builder.start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                input.store(in, null);
            }
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            // what it says is in no charset for sure: toString() of a socket, of bytes
            String all = Files.readString(output, StandardCharsets.ISO_8859_1);
            assertThat(ended && process.exitValue() == 0)
                    .as(() -> all.substring(Math.max(0, all.length() - 5_000)))
                    .isTrue();
            return all;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Where it stands, in clear or as one of the forms in which programs write bytes. */
    private static List<String> traces(String secret, String text) {
        String decoded = ESCAPE.matcher(text)
                .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16))
                        .replace("\\", "\\\\")
                        .replace("$", "\\$"));
        String lower = text.toLowerCase(Locale.ROOT);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> traces = new ArrayList<>();
        add(traces, decoded, secret);
        add(traces, lower, secret.toLowerCase(Locale.ROOT));
        add(traces, lower, HexFormat.of().formatHex(bytes));
        add(traces, text, inBrackets(Arrays.toString(bytes)));
        add(traces, text, inBrackets(Arrays.toString(secret.toCharArray())));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // the characters at the edges are made of neighbours, too
            add(traces, text, base64.substring((shift * 8 + 5) / 6, shifted.length * 8 / 6));
        }
        return traces;
    }

    private static String inBrackets(String array) {
        return array.substring(1, array.length() - 1);
    }

    private static void add(List<String> traces, String text, String trace) {
        int at = text.indexOf(trace);
        if (at >= 0) {
            traces.add(text.substring(text.lastIndexOf('\n', at) + 1, Math.min(text.length(), at + 200)));
        }
    }

    @Test
    void saysNoPassword() {
        for (String bird : CanaryForms.CANARY.split("\\W")) {
            assertThat(traces(bird, said)).as(bird).isEmpty();
        }
    }

    @Test
    void saysNoPrivateKey() {
        assertThat(key).hasSizeGreaterThan(20);
        for (String line : key) {
            assertThat(traces(line, said)).as(line).isEmpty();
        }
    }

    @Test
    void everyFormEndsAsItShould() {
        List<String> expected = new ArrayList<>();
        for (Form form : forms) {
            if (form.wellFormed()) {
                expected.add(form.name() + " | the server | opened");
                expected.add(form.name() + " | a dead port | nothing answers there");
                expected.add(form.name() + " | another password | the server refuses the password");
                expected.add(form.name() + " | another authority"
                        + " | the server's certificate is not signed by an authority that we trust");
            } else {
                expected.add(form.name() + " | the server | refused");
            }
        }

        assertThat(lines("OUTCOME ")).containsExactlyElementsOf(expected);
        assertThat(forms).hasSizeGreaterThan(50);
    }

    private List<String> lines(String start) {
        return said.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    @Test
    void everyPublicTypeWasAskedToShowItself() {
        Set<String> types = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.serein").stream()
                        .filter(type -> type.getPackageName().equals("dev.serein")
                                || type.getPackageName().equals("dev.serein.connection"))
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC)
                                && type.getEnclosingClass().isEmpty())
                        .filter(type -> !type.isInterface() && !type.isEnum())
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .filter(name -> !NOT_ASKED.contains(name))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(new TreeSet<>(lines("TYPE "))).containsAll(types);
    }

    @Test
    void everythingElseIsHeard() {
        assertThat(traces(DECOY, said)).isNotEmpty();
        assertThat(said)
                .as("what the driver logs at FINEST")
                .contains("FE=> StartupPacket(", "FE=> Password", "application_name=" + DECOY)
                .as("what the pool logs at DEBUG")
                .contains("DEBUG com.zaxxer.hikari.HikariConfig " + DECOY + " - configuration:")
                .as("the process")
                .contains(CanaryProcess.class.getName(), "slf4j.provider=" + TraceOnConsole.class.getName())
                .as("its threads")
                .containsPattern("THREAD .*" + DECOY)
                .as("its beans")
                .contains("MBEAN java.lang:type=Runtime", "InputArguments = ")
                .as("stack traces")
                .contains("Caused by: java.lang.IllegalStateException: of all", "Suppressed: ");
    }

    @Test
    void aSecretWouldBeSeen() {
        byte[] bytes = DECOY.getBytes(StandardCharsets.UTF_8);
        Stream.of(
                        DECOY,
                        DECOY.toUpperCase(Locale.ROOT),
                        "%47oldfinch53",
                        HexFormat.of().withUpperCase().formatHex(bytes),
                        Arrays.toString(bytes),
                        Arrays.toString(DECOY.toCharArray()),
                        base64("user:" + DECOY + "@"),
                        base64("user=x:" + DECOY + "x"),
                        base64("x" + DECOY),
                        "a\\$1%5c%24" + DECOY)
                .forEach(each -> assertThat(traces(DECOY, "before " + each + " after"))
                        .as(each)
                        .isNotEmpty());
        assertThat(traces(DECOY, said.replace(DECOY, ""))).isEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
