package dev.serein;

import java.util.List;

/** The line of the application that called, below what it called through. */
final class CallSite {
    private static final List<String> BETWEEN = List.of(
            "dev.serein.connection.", "org.jooq.", "org.postgresql.", "com.zaxxer.hikari.", "java.", "jdk.", "sun.");
    private static final String OURS = "dev.serein.";
    private static final String UNKNOWN = "an unknown line";
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private CallSite() {}

    static String of(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (!isBetween(frame.getClassName())) {
                return frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                        + frame.getLineNumber() + ")";
            }
        }
        return UNKNOWN;
    }

    /**
     * Of this thread, whose stack has the class at its top, or below what that has called. A generated DAO is not the
     * application.
     */
    static String below(Class<?> told) {
        return WALKER.walk(frames -> frames.dropWhile(frame -> frame.getDeclaringClass() != told)
                .filter(frame ->
                        !isBetween(frame.getClassName()) && !ReadDao.class.isAssignableFrom(frame.getDeclaringClass()))
                .findFirst()
                .map(frame -> of(new StackTraceElement[] {frame.toStackTraceElement()}))
                .orElse(UNKNOWN));
    }

    private static boolean isBetween(String name) {
        return BETWEEN.stream().anyMatch(name::startsWith)
                || name.startsWith(OURS) && name.indexOf('.', OURS.length()) < 0;
    }
}
