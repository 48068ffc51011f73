package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.PostgresProvider.Embedded;
import dev.serein.postgres.PostgresProvider.ExistingServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to who asks for a server, or a database, that there cannot be. */
@Timeout(120)
class ServerWrongUseTest {
    private static final PostgresOptions EMBEDDED = PostgresOptions.of(new Embedded(18, null));

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "wal_levle | replica | unrecognized configuration parameter \"wal_levle\"",
                "wal_level | much | invalid value for parameter \"wal_level\": \"much\"",
                "max_connections | -1 | -1 is outside the valid range for parameter \"max_connections\" (1 .. 262143)",
                "fsync | perhaps | parameter \"fsync\" requires a Boolean value",
                "work_mem | 4 bottles | invalid value for parameter \"work_mem\": \"4 bottles\"",
                "shared_preload_libraries | o'brien | FATAL:  could not access file \"o'brien\": No such file or directory"
            })
    void aParameterThatTheServerRefusesIsNamed(String name, String value, String words) {
        PostgresOptions options = EMBEDDED.withParameter(name, value);
        assertThatThrownBy(() -> ScratchPostgres.start(options))
                .isInstanceOf(ScratchPostgresException.class)
                .hasMessage("Cannot start an embedded PostgreSQL 18: " + words + "\n  fix: "
                        + (name.startsWith("shared")
                                ? "name libraries that PostgreSQL comes with, or name a server that has it in"
                                        + " DATABASE_TEST_URL"
                                : "mend the parameter:"
                                        + " https://www.postgresql.org/docs/current/runtime-config.html"));
    }

    @Test
    void aParameterNeedsAName() {
        assertThatThrownBy(() -> EMBEDDED.withParameter("wal level", "replica"))
                .hasMessage("\"wal level\" is not the name of a parameter of PostgreSQL\n"
                        + "  fix: name it as postgresql.conf does, such as wal_level");
    }

    @Test
    void aPortThatIsTakenOrNoneIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            PostgresOptions options = EMBEDDED.withParameter("port", Integer.toString(taken.getLocalPort()));
            assertThatThrownBy(() -> ScratchPostgres.start(options))
                    .hasMessage("Port " + taken.getLocalPort() + " is taken\n"
                            + "  fix: name another, or none: then a free one is chosen");
        }
        for (String port : new String[] {"0", "65536", "http"}) {
            assertThatThrownBy(() -> ScratchPostgres.start(EMBEDDED.withParameter("port", port)))
                    .hasMessage("\"" + port + "\" is not a port\n  fix: name one from 1 to 65535");
        }
    }

    @Test
    void aServerThatRunsIsNotChanged() {
        try (ScratchPostgres host = ScratchPostgres.start(new Embedded(18, null));
                ScratchDatabase admin = host.createDatabase()) {
            ExistingServer existing = new ExistingServer(admin.url());
            PostgresOptions logical = PostgresOptions.of(existing).withParameter("wal_level", "logical");
            assertThatThrownBy(() -> ScratchPostgres.start(logical))
                    .hasMessage("The server at " + existing + " has wal_level = minimal, not logical\n"
                            + "  fix: set it there (alter system set wal_level = 'logical'), or ask for embedded");
            PostgresOptions unknown = PostgresOptions.of(existing).withParameter("wal_levle", "logical");
            assertThatThrownBy(() -> ScratchPostgres.start(unknown))
                    .hasMessage("The server at " + existing + " has no parameter wal_levle\n"
                            + "  fix: mend the parameter: https://www.postgresql.org/docs/current/runtime-config.html");
            assertThatThrownBy(() ->
                            ScratchPostgres.start(PostgresOptions.of(existing).withTls()))
                    .hasMessage("The server at " + existing + " has ssl = off, not on\n"
                            + "  fix: set it there (alter system set ssl = 'on'), or ask for embedded");
        }
    }

    @Test
    void whatATemplateAsksForAndTheServerLacksIsNamed() {
        ScratchPostgres postgres = ScratchPostgres.shared();
        assertThatThrownBy(() -> postgres.createDatabase(Template.empty().withExtensions("vector")))
                .hasMessage("The extension vector is not available on " + postgres
                        + "\n  fix: use a server that has it: -Dserein.postgres=testcontainers:IMAGE, or its URL in"
                        + " DATABASE_TEST_URL; an embedded one has only those that PostgreSQL comes with");
        for (String locale : new String[] {"tlh_QO.UTF-8", "icu:no such locale", "builtin:tlh"}) {
            assertThatThrownBy(() -> postgres.createDatabase(Template.empty().withLocale(locale)))
                    .isInstanceOf(ScratchPostgresException.class)
                    .hasMessageStartingWith("There is no locale \"" + locale + "\" on " + postgres + ": ERROR: ")
                    .hasMessageEndingWith("\n  fix: name one that its system has, such as C.UTF-8, icu:de-DE or"
                            + " builtin:C.UTF-8");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatCannotBeWrittenToIsNamed() {
        // not even root writes there
        assertThat(startIn(Path.of("/proc/self")))
                .startsWith("Cannot make a folder for an embedded PostgreSQL: java.nio.file.")
                .endsWith("\n  fix: name a writable folder with -Djava.io.tmpdir, or a server in DATABASE_TEST_URL");
    }

    @Test
    void aTemporaryFolderThatIsAFileIsNamed() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThat(startIn(file))
                .startsWith("Cannot make a folder for an embedded PostgreSQL: java.nio.file.")
                .endsWith("\n  fix: name a writable folder with -Djava.io.tmpdir, or a server in DATABASE_TEST_URL");
    }

    private static String startIn(Path folder) {
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", folder.toString());
        try {
            ScratchPostgres.start(EMBEDDED).close();
            return "it started";
        } catch (ScratchPostgresException e) {
            return String.valueOf(e.getMessage());
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }
}
