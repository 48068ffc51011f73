package dev.serein.codegen;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.util.Locale;
import org.jooq.SQLDialect;
import org.jooq.codegen.GenerationTool;
import org.jooq.impl.DSL;
import org.jooq.meta.jaxb.Configuration;

/** One run: a server, the migrations, the classes. */
final class Generation {
    private Generation() {}

    /**
     * Writes the classes; files that would not change are left alone, files of an earlier run that are not written any
     * more are deleted.
     *
     * @throws GenerationFailed if jOOQ fails
     * @throws dev.serein.postgres.ScratchPostgresException if the server cannot be had, or a migration fails
     */
    static void run(GenerationRequest request) {
        Configuration configuration = JooqConfiguration.of(request);
        Locale locale = Locale.getDefault();
        try (ScratchPostgres postgres = ScratchPostgres.start(request.postgres());
                ScratchDatabase database = postgres.createDatabase(request.migrations());
                Connection connection = database.dataSource().getConnection()) {
            requireSchemas(request, connection);
            GenerationTool tool = new GenerationTool();
            tool.setConnection(connection);
            // jOOQ changes the case of some names by the default locale: under a Turkish one, id would become İd
            Locale.setDefault(Locale.ROOT);
            tool.run(configuration);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new GenerationFailed("jOOQ cannot generate the classes: " + e.getMessage(), "", e);
        } finally {
            Locale.setDefault(locale);
        }
    }

    private static void requireSchemas(GenerationRequest request, Connection connection) {
        var existing = DSL.using(connection, SQLDialect.POSTGRES)
                .resultQuery("select nspname from pg_catalog.pg_namespace"
                        + " where nspname not like 'pg\\_%' and nspname <> 'information_schema' order by nspname")
                .fetch(0, String.class);
        for (String schema : request.schemas()) {
            if (!existing.contains(schema)) {
                throw new GenerationFailed(
                        "The migrations make no schema " + schema, "choose from: " + String.join(", ", existing));
            }
        }
    }
}
