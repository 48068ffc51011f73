package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each folder in {@code scenarios} is a case: migrations, settings, and a program that uses what they make as an
 * application does, compiled with it and run.
 */
class ScenarioTest {
    private static final Path SCENARIOS = Path.of("test/resources/scenarios");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> generatedCodeDoesWhatTheProgramSays() throws IOException {
        try (Stream<Path> all = Files.list(SCENARIOS)) {
            return all.sorted().toList().stream()
                    .map(scenario ->
                            DynamicTest.dynamicTest(scenario.getFileName().toString(), () -> run(scenario)));
        }
    }

    private void run(Path scenario) throws Exception {
        GeneratedCode code = new GeneratedCode(folder.resolve(scenario.getFileName()));
        code.generate(scenario, "scenario.db", arguments(scenario));
        code.write("scenario/Scenario.java", Files.readString(scenario.resolve("Scenario.java")));
        assertThat(code.compile()).isEmpty();

        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase(MigrationSet.in(scenario));
                Database db = Database.open(database.url())) {
            Object program =
                    code.load().loadClass("scenario.Scenario").getConstructor().newInstance();
            @SuppressWarnings("unchecked")
            Consumer<Database> runnable = (Consumer<Database>) program;
            runnable.accept(db);
        }
    }

    private static List<String> arguments(Path scenario) throws IOException {
        List<String> arguments = new ArrayList<>();
        Path further = scenario.resolve("arguments.txt");
        if (Files.exists(further)) {
            arguments.addAll(Files.readAllLines(further));
        }
        Path jooq = scenario.resolve("jooq.xml");
        if (Files.exists(jooq)) {
            arguments.addAll(List.of("--jooq", jooq.toString()));
        }
        return arguments;
    }
}
