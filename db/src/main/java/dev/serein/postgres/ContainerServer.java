package dev.serein.postgres;

import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container. The only class that needs Testcontainers. */
final class ContainerServer implements Server {
    private final PostgreSQLContainer container;

    private ContainerServer(PostgreSQLContainer container) {
        this.container = container;
    }

    static ContainerServer start(PostgresProvider.Testcontainers provider) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new ScratchPostgresException(
                    "Docker was asked for (" + provider + "), but no Docker engine answers",
                    "start Docker, or ask for embedded, which needs none");
        }
        PostgreSQLContainer container = new PostgreSQLContainer(
                        DockerImageName.parse(provider.image()).asCompatibleSubstituteFor("postgres"))
                .withCommand(
                        "postgres",
                        "-c",
                        "fsync=off",
                        "-c",
                        "full_page_writes=off",
                        "-c",
                        "synchronous_commit=off",
                        "-c",
                        "max_connections=300",
                        "-c",
                        "timezone=UTC");
        try {
            container.start();
        } catch (RuntimeException e) {
            container.stop();
            throw new ScratchPostgresException(
                    "Cannot start a container of " + provider.image(),
                    "check that the image exists and that this machine may pull it",
                    e);
        }
        return new ContainerServer(container);
    }

    @Override
    public ServerAddress address() {
        return new ServerAddress(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword(),
                container.getDatabaseName(),
                Map.of());
    }

    @Override
    public String owner() {
        return container.getContainerId().substring(0, 12);
    }

    @Override
    public void close() {
        container.stop();
    }
}
