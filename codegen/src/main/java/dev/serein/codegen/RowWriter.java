package dev.serein.codegen;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jooq.codegen.GeneratorStrategy.Mode;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.DataTypeDefinition;
import org.jooq.meta.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Writes the row of a table: an immutable Java record of all its columns. A table of more columns than a record may
 * have gets a class with the same methods.
 */
final class RowWriter {
    /** Section 4.11 of the JVM specification: 255 for a method's parameters, one of them is {@code this}. */
    private static final int MOST_SLOTS = 254;

    private static final Map<String, String> PRIMITIVES = Map.of(
            "Boolean", "boolean", "Short", "short", "Integer", "int", "Long", "long", "Float", "float", "Double",
            "double");

    /** Section 8.10.3 of the Java language specification. */
    private static final Set<String> NO_COMPONENT_NAMES =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private final SereinGenerator generator;
    private final TableDefinition table;
    private final JavaWriter out;
    private final String row;
    private final String record;
    private final Map<String, String> components;
    private final List<Column> columns;

    RowWriter(SereinGenerator generator, TableDefinition table, JavaWriter out) {
        this.generator = generator;
        this.table = table;
        this.out = out;
        this.row = generator.getStrategy().getJavaClassName(table, Mode.POJO);
        this.record = out.ref(generator.getStrategy().getFullJavaClassName(table, Mode.RECORD));
        this.components = DistinctNames.of(
                table.getColumns().stream().map(ColumnDefinition::getName).toList(), this::component);
        this.columns = table.getColumns().stream().map(this::column).toList();
    }

    /**
     * A column as source.
     *
     * @param type what a caller sees: primitive, or marked where it may be null
     * @param boxed what the record holds
     * @param read how a reader of the server's answer gives it, in a method of the table
     */
    private record Column(String name, String type, String boxed, String getter, String read, String comment) {
        int slots() {
            return type.equals("long") || type.equals("double") ? 2 : 1;
        }
    }

    private String component(String columnName) {
        String name = generator.getStrategy().getJavaMemberName(table.getColumn(columnName), Mode.POJO);
        return NO_COMPONENT_NAMES.contains(name) ? name + "_" : name;
    }

    private Column column(ColumnDefinition column) {
        String boxed = generator.typeOf(column, out);
        boolean nullable = column.getType().isNullable();
        String field = generator.getStrategy().getJavaIdentifier(column);
        int index = table.getColumns().indexOf(column);
        boolean straight = !nullable && PRIMITIVES.containsKey(boxed) && isAsInTheDatabase(column.getType());
        return new Column(
                Objects.requireNonNull(components.get(column.getName())),
                nullable ? nullable(boxed) : PRIMITIVES.getOrDefault(boxed, boxed),
                boxed,
                generator.getStrategy().getJavaGetterName(column, Mode.RECORD),
                straight
                        ? "row.get" + capitalised(Objects.requireNonNull(PRIMITIVES.get(boxed))) + "(" + index + ")"
                        : (nullable ? "row.getOrNull(" : "row.get(") + index + ", " + field + ")",
                column.getComment() == null || column.getComment().isBlank()
                        ? "the column <code>" + comment(column.getName()) + "</code>"
                        : comment(column.getComment()));
    }

    private static boolean isAsInTheDatabase(DataTypeDefinition type) {
        return type.getConverter() == null && type.getBinding() == null;
    }

    private static String capitalised(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** The values of a row, one a line, as a method of the table reads them. */
    static void printReads(SereinGenerator generator, TableDefinition table, JavaWriter out) {
        RowWriter rows = new RowWriter(generator, table, out);
        rows.printEach(column -> "    " + column.read());
    }

    /** Where JSpecify wants the annotation: before the last name of a type, and of an array before its brackets. */
    private String nullable(String type) {
        String annotation = "@" + out.ref("org.jspecify.annotations.Nullable") + " ";
        int brackets = type.indexOf("[]");
        if (brackets >= 0) {
            return type.substring(0, brackets) + " " + annotation + type.substring(brackets);
        }
        int arguments = type.indexOf('<');
        int dot = type.lastIndexOf('.', arguments < 0 ? type.length() : arguments);
        return type.substring(0, dot + 1) + annotation + type.substring(dot + 1);
    }

    void write() {
        String comment = comment(table.getComment());
        out.println("/**");
        out.println(
                "A row of <code>%s</code>%s",
                comment(table.getQualifiedOutputName()), comment.isEmpty() ? "." : ": " + comment);
        if (fitsARecord() && !columns.isEmpty()) {
            out.println("");
            columns.forEach(column -> out.println("@param %s %s", column.name(), column.comment()));
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
        return columns.stream().mapToInt(Column::slots).sum() <= MOST_SLOTS;
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
        for (int i = 0; i < columns.size(); i++) {
            out.println("%s%s", line.apply(columns.get(i)), i < columns.size() - 1 ? "," : "");
        }
    }

    private void writeClass() {
        out.println("public final class %s {", row);
        out.println("private final Object[] values;");
        out.println();
        out.println("public %s(Object... values) {", row);
        out.println("this.values = values;");
        out.println("}");
        out.javadoc("The row of a record of the table.");
        out.println("public static %s of(%s record) {", row, record);
        out.println("return new %s(record.intoArray());", row);
        out.println("}");
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            out.javadoc("%s", column.comment());
            out.println("public %s %s() {", column.type(), column.name());
            out.println("return (%s) values[%s];", column.boxed(), i);
            out.println("}");
        }
        out.println();
        out.println("@Override");
        out.println("public boolean equals(Object other) {");
        out.println(
                "return other instanceof %s && java.util.Arrays.deepEquals(values, ((%s) other).values);", row, row);
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

    /** A comment of the database inside a Javadoc comment: whatever it says, it stays text, and stays inside. */
    static String comment(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder safe = new StringBuilder();
        for (char c : text.strip().replaceAll("\\s+", " ").toCharArray()) {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '@' -> safe.append("&#64;");
                case '{' -> safe.append("&#123;");
                case '}' -> safe.append("&#125;");
                case '*' -> safe.append("&#42;");
                case '\\' -> safe.append("&#92;");
                default -> safe.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        return safe.toString();
    }
}
