package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.cli.Program.Run;
import dev.serein.doctor.Examination;
import dev.serein.doctor.Finding;
import dev.serein.doctor.Finding.Severity;
import dev.serein.doctor.Unseen;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jooq.tools.json.JSONValue;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    private static final Examination BAD = new Examination(
            "PostgreSQL 18.6 at db:5432, database shop, role shop",
            List.of("backups", "no-primary-key", "replication-slots", "tls", "unused-index"),
            List.of(
                    new Finding(
                            "tls",
                            Severity.DANGER,
                            "the connection is not encrypted",
                            List.of(),
                            "add sslmode=verify-full to the URL"),
                    new Finding(
                            "no-primary-key",
                            Severity.WARNING,
                            "7 tables have no primary key",
                            IntStream.rangeClosed(1, 7)
                                    .mapToObj(i -> "log_" + i)
                                    .toList(),
                            "add one"),
                    new Finding(
                            "unused-index",
                            Severity.HINT,
                            "1 index was never read",
                            List.of("orders_note_idx: 12 MB"),
                            "drop index concurrently it")),
            List.of(new Unseen("backups", "grant pg_monitor to shop")));

    @Test
    void whatIsWrongIsToldWithItsObjectsAndItsWayOut() {
        Answer answer = DoctorCommand.answer(BAD, false);

        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.text()).isEqualTo("""
                PostgreSQL 18.6 at db:5432, database shop, role shop
                danger   tls: the connection is not encrypted
                  fix: add sslmode=verify-full to the URL
                warning  no-primary-key: 7 tables have no primary key
                  log_1
                  log_2
                  log_3
                  log_4
                  log_5
                  and 2 more
                  fix: add one
                hint     unused-index: 1 index was never read
                  orders_note_idx: 12 MB
                  fix: drop index concurrently it
                unseen   backups: grant pg_monitor to shop
                5 checks, of which 1 could not see""");
        assertThat(answer.problem()).isEqualTo("The database is not well: 1 danger, 1 warning, 1 hint");
    }

    @Test
    void aNameCannotWriteOverTheReport() {
        Finding finding = new Finding("tls", Severity.HINT, "1 table", List.of("a\u001b[2K\r\nb"), "rename a\n");
        Examination hostile = new Examination("PostgreSQL 18.6", List.of("tls"), List.of(finding), List.of());

        assertThat(DoctorCommand.answer(hostile, true).text()).isEqualTo("""
                PostgreSQL 18.6
                hint     tls: 1 table
                  a?[2K??b
                  fix: rename a?
                1 check""");
    }

    @Test
    void programsGetAllOfIt() throws Exception {
        String json = DoctorCommand.answer(BAD, false).json("doctor");

        assertThat(json).startsWith("""
                {"command":"doctor","exit":1,"subject":"PostgreSQL 18.6 at db:5432, database shop, role shop",\
                "healthy":false,"checks":["backups","no-primary-key","replication-slots","tls","unused-index"],\
                "findings":[{"check":"tls","severity":"danger","problem":"the connection is not encrypted",\
                "objects":[],"fix":"add sslmode=verify-full to the URL"},\
                {"check":"no-primary-key","severity":"warning","problem":"7 tables have no primary key",\
                "objects":["log_1","log_2","log_3","log_4","log_5","log_6","log_7"],"fix":"add one"},""");
        assertThat(JSONValue.parseWithException(json))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry(
                        "unseen", List.of(Answer.data("check", "backups", "reason", "grant pg_monitor to shop")));
    }

    @Test
    void onATerminalWhatIsBadHasAColour() {
        assertThat(DoctorCommand.answer(BAD, true).text().lines().filter(line -> line.contains("\u001b")))
                .containsExactly(
                        "\u001b[31mdanger   \u001b[0mtls: the connection is not encrypted",
                        "\u001b[33mwarning  \u001b[0mno-primary-key: 7 tables have no primary key");
    }

    @Test
    void hintsAndWhatIsNotSeenAreNoProblems() {
        Examination hinted = new Examination(
                "PostgreSQL 18.6",
                List.of("unused-index"),
                BAD.findings().subList(2, 3),
                List.of(new Unseen("unused-index", "the statistics are young")));

        Answer answer = DoctorCommand.answer(hinted, false);

        assertThat(answer.exit()).isZero();
        assertThat(answer.problem()).isEmpty();
        assertThat(answer.text()).endsWith("1 check, of which 1 could not see");
    }

    @Test
    void aServerThatIsNotThereCannotBeExamined() {
        Run run = Program.on("postgresql://ada:hunter2@localhost:1/shop").run("doctor", "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).startsWith("{\"command\":\"doctor\",\"exit\":2,\"error\":{\"type\":\"ConnectionFailed\"");
        assertThat(run.out() + run.err()).doesNotContain("hunter2");
    }

    @Test
    void whatCannotBeUsedIsNotQuoted() {
        Program program = Program.in(Map.of());
        for (String wrong : List.of("0", "-1", "1.5", "hunter2", "")) {
            assertThat(program.run("doctor", "--instances", wrong)).isEqualTo(new Run(2, "", """
                    --instances cannot be used: it is no number from 1 on
                      fix: see serein doctor --help
                    """));
        }
        assertThat(program.run("doctor", "--without", "hunter2").err())
                .startsWith("--without cannot be used: it is none of ")
                .endsWith("\n  fix: see serein doctor --help\n")
                .doesNotContain("hunter2");
        assertThat(program.run("doctor", "--migrations", "no/where")).isEqualTo(new Run(2, "", """
                No migrations found: there is no folder no/where
                  fix: name the place that they are in
                """));
    }

    @Test
    void aSchemaThatIsNotThereIsNotQuoted() {
        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase()) {
            assertThat(Program.on(database.url()).run("doctor", "--schema", "hunter2"))
                    .isEqualTo(new Run(2, "", """
                            --schema cannot be used: no schema of that name holds a table
                              fix: see serein doctor --help
                            """));
        }
    }
}
