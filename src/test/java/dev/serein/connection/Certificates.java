package dev.serein.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Two certificate authorities and what they issue, as the files in which users have them. Made by the JDK's keytool,
 * one second for each, when first asked for; the same for the whole process, and gone with it.
 */
public final class Certificates {
    /** Of the encrypted keys and of the PKCS #12 files. */
    public static final String PASSWORD = "open, sesame";

    private static final String ENCRYPTION = "PBEWithHmacSHA256AndAES_256";
    /** libpq wants it so of a key. */
    private static final FileAttribute<?> ONLY_MINE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Path FOLDER = newFolder();
    private static final Map<String, Issued> MADE = new HashMap<>();

    private Certificates() {}

    /**
     * A certificate and its private key.
     *
     * @param certificate PEM
     * @param key PKCS #8, PEM
     * @param encryptedKey PKCS #8, PEM, encrypted
     * @param rsaKey PKCS #1, PEM ("RSA PRIVATE KEY")
     * @param derKey PKCS #8, DER
     * @param store PKCS #12, with the issuer's certificate; the name of the entry is user
     */
    public record Issued(Path certificate, Path key, Path encryptedKey, Path rsaKey, Path derKey, Path store) {}

    /** The certificate of the authority that has issued all that follow, where nothing else is said. PEM. */
    public static Path authority() {
        return issuer("authority").certificate();
    }

    /** The certificate of another authority. PEM. */
    public static Path otherAuthority() {
        return issuer("other authority").certificate();
    }

    private static Issued issuer(String name) {
        return made(name, "-dname", "CN=Test " + name, "-ext", "bc:critical=ca:true", "-validity", "3650");
    }

    /** For a server at localhost, 127.0.0.1 or ::1. */
    public static Issued server() {
        return serverNamed("dns:localhost", "ip:127.0.0.1", "ip:0:0:0:0:0:0:0:1");
    }

    /** For a server of these names: {@code dns:db.example.com}, {@code ip:10.0.0.1}. */
    public static Issued serverNamed(String... names) {
        return issued("authority", "CN=" + names[0].replaceFirst(".*?:", ""), "-ext", "san=" + String.join(",", names));
    }

    /** For a server that is called so in the subject alone, as was the custom long ago. */
    public static Issued serverWithoutAlternativeNames(String name) {
        return issued("authority", "CN=" + name);
    }

