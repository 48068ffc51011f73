package dev.serein.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    static final String MEND_PARAMETER =
            "mend the parameter: https://www.postgresql.org/docs/current/runtime-config.html";

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

    /** What to do about last words. */
    static String wayOut(String lastWords) {
        if (lastWords.contains("cannot be run as root")) {
            return "run as an ordinary user, allow user namespaces (unshare -U), or name a server in DATABASE_TEST_URL";
        }
        if (lastWords.contains("parameter \"")) {
            return MEND_PARAMETER;
        }
        if (lastWords.endsWith("Permission denied")) {
            return "name a folder that programs can be run from, not one mounted noexec, with -Djava.io.tmpdir";
        }
        if (lastWords.contains("could not access file")) {
            return "name libraries that PostgreSQL comes with, or name a server that has it in DATABASE_TEST_URL";
        }
        return "free some memory or disk space, or name a server in DATABASE_TEST_URL";
    }

    private static List<String> lines(Path log) {
        try {
            // a database may have another encoding, and what it says of its data with it
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of(); // nothing yet
        }
    }
}
