package dev.serein.codegen;

import dev.serein.lint.LintReport;
import dev.serein.lint.LintRequest;
import dev.serein.lint.LintText;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs new migrations on a throwaway server, and says what they would do to a database in use: what they lock, rewrite
 * and read whole, and what they break for the version that still runs. Fails where something is dangerous and no
 * comment in the file allows it.
 */
@Mojo(name = "lint", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class LintMojo extends ServerMojo {
    /**
     * What is released: a folder of migrations; a jar of the application; its {@code SchemaVersion.java}; a file that
     * {@code serein check --write} or {@code serein status --write} has made; {@code -} for one of the last two on
     * stdin. By default each file is taken for a release of its own.
     */
    @Parameter(property = "serein.base")
    @Nullable
    String base;

    /** A file for the report as JSON. By default none. */
    @Parameter(property = "serein.json")
    @Nullable
    File json;

    /** Run by Maven. */
    public LintMojo() {}

    @Override
    void run(PostgresProvider provider) throws MojoFailureException {
        LintReport report = new LintRequest(
                        resolved(provider), new MigrationSet(migrationFolders(), placeholders()), released())
                .run(System.in);
        if (json != null) {
            write(json.toPath(), LintText.json(report));
        }
        String told = "What the new migrations do\n" + LintText.of(report);
        if (!report.isFine()) {
            getLog().error(told); // a quiet build shows this, too
            throw new MojoFailureException("The new migrations are dangerous for a database in use, as said above");
        }
        getLog().info(told);
    }

    private @Nullable String released() {
        return base == null || base.isBlank() || base.equals("-")
                ? base
                : project.getBasedir().toPath().resolve(base).toString();
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new GenerationFailed("Cannot write the report: " + e, "name another file", e);
        }
    }
}
