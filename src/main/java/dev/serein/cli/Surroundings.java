package dev.serein.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a run has around it.
 *
 * @param in where a file may come from
 * @param out for the answer
 * @param err for problems and progress
 * @param environment the variables
 * @param colours whether whoever reads the answer sees colours
 * @param rewritable whether a line of {@code err} can be written over
 * @param clock nanoseconds, from anywhere on
 */
record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean colours,
        boolean rewritable,
        LongSupplier clock) {

    /** Those of this process. */
    static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean terminal = canBeControlled(isTerminal(), environment);
        return new Surroundings(
                System.in,
                terminal ? System.out : utf8(System.out),
                terminal ? System.err : utf8(System.err),
                environment,
                wantsColours(terminal, environment),
                terminal && !isRedirected(Path.of("/proc/self/fd/2")),
                System::nanoTime);
    }

    static boolean canBeControlled(boolean terminal, Map<String, String> environment) {
        return terminal && !"dumb".equals(environment.get("TERM"));
    }

    /** @param terminal one that can be controlled */
    static boolean wantsColours(boolean terminal, Map<String, String> environment) {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** In a container no locale is set, and Java would write question marks. */
    private static PrintStream utf8(PrintStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** From Java 22 on there is a console without a terminal, too, and it says so. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJava) {
            return true;
        }
    }

    /** Java knows of stdin and stdout only. */
    private static boolean isRedirected(Path stream) {
        try {
            return !Files.readSymbolicLink(stream).startsWith("/dev");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }
}
