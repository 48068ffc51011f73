package dev.serein.codegen;

import java.util.function.Function;
import org.jooq.codegen.GeneratorStrategy.Mode;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.TableDefinition;

/**
 * Writes the row of a table: an immutable Java record of all its columns. A table of more columns than a record may
 * have gets a class with the same methods.
 */
final class RowWriter {
    /** Section 4.11 of the JVM specification: 255 for a method's parameters, one of them is {@code this}. */
    private static final int MOST_SLOTS = 254;

    private final TableDefinition table;
    private final JavaWriter out;
    private final TableColumns columns;
    private final String row;
    private final String record;

    RowWriter(SereinGenerator generator, TableDefinition table, JavaWriter out) {
        this.table = table;
        this.out = out;
        this.row = generator.getStrategy().getJavaClassName(table, Mode.POJO);
        this.record = out.ref(generator.getStrategy().getFullJavaClassName(table, Mode.RECORD));
        this.columns = new TableColumns(generator, table, out);
    }

    /** How a method of the table makes the row of what the server has sent. */
    void writeReading() {
        if (fitsARecord()) {
            out.println("return new %s(", columns.row());
            printEach(column -> "    " + column.read(""));
            out.println(");");
        } else {
            out.println("return %s.of(row);", columns.row());
        }
    }

    private static String described(Column column) {
        return column.comment().isEmpty() ? "the column " + column.code() : column.comment();
    }

    void write() {
        String comment = TableColumns.comment(table.getComment());
        out.println("/**");
        out.println("A row of %s%s", columns.code(), comment.isEmpty() ? "." : ": " + comment);
        if (fitsARecord() && !columns.all().isEmpty()) {
            out.println("");
            columns.all().forEach(column -> out.println("@param %s %s", column.name(), described(column)));
        }
        out.println(" */");
        out.println("@%s", out.ref("org.jspecify.annotations.NullMarked"));
        if (fitsARecord()) {
            writeRecord();
        } else {
            writeClass();
        }
    }

    private boolean fitsARecord() {
        return columns.all().stream().mapToInt(Column::slots).sum() <= MOST_SLOTS;
    }

    private void writeRecord() {
        out.println("public record %s(", row);
        printEach(column -> "    " + column.type() + " " + column.name());
        out.println(") {");
        out.javadoc("The row of a record of the table.");
        out.println("public static %s of(%s record) {", row, record);
        out.println("return new %s(", row);
        printEach(column -> "    record." + column.getter() + "()");
        out.println(");");
        out.println("}");
        out.println("}");
    }

    private void printEach(Function<Column, String> line) {
        for (int i = 0; i < columns.all().size(); i++) {
            out.println(
                    "%s%s", line.apply(columns.all().get(i)), i < columns.all().size() - 1 ? "," : "");
        }
    }

    private void writeClass() {
        String values = "@" + out.ref("org.jspecify.annotations.Nullable") + " Object[]";
        out.println("public final class %s {", row);
        out.println("private final %s values;", values);
        out.println();
        out.println("private %s(%s values) {", row, values);
        out.println("this.values = values;");
        out.println("}");
        out.javadoc("The row of a record of the table.");
        out.println("public static %s of(%s record) {", row, record);
        out.println("return new %s(record.intoArray());", row);
        out.println("}");
        out.javadoc("The row of what the server has sent.");
        out.println(
                "public static %s of(%s row) throws %s {",
                row, out.ref("dev.serein.RowReader"), out.ref("java.sql.SQLException"));
        out.println("return new %s(new %s {", row, values);
        String table = columns.constant() + ".";
        printEach(column -> "    " + column.read(table));
        out.println("});");
        out.println("}");
        for (int i = 0; i < columns.all().size(); i++) {
            Column column = columns.all().get(i);
            out.javadoc("%s", described(column));
            if (column.boxed().contains("<")) {
                out.println("@SuppressWarnings(\"unchecked\")");
            }
            out.println("public %s %s() {", column.type(), column.name());
            out.println("return (%s) values[%s];", column.boxed(), i);
            out.println("}");
        }
        out.println();
        out.println("@Override");
        out.println("public boolean equals(@Nullable Object other) {");
        out.println("return other instanceof %s row && java.util.Arrays.deepEquals(values, row.values);", row);
        out.println("}");
        out.println();
        out.println("@Override");
        out.println("public int hashCode() {");
        out.println("return java.util.Arrays.deepHashCode(values);");
        out.println("}");
        out.println();
        out.println("@Override");
        out.println("public String toString() {");
        out.println("return \"%s\" + java.util.Arrays.deepToString(values);", row);
        out.println("}");
        out.println("}");
    }
}
