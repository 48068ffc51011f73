package dev.serein.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.codegen.JavaWriter;

/** Writes what a DAO finds rows by, apart from the primary key: unique keys, foreign keys, targets of conflicts. */
final class SearchWriter {
    private final JavaWriter out;
    private final TableColumns columns;
    private final TableKeys keys;
    private final String constant;
    private final String row;
    private final TableKeys.Names names;
    private final List<Lookup> lookups = new ArrayList<>();

    private record Lookup(String constant, TableKeys.Search search, boolean unique) {}

    SearchWriter(JavaWriter out, TableColumns columns, TableKeys keys, String constant, String row) {
        this.out = out;
        this.columns = columns;
        this.keys = keys;
        this.constant = constant;
        this.row = row;
        // a constant named as the table's class would hide it
        this.names = new TableKeys.Names(List.of("TABLE", constant.substring(0, constant.indexOf('.'))));
    }

    void writeConflictTargets() {
        for (Catalog.UniqueIndex index : keys.conflictTargets()) {
            List<Column> key = columns.named(index.columns()).orElseThrow();
            String target = out.ref("dev.serein.ConflictTarget");
            String name = names.distinct(DistinctNames.identifier(
                    index.name().toUpperCase(Locale.ROOT).replaceAll("[ .-]", "_")));
            out.javadoc(
                    "%s",
                    "Rows with the same " + described(key) + ", by <code>" + TableColumns.comment(index.name())
                            + "</code>"
                            + (index.predicate() == null
                                    ? "."
                                    : ", where <code>" + TableColumns.comment(index.predicate()) + "</code>."));
            out.println("public static final %s<%s> %s =", target, columns.record(), name);
            out.println(
                    "        %s.of(%s)%s;",
                    target, fields(key), index.predicate() == null ? "" : ".where(" + literal(index.predicate()) + ")");
        }
    }

    void writeLookups() {
        keys.unique().forEach(search -> writeLookup(search, true));
        keys.references().forEach(search -> writeLookup(search, false));
    }

    private void writeLookup(TableKeys.Search search, boolean unique) {
        String type = out.ref("dev.serein.Lookup");
        String name = names.distinct(
                "BY_" + search.columns().stream().map(Column::field).collect(Collectors.joining("_AND_")));
        lookups.add(new Lookup(name, search, unique));
        String order = unique || keys.primaryKey().isEmpty() ? "" : ".orderedBy(" + fields(keys.primaryKey()) + ")";
        out.println();
        out.println("private static final %s<%s> %s =", type, row, name);
        out.println("        %s.of(%s, %s)%s", type, constant, fields(search.columns()), order.isEmpty() ? ";" : "");
        if (!order.isEmpty()) {
            out.println("                %s;", order);
        }
    }

    void writeMethods() {
        for (Lookup lookup : lookups) {
            List<Column> by = lookup.search().columns();
            String key = " with this " + described(by) + ", "
                    + (lookup.unique() ? "unique by " : "by the foreign key ")
                    + lookup.search().keys().stream()
                            .map(name -> "<code>" + TableColumns.comment(name) + "</code>")
                            .collect(Collectors.joining(", "))
                    + "." + (by.size() == 1 ? by.get(0).remark() : "");
            String parameters = each(by, column -> column.notNull() + " " + column.name());
            String arguments = by.size() == 1 ? by.get(0).argument() : each(by, Column::name);
            String name = lookup.search().name();
            if (lookup.unique()) {
                out.javadoc("%s", "Finds the row" + key);
                writeMethod(
                        out.ref("java.util.Optional") + "<" + row + "> findBy" + name,
                        parameters,
                        lookup,
                        "maybe",
                        arguments);
                out.javadoc("%s\n@throws dev.serein.RowNotFound if there is none", "Gets the row" + key);
                writeMethod(row + " getBy" + name, parameters, lookup, "one", arguments);
            } else {
                out.javadoc("%s", "Lists the rows" + key);
                writeMethod(
                        out.ref("java.util.List") + "<" + row + "> listBy" + name,
                        parameters,
                        lookup,
                        "list",
                        arguments);
            }
        }
    }

    private void writeMethod(String head, String parameters, Lookup lookup, String end, String arguments) {
        out.println("public %s(%s) {", head, parameters);
        out.println("return %s.%s(session(), %s);", lookup.constant(), end, arguments);
        out.println("}");
    }

    private String fields(List<Column> columns) {
        return each(columns, column -> constant + "." + column.field());
    }

    private static String each(List<Column> columns, Function<Column, String> source) {
        return columns.stream().map(source).collect(Collectors.joining(", "));
    }

    private static String described(List<Column> columns) {
        return columns.stream().map(Column::code).collect(Collectors.joining(" and "));
    }

    private static String literal(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
