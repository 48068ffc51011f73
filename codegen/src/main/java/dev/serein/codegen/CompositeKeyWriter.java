package dev.serein.codegen;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.codegen.JavaWriter;

/**
 * Writes what a DAO of a table with a primary key of several columns has more: the key, and methods that take it apart.
 */
final class CompositeKeyWriter {
    private final JavaWriter out;
    private final List<Column> key;
    private final String row;
    private final String patch;
    private final String parameters;
    private final String described;

    CompositeKeyWriter(JavaWriter out, List<Column> key, String row, String patch) {
        this.out = out;
        this.key = key;
        this.row = row;
        this.patch = patch;
        this.parameters = each(column -> column.notNull() + " " + column.name());
        this.described = key.stream().map(Column::code).collect(Collectors.joining(" and "));
    }

    void writeMethods() {
        String optional = out.ref("java.util.Optional") + "<" + row + ">";
        String id = "new Id(" + each(Column::name) + ")";
        method("Finds the row with this " + described + ".", optional + " findById(" + parameters, "findById(" + id);
        method(
                "Gets the row with this " + described + ".\n@throws dev.serein.RowNotFound if there is none",
                row + " getById(" + parameters,
                "getById(" + id);
        method("Whether there is a row with this " + described + ".", "boolean exists(" + parameters, "exists(" + id);
        String changes =
                "Updates the row with this " + described + ".\n@throws dev.serein.RowNotFound if there is none";
        String argument = free("patch");
        method(
                changes,
                row + " update(" + parameters + ", " + patch + " " + argument,
                "update(" + id + ", " + argument);
        argument = free("change");
        method(
                changes,
                row + " update(" + parameters + ", " + out.ref("java.util.function.UnaryOperator") + "<" + patch + "> "
                        + argument,
                "update(" + id + ", " + argument);
        method(
                "Deletes the row with this " + described + "; false if there is none.",
                "boolean delete(" + parameters,
                "delete(" + id);
        String locks = "Locks the row with this " + described + " until the transaction ends; empty if there is none.";
        method(locks, optional + " lock(" + parameters, "lock(" + id);
        argument = free("mode");
        method(
                locks,
                optional + " lock(" + parameters + ", " + out.ref("dev.serein.LockMode") + " " + argument,
                "lock(" + id + ", " + argument);
    }

    void writeKey() {
        out.javadoc("%s", "The primary key: " + described + ".");
        out.println("public record Id(%s) {}", parameters);
    }

    private void method(String javadoc, String head, String call) {
        out.javadoc("%s", javadoc);
        out.println("public %s) {", head);
        out.println("return %s);", call);
        out.println("}");
    }

    /** A name that no column of the key has. */
    private String free(String wanted) {
        String name = wanted;
        while (key.stream().map(Column::name).toList().contains(name)) {
            name += "_";
        }
        return name;
    }

    private String each(Function<Column, String> source) {
        return key.stream().map(source).collect(Collectors.joining(", "));
    }
}
