package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server, or a program that sets it up, has written down. */
final class ServerLog {
    /** Of a bad file of parameters only what is wrong in it is worth repeating, and that has the rank of a remark. */
    private static final Pattern PARAMETER = Pattern.compile(
            "LOG: +(unrecognized configuration parameter .*|invalid value for parameter .*|\\S+ is outside the valid"
                    + " range for parameter .*|parameter .* requires a .* value)");

    private static final Pattern COMPLAINT = Pattern.compile("(FATAL|PANIC): .*|\\w+: error: .*");

    static final String NOTHING = "it said nothing";

    private ServerLog() {}

    /** The last complaint; where there is none, the last line. */
    static String lastWords(Path log) {
        String last = NOTHING;
        String complaint = "";
        for (String line : lines(log)) {
            Matcher parameter = PARAMETER.matcher(line);
            if (parameter.find()) {
                complaint = parameter.group(1).replaceFirst(" in file \".*", "");
            }
            Matcher found = COMPLAINT.matcher(line);
            if (found.find() && !found.group().endsWith("contains errors")) {
                complaint = found.group();
            }
            if (!line.isBlank()) {
                last = line.strip();
            }
        }
        return complaint.isEmpty() ? last : complaint;
    }

    /** Whether these last words are about a parameter that the server does not know, or whose value it refuses. */
    static boolean isAboutParameter(String lastWords) {
        return lastWords.contains("parameter \"");
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            return List.of(); // nothing yet
        }
    }
}
