package dev.serein.codegen;

import java.util.Map;
import org.jooq.codegen.GeneratorStrategy.Mode;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.ColumnDefinition;

/**
 * A column as source in one file. Its types are imported there when they are asked for, so that a file imports only
 * what it names.
 */
final class Column {
    private static final Map<String, String> PRIMITIVES = Map.of(
            "Boolean", "boolean", "Short", "short", "Integer", "int", "Long", "long", "Float", "float", "Double",
            "double");

    private final SereinGenerator generator;
    private final ColumnDefinition definition;
    private final JavaWriter out;
    private final int index;
    private final String name;
    private final boolean nullable;
    private final Filling filling;

    /**
     * @param index from 0, among the columns of its table
     * @param name in Java: a component of the row
     */
    Column(
            SereinGenerator generator,
            ColumnDefinition definition,
            JavaWriter out,
            int index,
            String name,
            boolean nullable,
            Filling filling) {
        this.generator = generator;
        this.definition = definition;
        this.out = out;
        this.index = index;
        this.name = name;
        this.nullable = nullable;
        this.filling = filling;
    }

    /** Who gives it a value when a row is inserted. */
    enum Filling {
        /** The caller, who must. */
        REQUIRED,
        /** The caller, or the database. */
        OPTIONAL,
        /** The database, unless the caller insists. */
        IDENTITY_ALWAYS,
        /** The database, always. */
        GENERATED,
        /** The DAO, always. */
        MANAGED
    }

    Filling filling() {
        return filling;
    }

    /** Whether an update may set it. */
    boolean isPatched() {
        return filling == Filling.REQUIRED || filling == Filling.OPTIONAL;
    }

    int index() {
        return index;
    }

    String name() {
        return name;
    }

    String capitalised() {
        return capitalised(name);
    }

    static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** In the database. */
    String columnName() {
        return definition.getName();
    }

    boolean isNullable() {
        return nullable;
    }

    /** What jOOQ's record holds. */
    String boxed() {
        return generator.typeOf(definition, out);
    }

    /** What a caller sees where it may not be null, as in a search: primitive where Java has it so. */
    String notNull() {
        String boxed = boxed();
        return PRIMITIVES.getOrDefault(boxed, boxed);
    }

    /** What a caller sees: primitive, or marked where it may be null. */
    String type() {
        return nullable ? marked(boxed()) : notNull();
    }

    /** Where JSpecify wants the annotation: before the last name of a type, and of an array before its brackets. */
    private String marked(String type) {
        String annotation = "@" + out.ref("org.jspecify.annotations.Nullable") + " ";
        int brackets = type.indexOf("[]");
        if (brackets >= 0) {
            return type.substring(0, brackets) + " " + annotation + type.substring(brackets);
        }
        int arguments = type.indexOf('<');
        int dot = type.lastIndexOf('.', arguments < 0 ? type.length() : arguments);
        return type.substring(0, dot + 1) + annotation + type.substring(dot + 1);
    }

    /** Slots of a Java method's parameters. */
    int slots() {
        return !nullable && (notNull().equals("long") || notNull().equals("double")) ? 2 : 1;
    }

    /** As the only one of the arguments of a method that takes any number of them. */
    String argument() {
        return notNull().endsWith("[]") ? "(Object) " + name : name;
    }

    /** The table's constant for it. */
    String field() {
        return generator.getStrategy().getJavaIdentifier(definition);
    }

    /** Of jOOQ's record. */
    String getter() {
        return generator.getStrategy().getJavaGetterName(definition, Mode.RECORD);
    }

    /**
     * How a reader of the server's answer gives it.
     *
     * @param table what the constant belongs to; empty in the table's own class
     */
    String read(String table) {
        boolean asInTheDatabase = definition.getType().getConverter() == null
                && definition.getType().getBinding() == null;
        if (!nullable && asInTheDatabase && PRIMITIVES.containsKey(boxed())) {
            return "row.get" + capitalised(notNull()) + "(" + index + ")";
        }
        return (nullable ? "row.getOrNull(" : "row.get(") + index + ", " + table + field() + ")";
    }

    /** Its name, in a comment. */
    String code() {
        return "<code>" + TableColumns.comment(definition.getName()) + "</code>";
    }

    /** Its comment of the database, for a comment; may be empty. */
    String comment() {
        return TableColumns.comment(definition.getComment());
    }

    /** Its comment as one more sentence. */
    String remark() {
        return comment().isEmpty() ? "" : " " + comment();
    }
}
