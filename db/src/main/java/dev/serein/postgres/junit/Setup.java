package dev.serein.postgres.junit;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresOptions;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.Template;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** What an annotation says, checked. */
record Setup(
        String name,
        PostgresOptions options,
        Template template,
        boolean ownServer,
        boolean standby,
        Isolation isolation) {

    /** Of a class with what it inherits, by name; empty if it is not annotated. */
    static Map<String, Setup> of(Class<?> test) {
        Map<String, Setup> all = new LinkedHashMap<>();
        for (List<PostgresTest> level : Annotations.POSTGRES_TEST.inheritedBy(test)) {
            all.putAll(of(level, test, test.getSimpleName()));
        }
        return all;
    }

    /** @param where what the annotations stand on */
    static Map<String, Setup> of(List<PostgresTest> annotations, Class<?> test, String where) {
        Map<String, Setup> all = new LinkedHashMap<>();
        for (PostgresTest each : annotations) {
            if (all.put(each.name(), of(each, test)) != null) {
                throw new ExtensionConfigurationException(where + " has two @PostgresTest of the name \"" + each.name()
                        + "\"\n  fix: name them: @PostgresTest(name = \"billing\", ...), and take each with"
                        + " @Scratch(\"billing\")");
            }
        }
        return all;
    }

    private static Setup of(PostgresTest annotation, Class<?> test) {
        Locations locations = new Locations(test);
        Template template = Template.empty();
        if (!List.of(annotation.migrations()).equals(List.of(PostgresTest.NO_MIGRATIONS))) {
            template = template.withMigrations(
                    new MigrationSet(folders(annotation, locations), pairs("placeholders", annotation.placeholders())));
        }
        template = template.withScripts(Arrays.stream(annotation.scripts())
                        .map(locations::script)
                        .toArray(Path[]::new))
                .withExtensions(annotation.extensions());
        if (!annotation.locale().isEmpty()) {
            template = template.withLocale(annotation.locale());
        }
        if (!annotation.timeZone().isEmpty()) {
            template = template.withTimeZone(zone(annotation.timeZone()));
        }
        return new Setup(
                annotation.name(),
                options(annotation),
                template,
                annotation.ownServer() || annotation.standby(),
                annotation.standby(),
                annotation.isolation());
    }

    private static List<Path> folders(PostgresTest annotation, Locations locations) {
        return annotation.migrations().length == 0
                ? locations.usualMigrations()
                : Arrays.stream(annotation.migrations())
                        .flatMap(each -> locations.folders(each).stream())
                        .toList();
    }

    private static PostgresOptions options(PostgresTest annotation) {
        PostgresOptions options = annotation.provider().isBlank()
                ? PostgresOptions.configured()
                : PostgresOptions.of(PostgresProvider.parse(annotation.provider()));
        for (Map.Entry<String, String> each :
                pairs("server", annotation.server()).entrySet()) {
            options = options.withParameter(each.getKey(), each.getValue());
        }
        if (annotation.standby() && !options.parameters().containsKey("wal_level")) {
            options = options.withParameter("wal_level", "replica");
        }
        return annotation.tls() ? options.withTls() : options;
    }

    private static Map<String, String> pairs(String attribute, String[] texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String each : texts) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new ExtensionConfigurationException("@PostgresTest(" + attribute + " = \"" + each
                        + "\") is not name=value\n  fix: write " + attribute + " = \"" + each + "=...\"");
            }
            pairs.put(
                    each.substring(0, equals).strip(),
                    each.substring(equals + 1).strip());
        }
        return pairs;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new ExtensionConfigurationException(
                    "@PostgresTest(timeZone = \"" + name + "\") is not a time zone"
                            + "\n  fix: name one as the tz database does, such as Europe/Prague or UTC",
                    e);
        }
    }
}
