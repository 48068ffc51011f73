package dev.serein.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.postgres.PostgresProvider.Testcontainers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;

/** With a Docker engine and without: Testcontainers looks for it in so many places that a test cannot hide it. */
class ContainerServerTest {
    /** The image that the machine has; by default the one that users get. */
    private static final String IMAGE = System.getProperty("serein.test.image", Testcontainers.DEFAULT_IMAGE);

    static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Test
    @EnabledIf(value = "dockerAnswers", disabledReason = "no Docker engine answers")
    void runsTheImageAndRemovesTheContainer() throws Exception {
        String container;
        try (ScratchPostgres postgres = ScratchPostgres.start(new Testcontainers(IMAGE));
                ScratchDatabase database = postgres.createDatabase()) {
            assertThat(postgres.majorVersion()).isBetween(PostgresProvider.OLDEST, PostgresProvider.NEWEST);
            assertThat(ScratchDatabaseTest.ask(database, "select current_setting('fsync')"))
                    .isEqualTo("off");
            container = database.name().split("_")[1];
            assertThat(containers()).anyMatch(id -> id.startsWith(container));
        }
        assertThat(containers()).noneMatch(id -> id.startsWith(container));
    }

    private static Iterable<String> containers() {
        return DockerClientFactory.instance().client().listContainersCmd().withShowAll(true).exec().stream()
                .map(container -> container.getId())
                .toList();
    }

    @Test
    @EnabledIf(value = "dockerAnswers", disabledReason = "no Docker engine answers")
    void saysWhyAnImageCannotBePulled() {
        assertThatThrownBy(() -> ScratchPostgres.start(new Testcontainers("localhost:1/postgres:15")))
                .isInstanceOf(ScratchPostgresException.class)
                .hasMessageStartingWith("Cannot pull localhost:1/postgres:15: ")
                .hasMessageContaining("connection refused")
                .hasMessageEndingWith("\n  fix: check that the image exists and that this machine may pull it");
    }

    @Test
    @DisabledIf(value = "dockerAnswers", disabledReason = "a Docker engine answers")
    void saysThatNoDockerEngineAnswers() {
        assertThatThrownBy(() -> ScratchPostgres.start(new Testcontainers(IMAGE)))
                .hasMessage("Docker was asked for (testcontainers:" + IMAGE + "), but no Docker engine answers\n"
                        + "  fix: start Docker, or ask for embedded, which needs none");
    }
}
