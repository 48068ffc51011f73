package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose inputs and files are as they were is left out; any other is made, and touches what it changes. */
class UnchangedInputTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));

    private static Path generated;

    @TempDir
    Path folder;

    private Workspace project;
    private Path state;

    @BeforeAll
    static void generateOnce(@TempDir Path shared) throws IOException {
        generated = shared;
        Workspace first = new Workspace(shared)
                .migration("V1__users.sql", "create table users (id int primary key, name text default '${name}');")
                .migration("V2__posts.sql", "create table posts (id int primary key);");
        run(first, shared.resolve("a/b/state"));
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> all = Files.walk(generated)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copied = folder.resolve(generated.relativize(file));
                Files.createDirectories(copied.getParent());
                Files.setLastModifiedTime(Files.copy(file, copied), LONG_AGO);
            }
        }
        project = new Workspace(folder);
        state = folder.resolve("a/b/state");
    }

    @Test
    void isNotGeneratedAgain() throws IOException {
        run();
        assertThat(written()).isEmpty();
    }

    @Test
    void isRecognisedInWellUnderASecond() {
        Instant start = Instant.now();
        Workspace.Run run = run();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMillis(500));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aChangedMigrationIsGeneratedAndOtherFilesAreNotTouched() throws IOException {
        project.migration("V2__posts.sql", "create table posts (id int primary key, title text);");
        run();
        assertThat(written())
                .contains("PostsRow.java", "tables/Posts.java", "SchemaVersion.java")
                .doesNotContain("UsersRow.java", "tables/Users.java", "Tables.java");
    }

    @Test
    void aTableThatIsGoneTakesItsClassesWithIt() throws IOException {
        project.migration("V3__no_posts.sql", "drop table posts;");
        run();
        assertThat(project.files().keySet()).noneMatch(file -> file.contains("Posts"));
        assertThat(written()).doesNotContain("UsersRow.java");
    }

    @Test
    void deletedAndEditedFilesAreWrittenAgain() throws IOException {
        Map<String, String> before = project.files();
        Files.delete(project.file("UsersRow.java"));
        assertThat(isCurrent(request())).isFalse();
        Files.writeString(project.file("tables/Users.java"), "// mine\n", StandardOpenOption.APPEND);
        run();
        assertThat(project.files()).isEqualTo(before);
        assertThat(written()).containsExactly("UsersRow.java", "tables/Users.java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UsersRow.java", "tables/Users.java", "SchemaVersion.java"})
    void anEditedFileIsSeen(String file) throws IOException {
        Files.writeString(project.file(file), "// mine\n", StandardOpenOption.APPEND);
        assertThat(isCurrent(request())).isFalse();
    }

    static Stream<Arguments> requests() {
        UnaryOperator<Parts> packageName = parts -> parts.packageName("com.acme.other");
        UnaryOperator<Parts> schemas = parts -> parts.schemas(List.of("public", "other"));
        UnaryOperator<Parts> includes = parts -> parts.includes(List.of("users"));
        UnaryOperator<Parts> excludes = parts -> parts.excludes(List.of("users"));
        UnaryOperator<Parts> moved = parts -> parts.excludes(List.of()).includes(List.of("[]"));
        UnaryOperator<Parts> version = parts -> parts.managed(new ManagedColumns("version", "", ""));
        UnaryOperator<Parts> createdAt = parts -> parts.managed(new ManagedColumns("", "created_at", ""));
        UnaryOperator<Parts> updatedAt = parts -> parts.managed(new ManagedColumns("", "", "updated_at"));
        UnaryOperator<Parts> jooq = parts -> parts.jooq("<generator/>");
        UnaryOperator<Parts> placeholder = parts -> parts.placeholders(Map.of("name", "Bob"));
        UnaryOperator<Parts> server = parts -> parts.postgres(new PostgresProvider.Embedded(16, null));
        return Stream.of(
                Arguments.of("package", packageName),
                Arguments.of("schemas", schemas),
                Arguments.of("includes", includes),
                Arguments.of("excludes", excludes),
                Arguments.of("a list for another", moved),
                Arguments.of("version column", version),
                Arguments.of("column of the creation", createdAt),
                Arguments.of("column of the update", updatedAt),
                Arguments.of("jOOQ's settings", jooq),
                Arguments.of("placeholder", placeholder),
                Arguments.of("server", server));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void eachPartOfTheRequestCounts(String part, UnaryOperator<Parts> change) {
        Parts parts = new Parts(project);
        assertThat(isCurrent(parts.request())).isTrue();
        assertThat(isCurrent(change.apply(parts).request())).isFalse();
    }

    /** A request, part by part. */
    private static final class Parts {
        private final Workspace project;
        private PostgresProvider postgres = Workspace.SERVER;
        private String packageName = Workspace.PACKAGE;
        private List<String> schemas = List.of();
        private List<String> includes = List.of();
        private List<String> excludes = List.of();
        private ManagedColumns managed = ManagedColumns.NONE;
        private String jooq = "";
        private Map<String, String> placeholders = Map.of("name", "Ada");

        Parts(Workspace project) {
            this.project = project;
        }

        Parts postgres(PostgresProvider other) {
            postgres = other;
            return this;
        }

        Parts packageName(String other) {
            packageName = other;
            return this;
        }

        Parts schemas(List<String> others) {
            schemas = others;
            return this;
        }

        Parts includes(List<String> others) {
            includes = others;
            return this;
        }

        Parts excludes(List<String> others) {
            excludes = others;
            return this;
        }

        Parts managed(ManagedColumns others) {
            managed = others;
            return this;
        }

        Parts jooq(String other) {
            jooq = other;
            return this;
        }

        Parts placeholders(Map<String, String> others) {
            placeholders = others;
            return this;
        }

        GenerationRequest request() {
            MigrationSet migrations = new MigrationSet(List.of(project.migrations), placeholders);
            return new GenerationRequest(
                    postgres, migrations, packageName, schemas, includes, excludes, managed, jooq, project.output);
        }
    }

    private GenerationRequest request() {
        return new Parts(project).request();
    }

    private boolean isCurrent(GenerationRequest request) {
        return new Fingerprint(state, request).isCurrent();
    }

    @Test
    void aMigrationEditedDuringARunIsSeenByTheNext() throws IOException {
        GenerationRequest request = request();
        Fingerprint fingerprint = new Fingerprint(state, request);
        project.migration("V2__posts.sql", "create table posts (id bigint primary key);");
        fingerprint.keep();
        assertThat(new Fingerprint(state, request).isCurrent()).isFalse();
    }

    private Workspace.Run run() {
        return run(project, state);
    }

    private static Workspace.Run run(Workspace project, Path state) {
        Workspace.Run run = project.main("--state", state.toString(), "--placeholder", "name=Ada");
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private Set<String> written() throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        for (String file : project.files().keySet()) {
            times.put(file, Files.getLastModifiedTime(project.file(file)));
        }
        times.values().removeIf(LONG_AGO::equals);
        return times.keySet();
    }
}
