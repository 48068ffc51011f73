package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program says of itself, and of arguments that it does not understand. */
class UsageTest {
    private static final Program PROGRAM = Program.in(Map.of());

    @Test
    void helpGoesToStdoutAndNamesEveryCommandAndExitCode() {
        Run help = PROGRAM.run("--help");

        assertThat(help.exit()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .startsWith("Usage: serein [-h] [COMMAND]\n")
                .contains("""
                        Commands:
                          migrate   Applies what is pending, over DATABASE_DIRECT_URL, else DATABASE_URL.
                          status    Shows every migration and how it stands.
                          new       Makes the next file of migrations.
                          check     Says what is wrong with the files, without a database.
                          baseline  Adopts a database that is older than its history.
                          repair    Mends the history, saying what changes; with --yes only.
                          doctor    Examines the database as it runs, by the checklist of a production.
                          url       Shows where application and migrations connect, and who said what.
                        """)
                .contains("  2   it could not run: wrong usage, no connection, wrong configuration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "status", "new", "check", "baseline", "repair", "doctor", "url"})
    void helpOfACommandEndsWithExamples(String command) {
        Run help = PROGRAM.run(command, "--help");

        assertThat(help.exit()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .startsWith("Usage: serein " + command + " ")
                .contains("\nExamples:\n  serein " + command)
                .doesNotContain("\u001b");
    }

    @Test
    void coloursAreForATerminalOnly() {
        assertThat(PROGRAM.run(true, "--help").out()).contains("\u001b[");
    }

    @Test
    void aTerminalHasColoursUnlessItsUserWantsNoneOrItKnowsNone() {
        assertThat(Surroundings.wantsColours(true, Map.of("TERM", "xterm", "NO_COLOR", "")))
                .isTrue();
        assertThat(Surroundings.wantsColours(true, Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Surroundings.wantsColours(false, Map.of())).isFalse();
        assertThat(Surroundings.canBeControlled(true, Map.of())).isTrue();
        assertThat(Surroundings.canBeControlled(true, Map.of("TERM", "dumb"))).isFalse();
        assertThat(Surroundings.canBeControlled(false, Map.of("TERM", "xterm"))).isFalse();
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(PROGRAM.run()).isEqualTo(new Run(2, "", """
                There is no command
                  fix: see serein --help
                """));
    }

    @Test
    void aCommandThatIsAlmostOneIsSuggested() {
        assertThat(PROGRAM.run("repiar")).isEqualTo(new Run(2, "", """
                There is no such command; there is repair
                  fix: see serein --help
                """));
    }

    @Test
    void anOptionThatThereIsNotIsNamed() {
        assertThat(PROGRAM.run("migrate", "--lock-timout=3s")).isEqualTo(new Run(2, "", """
                There is no option --lock-timout; there is --lock-timeout
                  fix: see serein migrate --help
                """));
    }

    @Test
    void aValueThatIsNoTimeIsSaid() {
        assertThat(PROGRAM.run("migrate", "--wait", "soon")).isEqualTo(new Run(2, "", """
                --wait cannot be used: it is not a time such as 500ms, 3s, 10m, 1h
                  fix: see serein migrate --help
                """));
    }

    @Test
    void anOptionWithoutItsValueIsSaid() {
        assertThat(PROGRAM.run("migrate", "--wait")).isEqualTo(new Run(2, "", """
                There is no value of --wait
                  fix: see serein migrate --help
                """));
    }

    @Test
    void anOptionThatIsSaidTwiceIsNamed() {
        assertThat(PROGRAM.run("migrate", "--wait=3s", "--wait=4s")).isEqualTo(new Run(2, "", """
                --wait is said twice
                  fix: see serein migrate --help
                """));
    }

    @Test
    void withJsonWrongUsageIsADocumentToo() {
        assertThat(PROGRAM.run("migrate", "--json", "--force")).isEqualTo(new Run(2, """
                {"command":"migrate","exit":2,"error":{"type":"WrongUsage",\
                "message":"There is no option --force\\n  fix: see serein migrate --help","sqlstate":null}}
                """, """
                There is no option --force
                  fix: see serein migrate --help
                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ada:hunter2@db/shop",
                "postgresql://ada:hunter2@db:no/shop",
                "jdbc:postgresql://db/shop?user=ada&password=hunter2",
                "host=db password=hunter2",
                "hunter2",
                "-xhunter2",
                "--password=hunter2",
                "--url=postgresql://ada:hunter2@db/shop",
                "--json=hunter2",
                "--wait=hunter2",
                "--wait=3s --wait=hunter2",
                "--placeholder=hunter2",
                "--placeholder hunter2",
                "--password hunter2",
                "@hunter2"
            })
    void whatIsNotUnderstoodIsNotQuoted(String wrong) {
        String[] words = ("migrate --json " + wrong).split(" ");
        for (Run run : new Run[] {PROGRAM.run(words), PROGRAM.run("migrate", wrong), PROGRAM.run(wrong)}) {
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.err()).isNotEmpty();
            assertThat(run.out() + run.err()).doesNotContain("hunter2");
        }
    }
}
