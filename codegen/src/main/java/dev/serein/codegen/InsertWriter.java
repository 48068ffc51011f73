package dev.serein.codegen;

import dev.serein.codegen.Column.Filling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.TableDefinition;

/**
 * Writes what is inserted into a table: a step for each column that has to be set, so that leaving one out does not
 * compile, then a method for each that may be.
 */
final class InsertWriter {
    private static final Set<String> TAKEN = Set.of("defaults", "equals");

    private final JavaWriter out;
    private final TableColumns columns;
    private final Map<String, String> methods;
    private final String insert;
    private final String assignments;

    InsertWriter(SereinGenerator generator, TableDefinition table, JavaWriter out) {
        this.out = out;
        this.insert = TableColumns.className(generator.getStrategy(), table, "Insert");
        this.columns = new TableColumns(generator, table, out);
        this.methods = columns.methods(TAKEN);
        this.assignments = out.ref("dev.serein.Assignments") + "<" + columns.record() + ">";
    }

    void write() {
        List<Column> required = columns.filledBy(Filling.REQUIRED);
        out.refConflicts(required.stream().skip(1).map(this::step).toList());
        out.println("/**");
        out.println(
                "%s",
                "A row to be inserted into " + columns.code() + ". A column that is not set gets its default, which"
                        + " is not the same as null.");
        out.println(" */");
        out.println("@%s", out.ref("org.jspecify.annotations.NullMarked"));
        out.println("public final class %s extends %s<%s> {", insert, out.ref("dev.serein.Insert"), columns.record());
        out.println(
                "private static final %s NONE = %s.none(%s);",
                assignments, out.ref("dev.serein.Assignments"), columns.constant());
        out.println();
        out.println("private %s(%s assignments) {", insert, assignments);
        out.println("super(assignments);");
        out.println("}");
        if (required.isEmpty()) {
            out.javadoc("Begins with nothing set.");
            out.println("public static %s defaults() {", insert);
            out.println("return new %s(NONE);", insert);
            out.println("}");
        }
        for (int i = 0; i < required.size(); i++) {
            String next = i < required.size() - 1 ? step(required.get(i + 1)) : insert;
            if (i == 0) {
                writeSetter("public static ", next, "NONE", required.get(i));
            } else {
                writeStep(required.get(i), next);
            }
        }
        columns.filledBy(Filling.OPTIONAL).forEach(column -> writeSetter("public ", insert, "$assignments()", column));
        writeOverriding();
        out.println("}");
    }

    /** The class whose only method sets this column. */
    private String step(Column column) {
        return Column.capitalised(method(column)) + "Step";
    }

    private String method(Column column) {
        return Objects.requireNonNull(methods.get(column.columnName()));
    }

    private void writeStep(Column column, String next) {
        String step = step(column);
        out.javadoc("%s", "Wants the column " + column.code() + ".");
        out.println("public static final class %s {", step);
        out.println("private final %s assignments;", assignments);
        out.println();
        out.println("private %s(%s assignments) {", step, assignments);
        out.println("this.assignments = assignments;");
        out.println("}");
        writeSetter("public ", next, "this.assignments", column);
        out.println("}");
    }

    private void writeSetter(String modifiers, String result, String before, Column column) {
        out.javadoc("%s", "Sets the column " + column.code() + "." + column.remark());
        out.println("%s%s %s(%s %s) {", modifiers, result, method(column), column.type(), column.name());
        out.println("return new %s(%s.with(%s, %s));", result, before, column.index(), column.name());
        out.println("}");
    }

    private void writeOverriding() {
        TableKeys.Names names = new TableKeys.Names(List.copyOf(methods.values()));
        for (Column column : columns.filledBy(Filling.IDENTITY_ALWAYS)) {
            String method = names.distinct("overriding" + column.capitalised());
            out.javadoc(
                    "%s",
                    "Sets the column " + column.code() + ", which the database otherwise fills by itself."
                            + column.remark());
            out.println("public %s %s(%s %s) {", insert, method, column.type(), column.name());
            out.println("return new %s($assignments().overriding(%s, %s));", insert, column.index(), column.name());
            out.println("}");
        }
    }
}