    /** As {@link #server}, by the other authority. */
    public static Issued serverOfOtherAuthority() {
        return issued("other authority", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1");
    }

    /** As {@link #server}, over since last year. */
    public static Issued expiredServer() {
        return issued(
                "authority",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-startdate",
                "-2y",
                "-validity",
                "365");
    }

    /** As {@link #server}, from next year on. */
    public static Issued serverOfTheFuture() {
        return issued("authority", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-startdate", "+1y");
    }

    /** For localhost and 127.0.0.1, issued by nobody but itself. */
    public static Issued selfSignedServer() {
        return made("self-signed", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1");
    }

    /** For a client that logs in as this role. */
    public static Issued client(String role) {
        return issued("authority", "CN=" + role, "-ext", "eku=clientAuth");
    }

    /** As {@link #client}, with a key of the curve P-256. */
    public static Issued clientWithEllipticKey(String role) {
        return issued("authority", "CN=" + role, "-ext", "eku=clientAuth", "-keyalg", "EC", "-groupname", "secp256r1");
    }

    /** As {@link #client}, by the other authority. */
    public static Issued clientOfOtherAuthority(String role) {
        return issued("other authority", "CN=" + role, "-ext", "eku=clientAuth");
    }

    /** The authority's list of what it has taken back: these, and nothing else. PEM, valid for a day. */
    public static Path revocationsOf(Issued... revoked) {
        authority();
        try {
            Path list = Files.createTempFile(FOLDER, "revoked", ".crl");
            List<String> arguments = new ArrayList<>(List.of("-rfc", "-file", list.toString(), "-validity", "1"));
            for (Issued each : revoked) {
                try (InputStream in = Files.newInputStream(each.certificate())) {
                    X509Certificate certificate = (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
                    arguments.addAll(
                            List.of("-id", certificate.getSerialNumber().toString()));
                }
            }
            keytool("-gencrl", FOLDER.resolve("authorities.p12"), "authority", arguments);
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Issued issued(String by, String name, String... extensions) {
        List<String> arguments = new ArrayList<>(List.of("-dname", name));
        arguments.addAll(List.of(extensions));
        issuer(by);
        arguments.addAll(List.of("-signer", by));
        return made(String.join(" ", arguments), arguments.toArray(String[]::new));
    }

    /** One key store holds the authorities and is the start of every other: keytool signs within one store only. */
    private static Issued made(String what, String... arguments) {
        synchronized (MADE) {
            Issued known = MADE.get(what);
            if (known == null) {
                known = make(what, List.of(arguments));
                MADE.put(what, known);
            }
            return known;
        }
    }

    private static Issued make(String what, List<String> arguments) {
        boolean isIssuer = arguments.contains("bc:critical=ca:true");
        Path authorities = FOLDER.resolve("authorities.p12");
        try {
            Path folder = Files.createTempDirectory(FOLDER, "");
            Path store = isIssuer ? authorities : folder.resolve("all.p12");
            if (!isIssuer && Files.exists(authorities)) {
                Files.copy(authorities, store);
            }
            String alias = isIssuer ? what : "user";
            List<String> all = new ArrayList<>(arguments);
            if (!arguments.contains("-keyalg")) {
                all.addAll(List.of("-keyalg", "RSA", "-keysize", "2048"));
            }
            keytool("-genkeypair", store, alias, all);
            return export(store, alias, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String what, Path store, String alias, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool", what, "-alias", alias));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Issued export(Path all, String alias, Path folder) throws IOException, GeneralSecurityException {
        char[] password = PASSWORD.toCharArray();
        KeyStore from = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(all)) {
            from.load(in, password);
        }
        Key key = from.getKey(alias, password);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("user", key, password, from.getCertificateChain(alias));
        try (var out = Files.newOutputStream(folder.resolve("store.p12"))) {
            store.store(out, password);
        }
        byte[] pkcs8 = key.getEncoded();
        return new Issued(
                pem(
                        folder,
                        "certificate",
                        "CERTIFICATE",
                        from.getCertificate(alias).getEncoded()),
                pem(folder, "key", "PRIVATE KEY", pkcs8),
                pem(folder, "encrypted-key", "ENCRYPTED PRIVATE KEY", encrypted(pkcs8)),
                pem(folder, "rsa-key", "RSA PRIVATE KEY", pkcs1(pkcs8)),
                Files.write(folder.resolve("key.der"), pkcs8),
                folder.resolve("store.p12"));
    }

    private static Path pem(Path folder, String file, String label, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Path written = folder.resolve(file + ".pem");
        Files.createFile(written, ONLY_MINE);
        return Files.writeString(
                written, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    private static byte[] encrypted(byte[] pkcs8) throws GeneralSecurityException, IOException {
        SecretKey key = SecretKeyFactory.getInstance(ENCRYPTION).generateSecret(new PBEKeySpec(PASSWORD.toCharArray()));
        Cipher cipher = Cipher.getInstance(ENCRYPTION);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        // by the name of the standard: that of the cipher has no number of its own
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(pkcs8)).getEncoded();
    }

    /** What PKCS #8 wraps, after 26 bytes of version, algorithm and lengths: the same for all RSA keys of 2048 bits. */
    private static byte[] pkcs1(byte[] pkcs8) {
        return Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    }

    private static Path newFolder() {
        try {
            Path folder = Files.createTempDirectory("serein-certificates");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
