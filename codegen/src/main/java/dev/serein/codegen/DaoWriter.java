package dev.serein.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.TableDefinition;

/**
 * Writes the DAO of a table: its types and keys, bound to what the runtime does with them. A table without a primary
 * key, and a view, has one that only reads.
 */
final class DaoWriter {
    private final SereinGenerator generator;
    private final JavaWriter out;
    private final TableDefinition table;
    private final TableColumns columns;
    private final TableKeys keys;
    private final String dao;
    private final String row;
    private final String constant;

    DaoWriter(SereinGenerator generator, TableDefinition table, JavaWriter out) {
        this.generator = generator;
        this.out = out;
        this.table = table;
        this.dao = TableColumns.className(generator.getStrategy(), table, "Dao");
        out.refConflicts(List.of("Id"));
        this.columns = new TableColumns(generator, table, out);
        this.keys = new TableKeys(table, generator.catalog(table.getDatabase()), columns);
        this.constant = columns.constant();
        this.row = columns.row();
    }

    void write() {
        boolean writes = !keys.primaryKey().isEmpty();
        String record = columns.record();
        String comment = TableColumns.comment(table.getComment());
        out.println("/**");
        out.println(
                "%s",
                (writes ? "Reads and changes the rows of " : "Reads the rows of ")
                        + columns.code()
                        + (comment.isEmpty() ? "." : ": " + comment));
        out.println(" */");
        out.println("@%s", out.ref("org.jspecify.annotations.NullMarked"));
        if (writes) {
            out.println(
                    "public final class %s extends %s<%s, %s, %s, %s, %s> {",
                    dao, out.ref("dev.serein.Dao"), record, row, insert(), patch(), keyType());
            writeTable();
        } else {
            out.println("public final class %s extends %s<%s, %s> {", dao, out.ref("dev.serein.ReadDao"), record, row);
        }
        SearchWriter searches = new SearchWriter(out, columns, keys, constant, row);
        if (writes) {
            searches.writeConflictTargets();
        }
        searches.writeLookups();
        String session = out.ref("dev.serein.Session");
        out.javadoc("On a session: a database, or a transaction.");
        out.println("public %s(%s session) {", dao, session);
        if (writes) {
            out.println("super(session, TABLE, %s.set());", patch());
        } else {
            out.println("super(session, %s);", constant);
        }
        out.println("}");
        searches.writeMethods();
        if (generator.catalog(table.getDatabase()).isMaterializedView(table)) {
            writeRefresh();
        }
        if (columns.managed(generator.managedColumns().version()).isPresent()) {
            writeOptimistic();
        }
        if (keys.primaryKey().size() > 1) {
            CompositeKeyWriter composite = new CompositeKeyWriter(out, keys.primaryKey(), row, patch());
            composite.writeMethods();
            composite.writeKey();
        }
        out.println("}");
    }

    /** Concurrently needs a unique index of all rows. */
    private void writeRefresh() {
        boolean concurrently = !keys.unique().isEmpty();
        out.javadoc(
                "%s",
                "Replaces the rows by what the query of the view gives now. "
                        + (concurrently
                                ? "Others go on reading meanwhile, unless the view has never been filled."
                                : "Others wait for it: without a unique index it cannot be done beside them."));
        out.println("public void refresh() {");
        out.println("refreshView(%s);", concurrently);
        out.println("}");
    }

    /** What compares the version of a row that was read with the one that is there. */
    private void writeOptimistic() {
        String version = columns.managed(generator.managedColumns().version())
                .orElseThrow()
                .code();
        String unchanged = " a row that was read before, if nobody has changed it since, as its " + version + " tells.";
        String otherwise = "\n@throws dev.serein.RowChanged if somebody has changed or deleted it";
        out.javadoc("%s", "Updates" + unchanged + otherwise);
        out.println("public %s update(%s seen, %s patch) {", row, row, patch());
        out.println("return updateSeen(seen, patch);");
        out.println("}");
        out.javadoc("%s", "Updates" + unchanged + otherwise);
        out.println(
                "public %s update(%s seen, %s<%s> change) {",
                row, row, out.ref("java.util.function.UnaryOperator"), patch());
        out.println("return updateSeen(seen, change);");
        out.println("}");
        out.javadoc("%s", "Deletes" + unchanged + otherwise);
        out.println("public void delete(%s seen) {", row);
        out.println("deleteSeen(seen);");
        out.println("}");
    }

    private String insert() {
        return columns.className("Insert");
    }

    private String patch() {
        return columns.className("Patch");
    }

    private String keyType() {
        return keys.primaryKey().size() == 1 ? keys.primaryKey().get(0).boxed() : dao + ".Id";
    }

    private void writeTable() {
        String type = out.ref("dev.serein.DaoTable");
        String types = "<" + columns.record() + ", " + row + ", " + keyType() + ">";
        List<String> managed = managed();
        out.println(
                "private static final %s%s TABLE = %s.%sof(",
                type, types, type, managed.isEmpty() ? "" : types); // nothing is inferred before a dot
        boolean composite = keys.primaryKey().size() > 1;
        List<String> arguments = new ArrayList<>();
        arguments.add(constant);
        arguments.add(
                "key -> new Object[] {" + (composite ? each(column -> "key." + column.name() + "()") : "key") + "}");
        arguments.add("row -> new Object[] {" + each(column -> "row." + column.name() + "()") + "}");
        keys.primaryKey().forEach(column -> arguments.add(constant + "." + column.field()));
        for (int i = 0; i < arguments.size(); i++) {
            out.println("%s", "    " + arguments.get(i) + (i < arguments.size() - 1 ? "," : ""));
        }
        out.println(")%s", managed.isEmpty() ? ";" : "");
        for (int i = 0; i < managed.size(); i++) {
            out.println("        %s%s", managed.get(i), i < managed.size() - 1 ? "" : ";");
        }
    }

    /** Calls that name the columns which the DAO fills by itself. */
    private List<String> managed() {
        ManagedColumns wanted = generator.managedColumns();
        List<String> calls = new ArrayList<>();
        columns.managed(wanted.version())
                .ifPresent(column -> calls.add(
                        ".version(" + constant + "." + column.field() + ", " + row + "::" + column.name() + ")"));
        columns.managed(wanted.createdAt())
                .ifPresent(column -> calls.add(".createdAt(" + constant + "." + column.field() + ")"));
        columns.managed(wanted.updatedAt())
                .ifPresent(column -> calls.add(".updatedAt(" + constant + "." + column.field() + ")"));
        return calls;
    }

    private String each(Function<Column, String> source) {
        return keys.primaryKey().stream().map(source).collect(Collectors.joining(", "));
    }
}
