package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.PostgresProvider.Testcontainers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

class ContainerServerTest {
    /** The image that the machine has; by default the one that users get. */
    private static final String IMAGE = System.getProperty("serein.test.image", Testcontainers.DEFAULT_IMAGE);

    @TempDir
    Path temp;

    static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Test
    @EnabledIf("dockerAnswers")
    void runsTheImageAndRemovesTheContainer() throws Exception {
        String container;
        try (ScratchPostgres postgres = ScratchPostgres.start(new Testcontainers(IMAGE));
                ScratchDatabase database = postgres.createDatabase()) {
            assertThat(postgres.majorVersion()).isBetween(PostgresProvider.OLDEST, PostgresProvider.NEWEST);
            assertThat(ScratchDatabaseTest.ask(database, "select current_setting('fsync')"))
                    .isEqualTo("off");
            container = database.name().split("_")[1];
        }
        assertThat(DockerClientFactory.instance()
                        .client()
                        .listContainersCmd()
                        .withShowAll(true)
                        .exec())
                .noneMatch(left -> left.getId().startsWith(container));
    }

    @Test
    void saysThatNoDockerEngineAnswers() throws Exception {
        Map<String, String> noDocker = Map.of("DOCKER_HOST", "tcp://127.0.0.1:1");
        ForkedJvm jvm = ForkedJvm.start(temp, noDocker, ScratchServerMain.class, "testcontainers", "close");
        assertThat(jvm.exit()).isEqualTo(1);
        assertThat(String.join("\n", jvm.output()))
                .contains("ScratchPostgresException: Docker was asked for (testcontainers:postgres:18-alpine), but no"
                        + " Docker engine answers\n"
                        + "  fix: start Docker, or ask for embedded, which needs none");
    }
}
