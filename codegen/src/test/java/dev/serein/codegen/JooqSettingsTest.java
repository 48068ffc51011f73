package dev.serein.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's own settings of jOOQ's generator go before ours, and what of them cannot be followed is refused. */
class JooqSettingsTest {
    @TempDir
    Path folder;

    private Workspace project;

    @BeforeEach
    void users() throws IOException {
        project = new Workspace(folder)
                .migration("V1__users.sql", "create table users (id int not null, born int, tags text[]);")
                .migration("V2__posts.sql", "create table posts (id int primary key);");
    }

    @Test
    void forcedTypesAreTheRowsToo() throws IOException {
        generateWith("""
                <database><forcedTypes>
                  <forcedType><name>BIGINT</name><includeExpression>users\\.id</includeExpression></forcedType>
                  <forcedType>
                    <userType>java.time.Year</userType>
                    <converter>org.jooq.Converter.ofNullable(Integer.class, java.time.Year.class,
                        java.time.Year::of, java.time.Year::getValue)</converter>
                    <includeExpression>born</includeExpression>
                  </forcedType>
                </forcedTypes></database>""");
        assertThat(project.file("UsersRow.java"))
                .content()
                .contains("        long id,\n        @Nullable Year born,\n        String @Nullable [] tags\n");
        assertThat(GeneratedCode.problems(project.request())).isEmpty();
    }

    @Test
    void includesReplaceOursAndFlywaysTableStaysOut() throws IOException {
        generateWith("<database><includes>users|flyway.*</includes><excludes>nothing</excludes></database>");
        assertThat(project.files()).containsKey("UsersRow.java").doesNotContainKey("PostsRow.java");
        assertThat(project.files().keySet()).noneMatch(file -> file.contains("Flyway"));
    }

    @Test
    void aFlagReplacesOursAndTheOthersStay() throws IOException {
        generateWith("<generate><fluentSetters>false</fluentSetters></generate>");
        assertThat(project.file("tables/records/UsersRecord.java"))
                .content()
                .contains("public void setId(Integer value)")
                .doesNotContain("@Generated");
    }

    @Test
    void aStrategyOfTheUsersNamesTheClassesAndTheyStillHaveRows() throws IOException {
        String settings = "<strategy><matchers><tables><table><pojoClass><expression>$0_data</expression>"
                + "<transform>PASCAL</transform></pojoClass></table></tables></matchers></strategy>";
        generateWith(settings);
        assertThat(project.file("tables/pojos/UsersData.java")).content().contains("public record UsersData(");
        assertThat(project.file("tables/Users.java")).content().contains("com.acme.db.tables.pojos.UsersData> {");
        assertThat(GeneratedCode.problems(project.request())).isEmpty();
        generateWith(settings); // what was generated is known again
    }

    @Test
    void newlinesAreTheUsers() throws IOException {
        generateWith("<generate><newline>\\r\\n</newline></generate>");
        assertThat(Files.readString(project.file("UsersRow.java")).replace("\r\n", ""))
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<generator><nam|jOOQ's settings are not well-formed XML, at 1:16: XML document structures must start"
                        + " and end within the same entity.|",
                "<configuration/>|jOOQ's settings begin with <configuration>|begin with <generator>",
                "<generator><database><forcedTypez/></database></generator>|jOOQ cannot read its settings: Invalid"
                        + " content was found starting with element 'forcedTypez'|",
                "<generator><generate><records>maybe</records></generate></generator>|jOOQ cannot read its settings:"
                        + " 'maybe' is not a valid value for 'boolean'.|",
                "<generator><target><directory>x</directory></target></generator>|jOOQ's <directory> is not set in"
                        + " jOOQ's settings|say <outputDirectory>, or --output",
                "<generator><database><inputSchema>x</inputSchema></database></generator>|jOOQ's <inputSchema> is not"
                        + " set in jOOQ's settings|say <schemas>, or --schema",
                "<generator><name>org.jooq.codegen.KotlinGenerator</name></generator>|org.jooq.codegen.KotlinGenerator"
                        + " would write no rows|leave <name> out, or name a class that extends"
                        + " dev.serein.codegen.SereinGenerator",
                "<generator><generate><daos>true</daos></generate></generator>|jOOQ's own POJOs and DAOs would take"
                        + " the place of the rows|leave <pojos>, <immutablePojos> and <daos> out of jOOQ's settings",
                "<generator><strategy><name>com.acme.Missing</name></strategy></generator>|jOOQ cannot generate the"
                        + " classes: ClassNotFoundException: com.acme.Missing|",
                "<generator><database><includes>(</includes></database></generator>|jOOQ cannot generate the classes:"
                        + " PatternSyntaxException: Unclosed group near index 1~(|"
            })
    void whatCannotBeFollowedIsRefused(String settings, String problem, String fix) throws IOException {
        String text = problem.replace('~', '\n') + "\n" + (fix == null ? "" : "  fix: " + fix + "\n");
        assertThat(run(settings)).isEqualTo(new Workspace.Run(1, "", text));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(project.main("--jooq", "no/where.xml")).isEqualTo(new Workspace.Run(1, "", """
                Cannot read jOOQ's settings: java.nio.file.NoSuchFileException: no/where.xml
                  fix: name a file with --jooq
                """));
    }

    private void generateWith(String settings) throws IOException {
        assertThat(run("<generator>" + settings + "</generator>")).isEqualTo(new Workspace.Run(0, "", ""));
    }

    private Workspace.Run run(String settings) throws IOException {
        Path file = folder.resolve("jooq.xml");
        Files.writeString(file, settings);
        return project.main("--jooq", file.toString());
    }
}
