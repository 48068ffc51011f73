package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.Build;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serein:cli}: with what the program is started, and what becomes of its end. A stand-in notes it down. */
class ReleaseStepGoalTest {
    private static final String STAND_IN = """
            package dev.serein.cli;

            public class Main {
                public static void main(String[] arguments) throws Exception {
                    StringBuilder seen = new StringBuilder(String.join("|", arguments)).append("\\n");
                    System.getProperties().stringPropertyNames().stream()
                            .filter(name -> name.startsWith("serein."))
                            .sorted()
                            .forEach(name -> seen.append(name + "=" + System.getProperty(name) + "\\n"));
                    seen.append(System.getProperty("java.home")).append("\\n").append(System.getenv("PATH"));
                    java.nio.file.Files.writeString(java.nio.file.Path.of("seen.txt"), seen);
                    System.exit(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0);
                }
            }
            """;

    @TempDir
    Path base;

    private CliMojo goal;

    @BeforeEach
    void aProject() throws IOException {
        Path jar = Files.createDirectories(base.resolve("the \"jar\""));
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Main.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return STAND_IN;
                    }
                };
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .getTask(null, null, null, List.of("-d", jar.toString()), null, List.of(source))
                        .call())
                .isTrue();
        goal = new CliMojo();
        goal.setLog(new Silence());
        goal.project = new MavenProject();
        goal.project.setFile(base.resolve("pom.xml").toFile());
        goal.project.setArtifactId("shop");
        goal.project.setArtifacts(Set.of(artifact("dev.serein", "serein", jar)));
        goal.project.getModel().setBuild(new Build());
        goal.project
                .getBuild()
                .setOutputDirectory(base.resolve("target/classes").toString());
    }

    private static Artifact artifact(String group, String name, Path file) {
        DefaultArtifactHandler handler = new DefaultArtifactHandler("jar");
        handler.setAddedToClasspath(true);
        Artifact artifact = new DefaultArtifact(group, name, "1", Artifact.SCOPE_COMPILE, "jar", null, handler);
        artifact.setFile(file.toFile());
        return artifact;
    }

    private List<String> seen() throws IOException {
        return Files.readAllLines(base.resolve("seen.txt"));
    }

    @Test
    void theProgramRunsInTheProjectOnTheJavaAndInTheEnvironmentOfMaven() throws Exception {
        goal.args = "status 0 --description \"two words\" --empty ''";

        goal.execute();

        assertThat(seen())
                .containsExactly(
                        "status|0|--description|two words|--empty|",
                        "serein.migrations=db/migration",
                        System.getProperty("java.home"),
                        System.getenv("PATH"));
    }

    @Test
    void itGetsTheFoldersThemselvesAndThePlaceholders() throws Exception {
        Map<String, String> placeholders = new LinkedHashMap<>();
        placeholders.put("schema", "a \"b\" \\ $c 'd'");
        placeholders.put("empty", null);
        goal.placeholders = new HashMap<>(placeholders);
        goal.locations = List.of("sql/shop", "/elsewhere");

        goal.execute();

        assertThat(seen())
                .startsWith(
                        "--help",
                        "serein.migrations=sql/shop,/elsewhere",
                        "serein.placeholder.empty=",
                        "serein.placeholder.schema=a \"b\" \\ $c 'd'");
    }

    @Test
    void migrationsAmongTheResourcesAreFoundThere() throws Exception {
        Files.createDirectories(base.resolve("src/main/resources/db/migration"));

        goal.execute();

        assertThat(seen()).contains("serein.migrations=src/main/resources/db/migration");
    }

    @Test
    void anEndThatIsNotFineFailsTheBuild() {
        assertFails("status 1", "serein ended with 1: it found problems");
        assertFails("status 2", "serein ended with 2: it could not run");
        assertFails("status 137", "serein ended with 137");
    }

    @Test
    void aQuoteThatIsNotClosedIsSaid() {
        assertFails("new \"two words", "A quote in serein.args is not closed: \"\n  fix: close it");
    }

    @Test
    void aProjectThatDoesNotDependOnSereinIsTold() {
        goal.project.setArtifacts(Set.of(artifact("dev.serein", "serein-postgres", base)));

        assertFails(
                "status",
                "The release step is part of dev.serein:serein, which shop does not depend on\n"
                        + "  fix: add the dependency, or run this in the module that has it");
    }

    @Test
    void aParentProjectHasNothingToDo() throws Exception {
        goal.project.setPackaging("pom");

        goal.execute();

        assertThat(base.resolve("seen.txt")).doesNotExist();
    }

    /** What the goal throws is what counts. */
    private static final class Silence extends SystemStreamLog {
        @Override
        public void debug(Throwable failure) {}

        @Override
        public void info(CharSequence text) {}
    }

    private void assertFails(String args, String message) {
        goal.args = args;
        assertThatThrownBy(goal::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage(message);
    }
}
