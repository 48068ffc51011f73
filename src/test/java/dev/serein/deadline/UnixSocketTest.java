package dev.serein.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.ConnectionFailed;
import dev.serein.Database;
import dev.serein.DeadlineExceeded;
import dev.serein.fault.RestartableServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the test ends and starts the server's own process")
class UnixSocketTest {
    @TempDir
    Path folder;

    @Test
    void connectsWithoutTheNetworkAndKeepsDeadlines() {
        try (RestartableServer server = RestartableServer.create()) {
            server.writeHba("local all all password\nhost all all 127.0.0.1/32 password");
            server.stop();
            server.startWithSocketIn(folder);
            URI tcp = URI.create(server.url());
            String login = "postgresql://" + tcp.getRawUserInfo() + "@";

            try (Database db = Database.open(
                    login + folder.toString().replace("/", "%2F") + ":" + server.port() + tcp.getPath())) {
                assertThat(db.sql().fetchSingle("select inet_client_addr()").get(0))
                        .isNull();
                assertThatThrownBy(() ->
                                db.withDeadline(Duration.ofMillis(100)).sql().fetch("select pg_sleep(60)"))
                        .isInstanceOf(DeadlineExceeded.class);
                assertThat(server.activeStatements()).isZero();
            }
            try (Database db = Database.open("postgresql:" + "//" + tcp.getRawUserInfo() + "@:" + server.port()
                    + tcp.getPath() + "?host=" + folder)) {
                assertThat(db.sql().fetchSingle("select inet_client_addr()").get(0))
                        .isNull();
            }
            assertThatThrownBy(() -> Database.open(login + "%2Fnowhere" + tcp.getPath()))
                    .isInstanceOf(ConnectionFailed.class)
                    .hasMessage("""
                            Cannot connect to /nowhere/.s.PGSQL.5432%s as postgres: nothing answers there
                              sqlstate: 08001
                              fix:      start the server, or correct host and port""".formatted(tcp.getPath()));
        }
    }
}
