package dev.serein.migrate;

import dev.serein.migrate.FileFinding.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Whether a file is text that Flyway can read: looked at in pieces, for there are large ones. */
final class FileText {
    private static final int PIECE = 16 * 1024;

    private final FoundFile file;
    private final char[] piece = new char[PIECE];

    FileText(FoundFile file) {
        this.file = file;
    }

    /** Null if it can be read. */
    @Nullable
    FileFinding finding() {
        try (Reader reader = file.resource().read()) {
            int line = 1;
            for (int length = reader.read(piece); length >= 0; length = reader.read(piece)) {
                for (int i = 0; i < length; i++) {
                    if (piece[i] == '\0') {
                        return found(line, Kind.ENCODING, "there is a NUL here, as in UTF-16: save it as UTF-8");
                    }
                    line += piece[i] == '\n' ? 1 : 0;
                }
            }
            return null;
        } catch (CharacterCodingException e) {
            return undecoded();
        } catch (IOException | FlywayException e) {
            return found(0, Kind.UNREADABLE, "this file cannot be read: " + e.getMessage());
        }
    }

    private FileFinding undecoded() {
        Path path = file.path();
        if (path == null) {
            return notUtf8(0);
        }
        try (InputStream bytes = Files.newInputStream(path)) {
            int first = bytes.read();
            int second = bytes.read();
            return first == 0xFE && second == 0xFF || first == 0xFF && second == 0xFE
                    ? found(0, Kind.ENCODING, "this file is UTF-16: save it as UTF-8")
                    : notUtf8(lineOfFirstFault(path));
        } catch (IOException e) {
            return notUtf8(0);
        }
    }

    private FileFinding notUtf8(int line) {
        return found(line, Kind.ENCODING, "this is not UTF-8: save it as UTF-8");
    }

    /** Line ends are the same bytes in all that is nearly UTF-8. */
    private static int lineOfFirstFault(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int line = 1;
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                try (Reader reader = new InputStreamReader(
                        new ByteArrayInputStream(bytes, start, i - start), StandardCharsets.UTF_8.newDecoder())) {
                    reader.transferTo(Writer.nullWriter());
                } catch (CharacterCodingException e) {
                    return line;
                }
                line++;
                start = i + 1;
            }
        }
        return 0;
    }

    private FileFinding found(int line, Kind kind, String problem) {
        return new FileFinding(file.shown(), line, kind, problem);
    }
}
