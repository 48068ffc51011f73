package dev.serein.postgres;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** A server in a container. The only class that needs Testcontainers. */
final class ContainerServer implements Server {
    private static final int PULL_MINUTES = 10;

    private final PostgreSQLContainer container;

    private ContainerServer(PostgreSQLContainer container) {
        this.container = container;
    }

    static ContainerServer start(PostgresProvider.Testcontainers provider, PostgresOptions options) {
        if (options.tls()) {
            throw new ScratchPostgresException(
                    "A container of ours does not speak TLS",
                    "ask for embedded, or name a server in DATABASE_TEST_URL");
        }
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new ScratchPostgresException(
                    "Docker was asked for (" + provider + "), but no Docker engine answers",
                    "start Docker, or ask for embedded, which needs none");
        }
        DockerImageName image = DockerImageName.parse(provider.image());
        pull(image);
        PostgreSQLContainer container = new PostgreSQLContainer(image.asCompatibleSubstituteFor("postgres"))
                .withCommand(command(options).toArray(String[]::new));
        try {
            container.start();
        } catch (RuntimeException e) {
            container.stop();
            throw new ScratchPostgresException(
                    "Cannot start a container of " + provider.image() + ": " + deepest(e),
                    "choose an image that behaves as the official postgres image does",
                    e);
        }
        return new ContainerServer(container);
    }

    private static List<String> command(PostgresOptions options) {
        if (options.parameters().containsKey("port")) {
            throw new ScratchPostgresException(
                    "The port of a container is chosen by Docker", "ask for embedded, or leave the port out");
        }
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "fsync", "off",
                "full_page_writes", "off",
                "synchronous_commit", "off",
                "max_connections", "300",
                "timezone", "UTC"));
        parameters.putAll(options.parameters());
        List<String> command = new ArrayList<>(List.of("postgres"));
        parameters.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /**
     * Gets the image if the engine has it not. Testcontainers would do the same, but tries for minutes, and does not
     * say why it fails.
     */
    private static void pull(DockerImageName asked) {
        DockerImageName image = ImageNameSubstitutor.instance().apply(asked);
        DockerClient docker = DockerClientFactory.instance().client();
        try {
            docker.inspectImageCmd(image.asCanonicalNameString()).exec();
        } catch (NotFoundException absent) {
            try {
                if (!docker.pullImageCmd(image.getUnversionedPart())
                        .withTag(image.getVersionPart())
                        .start()
                        .awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
                    throw cannotPull(asked, "it takes more than " + PULL_MINUTES + " minutes", absent);
                }
            } catch (DockerException | DockerClientException e) {
                throw cannotPull(asked, deepest(e), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cannotPull(asked, "interrupted", e);
            }
        }
    }

    private static ScratchPostgresException cannotPull(DockerImageName image, String reason, Exception cause) {
        return new ScratchPostgresException(
                "Cannot pull " + image.asCanonicalNameString() + ": " + reason,
                "check that the image exists and that this machine may pull it",
                cause);
    }

    private static String deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage()).strip();
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
    public String keep(String database) {
        return "the end of this process, which is the end of the container too";
    }

    @Override
    public boolean goesOn() {
        return false;
    }

    @Override
    public void close() {
        container.stop();
    }
}
