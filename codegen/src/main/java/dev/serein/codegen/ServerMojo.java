package dev.serein.codegen;

import dev.serein.postgres.PostgresProvider;
import java.io.File;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/** What the goals that need a server have in common: which one, and where Maven has its binaries. */
abstract class ServerMojo extends SereinMojo {
    @Parameter(defaultValue = "${repositorySystemSession}", readonly = true, required = true)
    RepositorySystemSession session;

    @Inject
    RepositorySystem repositories;

    /**
     * The PostgreSQL to migrate: {@code embedded}, {@code embedded:16}, {@code testcontainers},
     * {@code testcontainers:postgres:16-alpine} or {@code postgresql://user:password@host:port/database}. By default
     * {@code DATABASE_TEST_URL} of the environment, else embedded.
     */
    @Parameter(property = "serein.postgres")
    @Nullable
    String postgres;

    /** Run by Maven. */
    ServerMojo() {}

    @Override
    final void run() throws MojoFailureException {
        LibraryLogs.quieten();
        run(postgres == null || postgres.isBlank() ? PostgresProvider.configured() : PostgresProvider.parse(postgres));
    }

    /** @param provider not {@linkplain #resolved resolved} yet */
    abstract void run(PostgresProvider provider) throws MojoFailureException;

    /** With the jar of the binaries that an embedded server needs, which Maven downloads if it is not there yet. */
    final PostgresProvider resolved(PostgresProvider provider) {
        if (!(provider instanceof PostgresProvider.Embedded embedded) || embedded.binaries() != null) {
            return provider;
        }
        String dependency = embedded.dependency();
        String[] parts = dependency.split(":");
        try {
            ArtifactRequest wanted = new ArtifactRequest(
                    new DefaultArtifact(parts[0], parts[1], "jar", parts[2]),
                    project.getRemotePluginRepositories(),
                    null);
            File jar =
                    repositories.resolveArtifact(session, wanted).getArtifact().getFile();
            return new PostgresProvider.Embedded(embedded.major(), jar.toPath());
        } catch (ArtifactResolutionException e) {
            throw new GenerationFailed(
                    "Cannot get the binaries of PostgreSQL " + embedded.major() + ": " + dependency,
                    "let Maven reach its repositories once, choose another version,"
                            + " or name a server: <postgres>postgresql://user:password@host:port/database</postgres>",
                    e);
        }
    }
}
