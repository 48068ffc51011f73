package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ServerHomeTest {
    private final String before = System.getProperty("java.io.tmpdir");

    @TempDir
    Path temp;

    @BeforeEach
    void useTemp() {
        System.setProperty("java.io.tmpdir", temp.toString());
    }

    @AfterEach
    void leaveTemp() {
        System.setProperty("java.io.tmpdir", before);
    }

    @Test
    void isNamedAfterItsUserAndClosedToOthers() throws IOException {
        Path folder = ServerHome.ofThisUser().folder();
        assertThat(folder).isEqualTo(temp.resolve("serein-postgres-" + Files.getOwner(temp)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(temp).isDirectoryNotContaining("glob:**/serein{[0-9],}*[0-9]");
        assertThat(ServerHome.ofThisUser().folder()).isEqualTo(folder);
    }

    @Test
    @EnabledIf("isRoot")
    void ofAnotherUserIsRefused() throws IOException {
        UserPrincipal me = Files.getOwner(temp);
        UserPrincipal other =
                temp.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Path theirs = Files.createDirectory(temp.resolve("serein-postgres-" + me));
        Files.setOwner(theirs, other);
        assertThatThrownBy(ServerFolder::create)
                .isInstanceOf(ScratchPostgresException.class)
                .hasMessage(theirs + " belongs to nobody, not to " + me + "\n"
                        + "  fix: remove it, or name a folder of your own with -Djava.io.tmpdir");
        assertThat(theirs).isEmptyDirectory();
    }

    /** Only root can make a folder that is somebody else's. */
    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @Test
    void withoutATemporaryFolderSaysWhichOneIsMissing() {
        System.setProperty("java.io.tmpdir", temp + "/missing");
        assertThatThrownBy(ServerFolder::create)
                .isInstanceOf(ScratchPostgresException.class)
                .hasMessage("Cannot make a folder for an embedded PostgreSQL:"
                        + " java.nio.file.NoSuchFileException: " + temp + "/missing\n"
                        + "  fix: name a writable folder with -Djava.io.tmpdir, or a server in DATABASE_TEST_URL");
    }
}
