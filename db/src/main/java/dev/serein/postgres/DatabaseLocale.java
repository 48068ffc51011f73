package dev.serein.postgres;

/** The locale of a database, as a template names it. */
final class DatabaseLocale {
    private DatabaseLocale() {}

    /** What {@code create database} says of it. */
    static String clause(String locale, int major) {
        String name = locale.substring(locale.indexOf(':') + 1).replace("'", "''");
        if (locale.startsWith("icu:")) {
            return "locale_provider icu icu_locale '" + name + "' locale 'C'";
        }
        if (locale.startsWith("builtin:")) {
            return "locale_provider builtin builtin_locale '" + name + "' locale 'C'";
        }
        return (major >= 15 ? "locale_provider libc " : "") + "locale '" + name + "'";
    }
}
