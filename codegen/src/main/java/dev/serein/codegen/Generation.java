package dev.serein.codegen;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.jooq.SQLDialect;
import org.jooq.codegen.GenerationTool;
import org.jooq.impl.DSL;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.SchemaMappingType;

/** One run: a server, the migrations, the classes. */
final class Generation {
    /**
     * The default locale is everybody's: one run at a time in a JVM. Maven may load this class more than once, but an
     * interned string is the same to all.
     */
    private static final Object TURN = "dev.serein.codegen.Generation".intern();

    private Generation() {}

    /**
     * Writes the classes; files that would not change are left alone, files of an earlier run that are not written any
     * more are deleted.
     *
     * @throws GenerationFailed if jOOQ fails, or a class in the package was not generated and would be deleted
     * @throws dev.serein.postgres.ScratchPostgresException if the server cannot be had, or a migration fails
     */
    static void run(GenerationRequest request) {
        // jOOQ changes the case of names by the default locale, as early as its classes are initialised: under a
        // Turkish
        // one, id would become İd, and types would go by names that do not exist
        synchronized (TURN) {
            Locale locale = Locale.getDefault();
            Locale.setDefault(Locale.ROOT);
            try {
                generate(request);
            } finally {
                Locale.setDefault(locale);
            }
        }
    }

    private static void generate(GenerationRequest request) {
        Configuration configuration = JooqConfiguration.of(request);
        GeneratedFiles.requireOnlyGenerated(request);
        request.migrations().files(); // a server is not started for nothing
        makeFolder(request.output());
        try (ScratchPostgres postgres = ScratchPostgres.start(request.postgres());
                ScratchDatabase database = postgres.createDatabase(request.migrations());
                Connection connection = database.dataSource().getConnection()) {
            requireSchemas(configuration, connection);
            ExtensionTypes.removeUnused(
                    configuration.getGenerator().getDatabase().getForcedTypes(),
                    DSL.using(connection, SQLDialect.POSTGRES));
            generate(configuration, connection);
        } catch (SQLException e) {
            throw new GenerationFailed("Cannot connect to the migrated database: " + e.getMessage(), "", e);
        }
    }

    private static void makeFolder(Path output) {
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw new GenerationFailed("Cannot write to " + output + ": " + e, "name another folder", e);
        }
    }

    private static void generate(Configuration configuration, Connection connection) {
        GenerationTool tool = new GenerationTool();
        tool.setConnection(connection);
        try {
            tool.run(configuration);
        } catch (Exception e) {
            Throwable root = e;
            while (root.getCause() != null && !(root instanceof GenerationFailed)) {
                root = root.getCause();
            }
            throw root instanceof GenerationFailed ours
                    ? ours // which jOOQ may have wrapped
                    : new GenerationFailed(
                            "jOOQ cannot generate the classes: "
                                    + root.getClass().getSimpleName() + ": " + root.getMessage(),
                            "",
                            e);
        }
    }

    private static void requireSchemas(Configuration configuration, Connection connection) {
        var existing = DSL.using(connection, SQLDialect.POSTGRES)
                .resultQuery("select nspname from pg_catalog.pg_namespace"
                        + " where nspname not like 'pg\\_%' and nspname <> 'information_schema' order by nspname")
                .fetch(0, String.class);
        for (SchemaMappingType wanted :
                configuration.getGenerator().getDatabase().getSchemata()) {
            String schema = wanted.getInputSchema();
            if (!existing.contains(schema)) {
                throw new GenerationFailed(
                        "The migrations make no schema " + schema, "choose from: " + String.join(", ", existing));
            }
        }
    }
}
