package dev.serein.codegen;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.TableDefinition;

/** Writes what is updated in a row of a table: a method for each column that may be. */
final class PatchWriter {
    private static final Set<String> TAKEN = Set.of("set", "equals");

    private final JavaWriter out;
    private final TableColumns columns;
    private final String patch;

    PatchWriter(SereinGenerator generator, TableDefinition table, JavaWriter out) {
        this.out = out;
        this.patch = TableColumns.className(generator.getStrategy(), table, "Patch");
        out.refConflicts(List.of("V"));
        this.columns = new TableColumns(generator, table, out);
    }

    void write() {
        List<Column> patched = columns.all().stream().filter(Column::isPatched).toList();
        String assignments = out.ref("dev.serein.Assignments");
        String record = columns.record();
        out.println("/**");
        out.println("%s", "New values for a row of " + columns.code() + ". A column that is not set stays as it is.");
        out.println(" */");
        out.println("@%s", out.ref("org.jspecify.annotations.NullMarked"));
        out.println("public final class %s extends %s<%s> {", patch, out.ref("dev.serein.Patch"), record);
        out.println(
                "private static final %s NOTHING = new %s(%s.none(%s));",
                patch, patch, assignments, columns.constant());
        out.println();
        out.println("private %s(%s<%s> assignments) {", patch, assignments, record);
        out.println("super(assignments);");
        out.println("}");
        out.javadoc("Begins with nothing set.");
        out.println("public static %s set() {", patch);
        out.println("return NOTHING;");
        out.println("}");
        Map<String, String> methods = columns.methods(TAKEN);
        for (Column column : patched) {
            String method = Objects.requireNonNull(methods.get(column.columnName()));
            out.javadoc("%s", "Sets the column " + column.code() + "." + column.remark());
            out.println("public %s %s(%s %s) {", patch, method, column.type(), column.name());
            out.println("return new %s($assignments().with(%s, %s));", patch, column.index(), column.name());
            out.println("}");
        }
        if (!patched.isEmpty()) {
            out.javadoc("Sets a column to what an expression gives, such as one of its value before.");
            out.println(
                    "public <V> %s set(%s<%s, V> column, %s<V> expression) {",
                    patch, out.ref("org.jooq.TableField"), record, out.ref("org.jooq.Field"));
            out.println("return new %s($assignments().with(column, expression));", patch);
            out.println("}");
        }
        out.println("}");
    }
}
