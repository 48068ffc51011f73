package dev.serein.codegen;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.PostgresProvider;
import java.nio.file.Path;
import java.util.List;
import javax.lang.model.SourceVersion;

/**
 * What to generate, from what, to where.
 *
 * @param packageName of the classes of the first schema; those of the others are in sub-packages
 * @param schemas whose objects get classes; the first is the application's own
 * @param includes regular expressions of the objects that get classes, as jOOQ reads them; empty means all
 * @param excludes regular expressions of the objects that get none
 * @param managed columns that DAOs fill by themselves
 * @param jooq a {@code <generator>} element of jOOQ's own configuration that goes before what is set here; may be empty
 */
record GenerationRequest(
        PostgresProvider postgres,
        MigrationSet migrations,
        String packageName,
        List<String> schemas,
        List<String> includes,
        List<String> excludes,
        ManagedColumns managed,
        String jooq,
        Path output) {

    static final List<String> DEFAULT_SCHEMAS = List.of("public");

    GenerationRequest {
        if (!SourceVersion.isName(packageName)) {
            throw new GenerationFailed(
                    "\"" + packageName + "\" is not the name of a Java package", "such as com.acme.db");
        }
        schemas = schemas.isEmpty() ? DEFAULT_SCHEMAS : List.copyOf(schemas);
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }

    GenerationRequest to(Path other) {
        return new GenerationRequest(
                postgres, migrations, packageName, schemas, includes, excludes, managed, jooq, other);
    }

    GenerationRequest on(PostgresProvider other) {
        return new GenerationRequest(
                other, migrations, packageName, schemas, includes, excludes, managed, jooq, output);
    }
}
