package dev.serein.flyway;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.postgresql.ds.PGSimpleDataSource;

/** Migrations of a test, which go nowhere. */
record ScriptFolder(Path folder) {
    ScriptFolder with(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FluentConfiguration configuration(Map<String, String> placeholders) {
        return FlywaySetup.configure(new PGSimpleDataSource(), List.of("filesystem:" + folder), placeholders);
    }

    LoadableResource resource(String name) {
        return configuration(Map.of()).getResourceProvider().getResource(name);
    }

    Script script(String text) {
        return script(text, Map.of());
    }

    Script script(String text, Map<String, String> placeholders) {
        FluentConfiguration configuration = with("V1__x.sql", text).configuration(placeholders);
        return Script.of(configuration.getResourceProvider().getResource("V1__x.sql"), configuration);
    }

    /** What the configuration beside the script says; null if there is none. */
    String configurationBeside(String text, Map<String, String> placeholders) {
        LoadableResource beside = with("V1__x.sql", text)
                .configuration(placeholders)
                .getResourceProvider()
                .getResource("V1__x.sql.conf");
        if (beside == null) {
            return null;
        }
        try (Reader reader = beside.read()) {
            StringWriter into = new StringWriter();
            reader.transferTo(into);
            return into.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
