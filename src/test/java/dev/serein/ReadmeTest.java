package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README shows is compiled and run. Before each of its Java blocks stands where it is from, as
 * {@code <!-- from: src/test/java/dev/serein/MainPathTest.java#main -->}; a block of XML may have the same. The region is
 * between {@code tag::main[]} and {@code end::main[]} in that file.
 */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?m)^(.*)\\R```(java|xml)\\R((?:(?!```).*\\R)*)```");
    private static final Pattern FROM = Pattern.compile("<!-- from: (\\S+)#(\\S+) -->");

    @Test
    void every_snippet_of_the_readme_is_what_is_compiled() throws IOException {
        Path root = Path.of("..");
        Path readme = root.resolve("README.md");
        assertThat(readme).isRegularFile();

        for (Snippet snippet : snippets(Files.readString(readme))) {
            snippet.check(root);
        }
    }

    /** A block of the README. */
    private record Snippet(String before, String language, String text, int line) {

        void check(Path root) throws IOException {
            Matcher from = FROM.matcher(before);
            if (!from.matches()) {
                assertThat(language)
                        .as("README.md:%d: what stands before this block does not say where it is from", line)
                        .isNotEqualTo("java");
                return;
            }
            List<String> source = Files.readAllLines(root.resolve(from.group(1)));
            assertThat(text)
                    .as("README.md:%d against %s#%s", line, from.group(1), from.group(2))
                    .isEqualTo(region(source, from.group(2)));
        }
    }

    private static List<Snippet> snippets(String readme) {
        List<Snippet> snippets = new ArrayList<>();
        Matcher block = BLOCK.matcher("\n" + readme);
        while (block.find()) {
            int line = (int) readme.substring(0, Math.max(0, block.start(2) - 1)).lines().count();
            snippets.add(new Snippet(block.group(1).strip(), block.group(2), block.group(3), line));
        }
        return snippets;
    }

    private static String region(List<String> lines, String name) {
        List<String> region = lines.stream()
                .dropWhile(line -> !line.contains("tag::" + name + "[]"))
                .skip(1)
                .takeWhile(line -> !line.contains("end::" + name + "[]"))
                .toList();
        assertThat(region).as("region " + name).isNotEmpty();
        int indent = region.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return region.stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
