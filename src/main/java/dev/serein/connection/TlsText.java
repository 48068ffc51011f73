package dev.serein.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A certificate, a key or a list of revocations: in a file, or as text in the parameter itself, as environment
 * variables hold it.
 *
 * @param noun what it is, for messages
 * @param parameter which says it
 * @param value the name of the file, or the text
 * @param said false for the file that is used when nothing is said
 */
record TlsText(String noun, Parameter parameter, String value, boolean said) {
    private static final Pattern BARE = Pattern.compile("(?:[\"'\\s]|\\\\[rn])*M[A-Za-z0-9+/=\\s\\\\]{55,}[\"'\\s]*");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    /** What is said, or else the file in the user's home that may be there. */
    static TlsText of(ConnectionSettings settings, Parameter parameter, String noun, String defaultFile) {
        String value = settings.value(parameter);
        return value == null || value.isEmpty()
                ? new TlsText(
                        noun,
                        parameter,
                        settings.home()
                                .resolve(".postgresql")
                                .resolve(defaultFile)
                                .toString(),
                        false)
                : new TlsText(noun, parameter, value, true);
    }

    /** Also when it lost the lines around it: what may be a key must not be shown as the name of a file. */
    static boolean isInline(String value) {
        return value.contains("-----BEGIN ") || BARE.matcher(value).matches();
    }

    private boolean isInline() {
        return isInline(value);
    }

    boolean exists() {
        Path file = path();
        return isInline() || file != null && Files.exists(file);
    }

    /** Null for what cannot be the name of a file. */
    private @Nullable Path path() {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** For messages; what stands in the parameter itself is not shown. */
    @Override
    public String toString() {
        return isInline() ? "the text in " + parameter.spelling() : "the " + noun + " " + value;
    }

    /** All of it; of text, with the line breaks that an environment variable may have lost. */
    byte[] read() throws TlsProblem {
        if (isInline()) {
            String text = value.replace("\\r", "").replace("\\n", "\n");
            return text.getBytes(StandardCharsets.UTF_8);
        }
        Path file = path();
        if (file == null || !Files.exists(file)) {
            throw problem("does not exist", "correct the name of the file: " + parameter.spelling() + "=FILE");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw problem("cannot be read", "let the user that this program runs as read it");
        }
    }

    TlsProblem problem(String what, String fix) {
        return new TlsProblem(this + " " + what, fix);
    }

    /** As libpq has it: a key that others can read is no secret. A group may read one that belongs to root. */
    void checkOnlyOursToRead() throws TlsProblem {
        Path file = path();
        if (isInline() || file == null) {
            return;
        }
        if (!Files.isRegularFile(file)) {
            throw problem("is not a file", "name the file of the key: " + parameter.spelling() + "=FILE");
        }
        Set<PosixFilePermission> allowed;
        boolean root;
        try {
            allowed = Files.readAttributes(file, PosixFileAttributes.class).permissions();
            root = Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return; // no such permissions here
        }
        EnumSet<PosixFilePermission> tooMany =
                EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE);
        tooMany.addAll(OTHERS);
        if (!root) {
            tooMany.add(PosixFilePermission.GROUP_READ);
        }
        tooMany.retainAll(allowed);
        if (!tooMany.isEmpty()) {
            throw problem("can be read by others", "chmod 600 " + value);
        }
    }

    /** Changes when the content may have changed. */
    String stamp() {
        Path file = path();
        return isInline() || file == null ? "" : stamp(file);
    }

    static String stamp(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            if (!found.isDirectory()) {
                return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey();
            }
            try (Stream<Path> files = Files.list(file)) {
                return files.sorted()
                        .map(each -> each + " " + stamp(each))
                        .toList()
                        .toString();
            }
        } catch (IOException e) {
            return "none";
        }
    }
}
