package dev.serein.postgres;

import java.sql.SQLException;
import java.util.Set;

/** The locale of a database, as a template names it. */
final class DatabaseLocale {
    /** Wrong object type, invalid parameter value, undefined object, syntax error (of a provider). */
    private static final Set<String> UNKNOWN = Set.of("42809", "22023", "42704", "42601");

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

    /** Whether the server knows no such locale, or no such provider of locales. */
    static boolean isUnknown(ScratchPostgresException failure) {
        return failure.getCause() instanceof SQLException refused
                && UNKNOWN.contains(String.valueOf(refused.getSQLState()));
    }

    static ScratchPostgresException unknown(String locale, ScratchPostgres server, ScratchPostgresException failure) {
        Throwable cause = failure.getCause();
        return new ScratchPostgresException(
                "There is no locale \"" + locale + "\" on " + server + ": "
                        + (cause == null ? failure : cause).getMessage(),
                "name one that its system has, such as C.UTF-8, icu:de-DE or builtin:C.UTF-8",
                failure);
    }
}
