package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server, or a program that sets it up, has written down. */
final class ServerLog {
    private static final Pattern COMPLAINT = Pattern.compile("(FATAL|PANIC): .*|\\w+: error: .*");

    static final String NOTHING = "it said nothing";

    private ServerLog() {}

    /** The last complaint; where there is none, the last line. */
    static String lastWords(Path log) {
        String last = NOTHING;
        String complaint = "";
        for (String line : lines(log)) {
            Matcher found = COMPLAINT.matcher(line);
            if (found.find()) {
                complaint = found.group();
            }
            if (!line.isBlank()) {
                last = line.strip();
            }
        }
        return complaint.isEmpty() ? last : complaint;
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            return List.of(); // nothing yet
        }
    }
}
