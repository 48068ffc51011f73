package dev.serein.migrate;

import dev.serein.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@link Migrations#migrate} in a JVM of its own, which can be killed. */
final class MigratorProcess {
    private final Process process;

    private MigratorProcess(Process process) {
        this.process = process;
    }

    /** Takes where to go from its environment: the arguments of a process are seen by everybody. */
    public static void main(String[] arguments) {
        Migrations.of(DatabaseOptions.of(System.getenv("DATABASE_URL")), MigrationFiles.at(List.of(arguments)))
                .migrate();
    }

    static MigratorProcess start(String url, Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MigratorProcess.class.getName(),
                        folder.toString())
                .inheritIO();
        builder.environment().put("DATABASE_URL", url + (url.contains("?") ? "&" : "?") + "application_name=migrator");
        return new MigratorProcess(builder.start());
    }

    /** With SIGKILL: it has no moment to say anything to the server. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
