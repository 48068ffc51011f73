package dev.serein;

import java.util.List;

/** The line of the application that called, below what it called through. */
final class CallSite {
    private static final List<String> BETWEEN = List.of(
            "dev.serein.connection.", "org.jooq.", "org.postgresql.", "com.zaxxer.hikari.", "java.", "jdk.", "sun.");
    private static final String OURS = "dev.serein.";

    private CallSite() {}

    static String of(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (!isBetween(frame.getClassName())) {
                return frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                        + frame.getLineNumber() + ")";
            }
        }
        return "an unknown line";
    }

    private static boolean isBetween(String name) {
        return BETWEEN.stream().anyMatch(name::startsWith)
                || name.startsWith(OURS) && name.indexOf('.', OURS.length()) < 0;
    }
}
