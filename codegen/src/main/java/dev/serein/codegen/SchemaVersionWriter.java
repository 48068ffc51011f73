package dev.serein.codegen;

import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.codegen.JavaWriter;
import org.jspecify.annotations.Nullable;

/** Writes {@code SchemaVersion}: the migrations that the classes were generated from, as Flyway recorded them. */
final class SchemaVersionWriter {
    /** Few enough for the JVM's limit of 64 KiB of code in a method. */
    private static final int IN_ONE_METHOD = 500;

    private final DSLContext database;
    private final JavaWriter out;

    SchemaVersionWriter(DSLContext database, JavaWriter out) {
        this.database = database;
        this.out = out;
    }

    void write() {
        List<? extends Record> migrations = database.resultQuery(
                        "select version, description, script, checksum from public.flyway_schema_history"
                                + " where checksum is not null order by installed_rank")
                .fetch();
        int parts = Math.max(1, (migrations.size() + IN_ONE_METHOD - 1) / IN_ONE_METHOD);

        String list = out.ref("java.util.List");
        String migration = out.ref("dev.serein.SchemaMigration");
        out.javadoc("The migrations that the classes of this package were generated from.");
        out.println("@%s", out.ref("org.jspecify.annotations.NullMarked"));
        out.println("public final class SchemaVersion {");
        out.javadoc("In the order in which they were applied.");
        if (parts == 1) {
            out.println("public static final %s<%s> MIGRATIONS = part0();", list, migration);
        } else {
            out.println(
                    "public static final %s<%s> MIGRATIONS = %s.of(",
                    list, migration, out.ref("java.util.stream.Stream"));
            for (int part = 0; part < parts; part++) {
                out.println("    part%s()%s", part, part < parts - 1 ? "," : "");
            }
            out.println(").flatMap(%s::stream).toList();", list);
        }
        out.println();
        out.println("private SchemaVersion() {}");
        for (int part = 0; part < parts; part++) {
            out.println();
            out.println("private static %s<%s> part%s() {", list, migration, part);
            out.println("return %s.of(", list);
            int end = Math.min(migrations.size(), (part + 1) * IN_ONE_METHOD);
            for (int i = part * IN_ONE_METHOD; i < end; i++) {
                Record row = migrations.get(i);
                out.println(
                        "    new %s(%s, %s, %s, %s)%s",
                        migration,
                        literal(row.get(0, String.class)),
                        literal(row.get(1, String.class)),
                        literal(row.get(2, String.class)),
                        row.get(3, Integer.class),
                        i < end - 1 ? "," : "");
            }
            out.println(");");
            out.println("}");
        }
        out.println("}");
    }

    private static String literal(@Nullable String text) {
        return text == null ? "null" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
