package dev.serein.codegen;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The release step in a JVM of its own, the same that Maven runs on, with Maven's environment, input and output.
 *
 * @param classPath jars and folders
 * @param directory in which it runs
 * @param properties of the system
 * @param arguments of the program
 */
record CliProcess(List<String> classPath, Path directory, Map<String, String> properties, List<String> arguments) {

    /** @return how it ended */
    int run() {
        try {
            Path options = Files.createTempFile("serein", ".args");
            try {
                Files.write(options, options());
                return exit(new ProcessBuilder(command(options))
                        .directory(directory.toFile())
                        .inheritIO()
                        .start());
            } finally {
                Files.deleteIfExists(options);
            }
        } catch (IOException e) {
            throw new GenerationFailed("Cannot start the release step: " + e, "see that Java can be run", e);
        }
    }

    private List<String> command(Path options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + options);
        command.add("dev.serein.cli.Main");
        command.addAll(arguments);
        return command;
    }

    /** In a file: a class path may be longer than a command line, and a placeholder's value is for nobody else. */
    private List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("-XX:TieredStopAtLevel=1"); // it is over before more would pay
        properties.forEach((name, value) -> options.add(quoted("-D" + name + "=" + value)));
        options.add("-cp");
        options.add(quoted(String.join(File.pathSeparator, classPath)));
        return options;
    }

    private static String quoted(String option) {
        return '"'
                + option.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }

    /** It does not outlive Maven. */
    private static int exit(Process process) {
        Thread end = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            int exit = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
            return exit;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new GenerationFailed("The release step was interrupted", "run it again", e);
        }
    }
}
