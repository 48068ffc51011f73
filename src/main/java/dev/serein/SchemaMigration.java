package dev.serein;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One of the migrations that generated code was made from. The generated class {@code SchemaVersion} lists them.
 *
 * @param version such as {@code 2.1}; null if it is repeatable
 * @param description the words in the name of the file
 * @param script the file, relative to its location: {@code V2_1__more_users.sql}
 * @param checksum Flyway's, which does not depend on line endings
 */
public record SchemaMigration(@Nullable String version, String description, String script, int checksum)
        implements Serializable {}
