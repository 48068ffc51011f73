package dev.serein.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file of passwords, {@code host:port:database:user:password} on each line: the first line that fits holds. A field
 * {@code *} fits all; a backslash takes the next character as it is.
 */
final class PasswordFile {
    /** Where libpq has its own socket, unless built otherwise; there it looks for the password of localhost. */
    private static final Set<String> DEFAULT_SOCKETS = Set.of("/tmp", "/var/run/postgresql", "/run/postgresql");

    private static final Set<PosixFilePermission> OWNERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path file;
    private final List<String> lines;

    private PasswordFile(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** Without passwords if there is no such file, or what is there is not one, such as /dev/null. */
    static PasswordFile read(Path file, List<String> problems) {
        if (!Files.isRegularFile(file)) {
            return new PasswordFile(file, List.of());
        }
        try {
            if (isOpenToOthers(file)) {
                problems.add("the password file may be read by others: chmod 600 " + file);
                return new PasswordFile(file, List.of());
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return new PasswordFile(file, List.of(text.split("\n", -1)));
        } catch (CharacterCodingException e) {
            problems.add("the password file is not UTF-8 (" + file + ")");
        } catch (IOException e) {
            problems.add("the password file cannot be read (" + file + ")");
        }
        return new PasswordFile(file, List.of());
    }

    /** libpq leaves such a file unread, with a warning. */
    private static boolean isOpenToOthers(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && !OWNERS.containsAll(Files.getPosixFilePermissions(file));
    }

    /** The password, and the line that has it; empty if no line fits. */
    Optional<Setting> password(Host host, String database, String user) {
        String name = DEFAULT_SOCKETS.contains(host.name()) ? "localhost" : host.name();
        List<String> wanted = List.of(name, String.valueOf(host.port()), database, user);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceAll("[\\r\\n]+$", "");
            if (!line.isEmpty() && line.charAt(0) != '#') {
                Optional<String> password = password(line, wanted);
                if (password.isPresent()) {
                    Setting found = new Setting(password.get(), file + ":" + (i + 1));
                    return password.get().isEmpty() ? Optional.empty() : Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> password(String line, List<String> wanted) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int begin = 0;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == ':') {
                if (fields.size() == wanted.size()) {
                    return Optional.of(field.toString());
                }
                String of = wanted.get(fields.size());
                if (!line.substring(begin, i).equals("*") && !field.toString().equals(of)) {
                    return Optional.empty();
                }
                fields.add(of);
                field.setLength(0);
                begin = i + 1;
            } else {
                if (character == '\\' && i + 1 < line.length()) {
                    i++;
                }
                field.append(line.charAt(i));
            }
        }
        return fields.size() == wanted.size() ? Optional.of(field.toString()) : Optional.empty();
    }
}
