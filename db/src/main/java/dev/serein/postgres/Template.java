package dev.serein.postgres;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a database holds when it is created. The first database of a template takes as long as its migrations and
 * scripts; each further one is a copy, in tens of milliseconds. Immutable; the methods that begin with {@code with}
 * return a changed copy.
 *
 * @param migrations applied first; null for none
 * @param scripts SQL scripts, run in this order after the migrations, such as rows that all tests need
 * @param extensions created before the migrations, as on a managed server, where an administrator does so
 * @param locale the database's locale: {@code C.UTF-8} or what else the server's system knows, {@code icu:de-DE}, or
 *     {@code builtin:C.UTF-8}; null for the server's
 * @param timeZone the zone of sessions that do not say one; null for the server's, which is UTC where it is embedded
 */
public record Template(
        @Nullable MigrationSet migrations,
        List<Path> scripts,
        List<String> extensions,
        @Nullable String locale,
        @Nullable ZoneId timeZone) {

    /**
     * Keeps copies.
     *
     * @param migrations applied first; null for none
     * @param scripts SQL scripts, run in this order after the migrations
     * @param extensions created before the migrations
     * @param locale the database's locale; null for the server's
     * @param timeZone the zone of sessions that do not say one; null for the server's
     */
    public Template {
        scripts = List.copyOf(scripts);
        extensions = List.copyOf(extensions);
    }

    /**
     * An empty database.
     *
     * @return the template
     */
    public static Template empty() {
        return new Template(null, List.of(), List.of(), null, null);
    }

    /**
     * A database with migrations applied.
     *
     * @param migrations what to apply
     * @return the template
     */
    public static Template of(MigrationSet migrations) {
        return empty().withMigrations(migrations);
    }

    /**
     * With other migrations.
     *
     * @param set what to apply
     * @return a copy
     */
    public Template withMigrations(MigrationSet set) {
        return new Template(set, scripts, extensions, locale, timeZone);
    }

    /**
     * With scripts that run after the migrations, instead of any before. A script is plain SQL, whole or not at all; a
     * copy of its table's rows is not taken from standard input.
     *
     * @param files SQL scripts, in their order
     * @return a copy
     */
    public Template withScripts(Path... files) {
        return new Template(migrations, List.of(files), extensions, locale, timeZone);
    }

    /**
     * With extensions, instead of any before.
     *
     * @param names the extensions, which the server must have
     * @return a copy
     */
    public Template withExtensions(String... names) {
        return new Template(migrations, scripts, List.of(names), locale, timeZone);
    }

    /**
     * With another locale than the server's.
     *
     * @param name {@code C.UTF-8} or what else the server's system knows, {@code icu:de-DE}, {@code builtin:C.UTF-8}
     * @return a copy
     */
    public Template withLocale(String name) {
        return new Template(migrations, scripts, extensions, name, timeZone);
    }

    /**
     * With another time zone than the server's, for sessions that do not say one themselves; pgjdbc says the JVM's,
     * Serein's {@code Database} says UTC.
     *
     * @param zone the zone
     * @return a copy
     */
    public Template withTimeZone(ZoneId zone) {
        return new Template(migrations, scripts, extensions, locale, zone);
    }

    /** A fingerprint of all that decides what a database of this template holds. */
    String hash() {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(migrations == null ? "" : migrations.hash());
        for (Path script : scripts) {
            fingerprint.add(SqlScript.read(script).text());
        }
        extensions.forEach(fingerprint::add);
        return fingerprint.add(locale + "/" + timeZone).toString();
    }
}
