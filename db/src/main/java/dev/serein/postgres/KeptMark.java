package dev.serein.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says that what it stands on was kept, to be looked at, by tests that ran in a folder at some time. It is over with
 * the next run of tests in the same folder, so that the tests of two projects leave each other's alone.
 *
 * @param folder a fingerprint of the folder
 * @param since when it was kept
 */
record KeptMark(String folder, Instant since) {
    /** After that time it is over for everyone. */
    static final Duration MOST = Duration.ofHours(1);

    private static final Pattern TEXT = Pattern.compile("serein kept ([0-9a-f]{16}) ([0-9]{1,12})");
    /** The process of Maven that makes further ones for the tests; these are of one run. */
    private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    static KeptMark now() {
        return new KeptMark(here(), Instant.now());
    }

    private static String here() {
        Path folder = Path.of("").toAbsolutePath();
        return new Fingerprint().add(folder.toString()).toString().substring(0, 16);
    }

    /** Also true of what is no such mark. */
    static boolean isOver(@Nullable String text) {
        Matcher mark = TEXT.matcher(text == null ? "" : text.strip());
        if (!mark.matches()) {
            return true;
        }
        Instant since = Instant.ofEpochSecond(Long.parseLong(mark.group(2)));
        return since.plus(MOST).isBefore(Instant.now())
                || (mark.group(1).equals(here()) && since.isBefore(beginOfThisRun()));
    }

    /** Tests may run in several processes one after the other, as Surefire has it with {@code reuseForks=false}. */
    private static Instant beginOfThisRun() {
        ProcessHandle own = ProcessHandle.current();
        ProcessHandle parent = own.parent().orElse(own);
        if (parent.info().command().orElse("").endsWith("sh")) { // Surefire starts it by way of a shell
            parent = parent.parent().orElse(own);
        }
        boolean ofMaven = parent.info().commandLine().orElse("").contains(MAVEN);
        return (ofMaven ? parent : own).info().startInstant().orElseGet(Instant::now);
    }

    @Override
    public String toString() {
        return "serein kept " + folder + " " + since.getEpochSecond();
    }
}
