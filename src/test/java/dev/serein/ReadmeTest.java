package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README shows is compiled and run. Before each of its blocks of Java stands where it is from, as {@code <!--
 * from: src/test/java/dev/serein/MainPathTest.java#main -->}; before a block of XML the same may stand. The region is
 * what is between {@code tag::main[]} and {@code end::main[]} in that file.
 */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?m)^(.*)\\R\\R?```(java|xml)\\R((?:(?!```).*\\R)*)```");
    private static final Pattern FROM = Pattern.compile("<!-- from: (\\S+)#(\\S+) -->");

    @TempDir
    Path root;

    @Test
    void everySnippetOfTheReadmeIsWhatIsCompiled() throws IOException {
        Path repository = Path.of("..");

        assertThat(repository.resolve("README.md")).isRegularFile();
        assertThat(check(Files.readString(repository.resolve("README.md")), repository))
                .as("how many blocks of the README were compared")
                .isPositive();
    }

    /** Compares all blocks, and counts those that say where they are from. */
    private static int check(String readme, Path root) throws IOException {
        int compared = 0;
        for (Matcher block = BLOCK.matcher(readme); block.find(); ) {
            String place = "line " + readme.substring(0, block.start(3)).lines().count() + " of the README";
            Matcher from = FROM.matcher(block.group(1));
            if (from.matches()) {
                assertThat(block.group(3))
                        .as("the block at %s, against %s of %s", place, from.group(2), from.group(1))
                        .isEqualTo(region(from.group(2), Files.readAllLines(root.resolve(from.group(1)))));
                compared++;
            } else {
                assertThat(block.group(2))
                        .as("%s: a block of Java has to say where it is from", place)
                        .isNotEqualTo("java");
            }
        }
        return compared;
    }

    private static String region(String name, List<String> lines) {
        List<String> region = lines.stream()
                .dropWhile(line -> !line.contains("tag::" + name + "[]"))
                .skip(1)
                .takeWhile(line -> !line.contains("end::" + name + "[]"))
                .toList();
        int indent = region.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElseThrow(() -> new AssertionError("There is no region " + name));
        return region.stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @BeforeEach
    void aFileWithARegion() throws IOException {
        Files.writeString(root.resolve("A.java"), """
                class A {
                    // tag::all[]
                    int a() {

                        return 1;
                    }
                    // end::all[]
                }
                """);
    }

    private static String readme(String before, String language, String text) {
        return "# Title\n\nText.\n\n" + before + "\n```" + language + "\n" + text + "```\n";
    }

    @Test
    void aBlockThatEqualsItsRegionWithoutItsIndentationPasses() throws IOException {
        String text = "int a() {\n\n    return 1;\n}\n";

        assertThat(check(readme("<!-- from: A.java#all -->", "java", text), root))
                .isEqualTo(1);
        assertThat(check(readme("<!-- from: A.java#all -->\n", "xml", text), root))
                .isEqualTo(1);
    }

    @Test
    void aBlockThatDiffersFailsAndBothAreShown() {
        assertThatThrownBy(() -> check(readme("<!-- from: A.java#all -->", "java", "int b;\n"), root))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[the block at line 6 of the README, against all of A.java]")
                .hasMessageContaining("int b;")
                .hasMessageContaining("return 1;");
    }

    @Test
    void aBlockOfJavaThatDoesNotSayWhereItIsFromFails() {
        assertThatThrownBy(() -> check(readme("So:", "java", "int b;\n"), root))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("line 6 of the README: a block of Java has to say where it is from");
    }

    @Test
    void aRegionThatDoesNotExistFails() {
        assertThatThrownBy(() -> check(readme("<!-- from: A.java#some -->", "java", "int b;\n"), root))
                .hasMessage("There is no region some");
    }

    @Test
    void aBlockOfXmlNeedNotSayWhereItIsFrom() throws IOException {
        assertThat(check(readme("So:", "xml", "<a/>\n") + readme("", "sh", "mvn\n"), root))
                .isZero();
    }
}
