package dev.serein.postgres.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** What became of the tests of a class that JUnit ran inside of a test. */
record Run(Events tests, Events containers, String errors) {
    static Run of(Class<?>... classes) {
        return of(Map.of(), classes);
    }

    static Run of(Map<String, String> parameters, Class<?>... classes) {
        // many of these tests fail on purpose: their databases are not to be looked at
        System.getProperties().putIfAbsent("serein.postgres.keep", "never");
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter").configurationParameters(parameters);
            for (Class<?> each : classes) {
                kit.selectors(selectClass(each));
            }
            var results = kit.execute();
            return new Run(results.testEvents(), results.containerEvents(), said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    static Run inParallel(Class<?>... classes) {
        return of(
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"),
                classes);
    }

    /** All was well, and this many tests ran. */
    Run passed(int number) {
        Assertions.assertThat(failures()).isEmpty();
        Assertions.assertThat(tests.succeeded().count()).isEqualTo(number);
        return this;
    }

    /** The messages of all failures, of tests and of classes. */
    List<String> failures() {
        return java.util.stream.Stream.concat(containers.failed().stream(), tests.failed().stream())
                .map(each -> each.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()
                        .getMessage())
                .toList();
    }
}
