package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    @TempDir
    Path temp;

    @Test
    void whatADatabaseOfAnotherEncodingSaidDoesNotHideTheComplaint() throws IOException {
        Path log = Files.write(
                temp.resolve("server.log"),
                "ERROR:  relation \"stra\u00dfe\" does not exist\nFATAL:  out of memory\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ServerLog.lastWords(log)).isEqualTo("FATAL:  out of memory");
    }

    @Test
    void aServerThatHasNoLogSaidNothing() {
        assertThat(ServerLog.lastWords(temp.resolve("none"))).isEqualTo(ServerLog.NOTHING);
    }
}
