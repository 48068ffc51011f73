package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.connection.Certificates.Issued;
import dev.serein.fault.RestartableServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Our own certificate and key, in every form, at a server that wants them. */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientKeyTest {
    @TempDir
    private Path folder;

    private RestartableServer server;
    private Issued ours;

    @BeforeAll
    void start() {
        server = RestartableServer.create();
        server.turnTlsOn(
                Certificates.server().certificate(), Certificates.server().key());
        server.requireClientCertificate(Certificates.authority());
        ours = Certificates.client(ConnectionSettings.of(server.url()).user());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private TlsOutcome connect(String... namesAndValues) {
        return connect(folder.resolve("home"), namesAndValues);
    }

    private TlsOutcome connect(Path home, String... namesAndValues) {
        Map<String, String> options = new HashMap<>(Map.of(
                "sslmode",
                "verify-full",
                "sslrootcert",
                Certificates.authority().toString()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return TlsOutcome.of(ConnectionSettings.of(server.url(), Map.of("HOME", home.toString()), options));
    }

    private TlsOutcome connectWith(Path key, String... more) {
        String[] all = new String[more.length + 4];
        System.arraycopy(more, 0, all, 4, more.length);
        all[0] = "sslcert";
        all[1] = ours.certificate().toString();
        all[2] = "sslkey";
        all[3] = key.toString();
        return connect(all);
    }

    private static void assertConnected(TlsOutcome outcome) {
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.isEncrypted()).isTrue();
    }

    private Path secret(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aKeyInPkcs8() {
        assertConnected(connectWith(ours.key()));
    }

    @Test
    void aKeyInPkcs8Encrypted() {
        assertConnected(connectWith(ours.encryptedKey(), "sslpassword", Certificates.PASSWORD));
    }

    @Test
    void aKeyInPkcs1() {
        assertConnected(connectWith(ours.rsaKey()));
    }

    @Test
    void anEllipticKeyInPkcs8AndInSec1() throws IOException {
        Issued elliptic = Certificates.clientWithEllipticKey(
                ConnectionSettings.of(server.url()).user());
        assertConnected(connect(
                "sslcert",
                elliptic.certificate().toString(),
                "sslkey",
                elliptic.key().toString()));

        byte[] pkcs8 = Files.readAllBytes(elliptic.derKey());
        byte[] sec1 = HexFormat.of()
                .parseHex("30310201010420"
                        + HexFormat.of().formatHex(pkcs8, pkcs8.length - 32, pkcs8.length)
                        + "a00a06082a8648ce3d030107");
        String pem = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(sec1)
                + "\n-----END EC PRIVATE KEY-----\n";
        for (byte[] form : List.of(sec1, pem.getBytes())) {
            assertConnected(connect(
                    "sslcert",
                    elliptic.certificate().toString(),
                    "sslkey",
                    secret("sec1.pem", form).toString()));
        }
    }

    @Test
    void aKeyThatLostTheLinesAroundItIsNotShown() throws IOException {
        String bare = Files.readString(ours.key()).replaceAll("-----.*?-----|\n", "");
        assertThat(connectWith(Path.of(bare)).text()).isEqualTo("""
                the text in sslkey holds no private key
                fix: name the file of the key: sslkey=FILE""");
    }

    @Test
    void aKeyInDer() throws IOException {
        assertConnected(connectWith(secret("key.pk8", Files.readAllBytes(ours.derKey()))));
    }

    @Test
    void certificateAndKeyInPkcs12() throws IOException {
        Path store = secret("store.p12", Files.readAllBytes(ours.store()));
        assertConnected(connect("sslcert", store.toString(), "sslpassword", Certificates.PASSWORD));
    }

    @Test
    void bothAsTextWithLineBreaksLostOrNot() throws IOException {
        String certificate = Files.readString(ours.certificate());
        String key = Files.readString(ours.rsaKey());
        assertConnected(connect("sslcert", certificate, "sslkey", key));
        assertConnected(connect("sslcert", certificate.replace("\n", "\\n"), "sslkey", key.replace("\n", "\\n")));
        assertConnected(connect("sslcert", certificate.replace("\n", "\r\n"), "sslkey", key.replace("\n", "\\r\\n")));
        assertConnected(connect(
                "sslcert",
                certificate,
                "sslkey",
                key,
                "sslrootcert",
                Files.readString(Certificates.authority()).replace("\n", "\\n")));
    }

    @Test
    void bothWhereLibpqLooksForThem() throws IOException {
        Path home = folder.resolve("ada");
        Path own = Files.createDirectories(home.resolve(".postgresql"));
        Files.copy(ours.certificate(), own.resolve("postgresql.crt"));
        Files.copy(ours.key(), own.resolve("postgresql.key"));
        assertConnected(connect(home));

        assertThat(connect(home, "sslcertmode", "disable").text()).startsWith("the server wants a client certificate");
        Files.delete(own.resolve("postgresql.key"));
        assertThat(connect(home).text()).isEqualTo("""
                        the client certificate file %1$s/postgresql.crt needs its private key, but the client key file %1$s/postgresql.key does not exist
                        fix: name the file of the key: sslkey=FILE""".formatted(own));
    }

    @Test
    void aKeyThatOthersCanRead() throws IOException {
        Path key = secret("shared.pem", Files.readAllBytes(ours.key()));
        // root's own may be read by its group
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(connectWith(key).text()).isEqualTo("""
                        the client key file %1$s can be read by others
                        fix: chmod 600 %1$s""".formatted(key));
    }

    @Test
    void aKeyWithoutItsPassword() {
        assertThat(connectWith(ours.encryptedKey()).text()).isEqualTo("""
                        the client key file %s is encrypted
                        fix: say its password: sslpassword=…""".formatted(ours.encryptedKey()));
    }

    @Test
    void aKeyWithAnotherPassword() {
        assertThat(connectWith(ours.encryptedKey(), "sslpassword", "canary").text())
                .isEqualTo("""
                        the client key file %s cannot be decrypted with sslpassword
                        fix: correct sslpassword""".formatted(ours.encryptedKey()));
    }

    @Test
    void aStoreWithAnotherPassword() throws IOException {
        Path store = secret("other.p12", Files.readAllBytes(ours.store()));
        assertThat(connect("sslcert", store.toString(), "sslpassword", "canary").text())
                .isEqualTo("""
                        the client certificate file %s cannot be opened with sslpassword
                        fix: correct sslpassword""".formatted(store));
    }

    @Test
    void aKeyOfAnotherCertificate() {
        Path other = Certificates.server().key();
        assertThat(connectWith(other).text()).isEqualTo("""
                        the client key file %s is not the one of the client certificate file %s
                        fix: name the two that belong together: sslcert and sslkey""".formatted(other, ours.certificate()));
    }

    @Test
    void aKeyThatIsNone() throws IOException {
        Path garbage = secret("garbage.pem", "canary".getBytes());
        assertThat(connectWith(garbage).text()).isEqualTo("""
                        the client key file %s holds no private key
                        fix: name the file of the key: sslkey=FILE""".formatted(garbage));
        Path cut = secret(
                "cut.pem",
                Files.readString(ours.key())
                        .replaceAll("(?m)^[A-Za-z0-9+/]{64}$\n", "")
                        .getBytes());
        assertThat(connectWith(cut).text()).isEqualTo("""
                        the client key file %s holds no private key that can be read
                        fix: write it as PKCS#8: openssl pkcs8 -topk8 -in KEY -out FILE""".formatted(cut));
    }

    @Test
    void aCertificateThatIsNone() throws IOException {
        Path garbage = secret("garbage.crt", "canary".getBytes());
        assertThat(connect("sslcert", garbage.toString(), "sslkey", ours.key().toString())
                        .text())
                .isEqualTo("""
                        the client certificate file %s holds no certificate
                        fix: name a file in PEM, which begins with -----BEGIN CERTIFICATE-----: sslcert=FILE""".formatted(garbage));
        assertThat(connect("sslcert", "/no/such.crt").text()).isEqualTo("""
                        the client certificate file /no/such.crt does not exist
                        fix: correct the name of the file: sslcert=FILE""");
        assertThat(connect("sslcert", "-----BEGIN CERTIFICATE-----\\ncanary\\n-----END CERTIFICATE-----")
                        .text())
                .isEqualTo("""
                        the text in sslcert holds a certificate that cannot be read
                        fix: get a new copy of it; it is PEM, and begins with -----BEGIN CERTIFICATE-----""");
    }

    @Test
    void aServerThatMustAskForOne() {
        assertConnected(connectWith(ours.key(), "sslcertmode", "require"));
        server.configure("ssl_ca_file", "");
        try {
            server.writeHba("host all all 127.0.0.1/32 password");
            assertThat(connectWith(ours.key(), "sslcertmode", "require").text()).isEqualTo("""
                    the server did not ask for a client certificate, but sslcertmode=require wants that
                    fix: name it: sslcert=FILE and sslkey=FILE; or leave sslcertmode out""");
        } finally {
            server.requireClientCertificate(Certificates.authority());
        }
    }
}
