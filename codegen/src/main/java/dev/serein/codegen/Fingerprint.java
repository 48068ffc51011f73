package dev.serein.codegen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Constants;

/**
 * What a run was made from and what it made, kept in a file beside the build's other output. A run whose inputs are the
 * same, and whose files are all still there as they were written, need not be made again.
 */
final class Fingerprint {
    private final Path file;
    private final GenerationRequest request;
    private final String inputs;

    /** Looks at the inputs now: what is edited while a run goes on is not what that run was made from. */
    Fingerprint(Path file, GenerationRequest request) {
        this.file = file;
        this.request = request;
        try {
            this.inputs = inputsOf(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isCurrent() {
        try {
            return Files.exists(file) && Files.readString(file).equals(inputs + "\n" + outputs() + "\n");
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    void keep() {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, inputs + "\n" + outputs() + "\n");
        } catch (IOException e) {
            throw new GenerationFailed("Cannot remember the run in " + file + ": " + e, "", e);
        }
    }

    private static String inputsOf(GenerationRequest request) throws IOException {
        MessageDigest digest = sha256();
        for (Object part : List.of(
                request.migrations().hash(),
                request.postgres(),
                request.packageName(),
                request.schemas(),
                request.includes(),
                request.excludes(),
                request.managed(),
                request.jooq(),
                Constants.FULL_VERSION)) {
            add(digest, part.toString().getBytes(StandardCharsets.UTF_8));
        }
        add(digest, hashOf(generator()).getBytes(StandardCharsets.US_ASCII));
        return "inputs " + HexFormat.of().formatHex(digest.digest());
    }

    private String outputs() throws IOException {
        return "outputs " + hashOf(GeneratedFiles.packageFolder(request));
    }

    /** This code itself: its jar, or the folder of its classes. */
    private static Path generator() {
        try {
            return Path.of(Fingerprint.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hashOf(Path fileOrFolder) throws IOException {
        if (!Files.exists(fileOrFolder)) {
            return "nothing";
        }
        MessageDigest digest = sha256();
        try (Stream<Path> all = Files.walk(fileOrFolder)) {
            for (Path found : all.filter(Files::isRegularFile).sorted().toList()) {
                add(digest, fileOrFolder.relativize(found).toString().getBytes(StandardCharsets.UTF_8));
                add(digest, Files.readAllBytes(found));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Length first, so that no two lists of parts give the same bytes. */
    private static void add(MessageDigest digest, byte[] part) {
        digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
