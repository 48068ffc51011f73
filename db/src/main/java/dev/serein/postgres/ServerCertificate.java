package dev.serein.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for this machine's loopback addresses, and the authority that has issued it: made once for each user,
 * by the JDK's keytool, in two seconds, and valid for ten years.
 */
final class ServerCertificate {
    private static final String PASSWORD = "not a secret: the folder is the user's alone";
    private static final int MOST_SECONDS = 60;

    private ServerCertificate() {}

    /** Puts certificate and key where a server looks for them by itself. {@return the authority's certificate} */
    static Path install(ServerHome home, Path data) throws IOException {
        Path folder = home.folder().resolve("tls");
        home.alone(() -> {
            if (!Inventory.isWhole(folder)) {
                ServerHome.deleteTree(folder);
                make(home.newFolder("tls"));
                Inventory.take(folder);
            }
            return folder;
        });
        Files.copy(folder.resolve("server.crt"), data.resolve("server.crt"));
        Path key = Files.copy(folder.resolve("server.key"), data.resolve("server.key"));
        if (!OperatingSystem.isWindows()) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        }
        return folder.resolve("authority.crt");
    }

    private static void make(Path folder) throws IOException {
        Path store = folder.resolve("all.p12");
        keytool(store, "authority", "-dname", "CN=Serein's authority for tests", "-ext", "bc:critical=ca:true");
        keytool(
                store,
                "server",
                "-dname",
                "CN=localhost",
                "-signer",
                "authority",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1");
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            pem(
                    folder.resolve("authority.crt"),
                    "CERTIFICATE",
                    keys.getCertificate("authority").getEncoded());
            pem(
                    folder.resolve("server.crt"),
                    "CERTIFICATE",
                    keys.getCertificate("server").getEncoded());
            pem(
                    folder.resolve("server.key"),
                    "PRIVATE KEY",
                    keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void keytool(Path store, String alias, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void pem(Path file, String label, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }
}
