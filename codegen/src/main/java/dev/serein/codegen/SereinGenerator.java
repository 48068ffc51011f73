package dev.serein.codegen;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jooq.codegen.Files;
import org.jooq.codegen.GeneratorStrategy;
import org.jooq.codegen.GeneratorStrategy.Mode;
import org.jooq.codegen.JavaGenerator;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.CatalogDefinition;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.Database;
import org.jooq.meta.SchemaDefinition;
import org.jooq.meta.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * jOOQ's generator, which also writes the row of every table and the version of the schema. jOOQ makes it by
 * reflection; it may be extended by naming a subclass in jOOQ's own {@code <generator><name>}.
 */
public class SereinGenerator extends JavaGenerator {
    private final Files files = new Files();
    private final List<Exception> failures = new ArrayList<>();
    private @Nullable Catalog catalog;
    private ManagedColumns managedColumns = ManagedColumns.NONE;

    /** For jOOQ's generator. */
    public SereinGenerator() {}

    @Override
    public void setStrategy(GeneratorStrategy strategy) {
        super.setStrategy(new RowTableStrategy(strategy));
    }

    @Override
    public final void generate(Database database) {
        if (generatePojos() || generateDaos()) {
            throw new GenerationFailed(
                    "jOOQ's own POJOs and DAOs would take the place of the rows",
                    "leave <pojos>, <immutablePojos> and <daos> out of jOOQ's settings");
        }
        managedColumns = ManagedColumns.of(database.getProperties());
        database.addFilter(new ApplicationObjects(database));
        setGenerateRecords(true); // the rows are read from them
        super.generate(database);
        if (!failures.isEmpty()) {
            throw new GenerationFailed(
                    "jOOQ cannot generate a table: " + failures.get(0).getMessage(), "", failures.get(0));
        }
    }

    @Override
    protected void generateTables(SchemaDefinition schema) {
        super.generateTables(schema);
        for (TableDefinition table : schema.getDatabase().getTables(schema)) {
            if (table.isTableValuedFunction()) {
                continue; // its record may be another table's
            }
            JavaWriter out = newJavaWriter(table, Mode.POJO);
            printPackage(out, table, Mode.POJO);
            new RowWriter(this, table, out).write();
            closeJavaWriter(out);
            if (TableKeys.primaryKey(table, catalog(schema.getDatabase())).isPresent()) {
                writeBeside(table, "Insert", writer -> new InsertWriter(this, table, writer).write());
                writeBeside(table, "Patch", writer -> new PatchWriter(this, table, writer).write());
            }
            writeBeside(table, "Dao", writer -> new DaoWriter(this, table, writer).write());
        }
    }

    /** A class in the package of the row, and named as that. */
    private void writeBeside(TableDefinition table, String suffix, Consumer<JavaWriter> write) {
        String name = TableColumns.className(getStrategy(), table, suffix);
        JavaWriter out = newJavaWriter(
                new File(getStrategy().getFile(table, Mode.POJO).getParentFile(), name + ".java"), Mode.POJO);
        printPackage(out, table, Mode.POJO);
        write.accept(out);
        closeJavaWriter(out);
    }

    /** jOOQ itself only logs what goes wrong with a table. */
    @Override
    protected void generateTable(SchemaDefinition schema, TableDefinition table) {
        try {
            super.generateTable(schema, table);
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /** Where another schema has a table of the same name, the classes of the paths to them would be one. */
    @Override
    protected void generateTable(TableDefinition table, JavaWriter out) {
        String path = getStrategy().getJavaClassName(table, Mode.PATH);
        if (table.getDatabase().getSchemata().size() > 1 && hasNamesakeIn(table.getDatabase(), table, path)) {
            out.refConflicts(List.of(path)); // so it is written with its package
        }
        super.generateTable(table, out);
    }

    private boolean hasNamesakeIn(Database database, TableDefinition table, String path) {
        return database.getTables().stream()
                .filter(other -> !other.getSchema().equals(table.getSchema()))
                .anyMatch(other ->
                        getStrategy().getJavaClassName(other, Mode.PATH).equals(path));
    }

    @Override
    protected void generateTableClassFooter(TableDefinition table, JavaWriter out) {
        if (!table.isTableValuedFunction()) {
            generateRowMethod(table, out);
        }
        super.generateTableClassFooter(table, out);
    }

    private void generateRowMethod(TableDefinition table, JavaWriter out) {
        String row = out.ref(getStrategy().getFullJavaClassName(table, Mode.POJO));
        String record = out.ref(getStrategy().getFullJavaClassName(table, Mode.RECORD));
        out.javadoc("The row of a record of this table.");
        out.override();
        out.println("public %s $row(%s record) {", row, record);
        out.println("return %s.of(record);", row);
        out.println("}");
        out.javadoc("The row of what the server has sent.");
        out.override();
        out.println(
                "public %s $read(%s row) throws %s {",
                row, out.ref("dev.serein.RowReader"), out.ref("java.sql.SQLException"));
        new RowWriter(this, table, out).writeReading();
        out.println("}");
    }

    @Override
    protected void generateCatalog(CatalogDefinition catalog) {
        super.generateCatalog(catalog);
        File file = new File(getStrategy().getFileRoot(), "SchemaVersion.java");
        JavaWriter out = newJavaWriter(file);
        printPackage(out, catalog);
        new SchemaVersionWriter(catalog.getDatabase().create(), out).write();
        closeJavaWriter(out);
    }

    /**
     * A comment of the database may hold a backslash and a u: to javac the start of an escape, also inside a comment.
     */
    @Override
    protected JavaWriter newJavaWriter(File file, Mode mode) {
        JavaWriter out =
                new JavaWriter(
                        file,
                        generateFullyQualifiedTypes(),
                        targetEncoding,
                        generateJavadoc(),
                        files,
                        generatedSerialVersionUID(),
                        mode) {
                    @Override
                    protected String beforeClose(String text) {
                        String newline = newlineString();
                        String safe = super.beforeClose(text)
                                .lines()
                                .map(line -> line.strip().startsWith("* ") ? harmless(line) : line)
                                .collect(Collectors.joining(newline, "", newline));
                        return safe.contains(GeneratedFiles.MARK) ? safe : marked(safe, newline);
                    }
                };
        if (generateIndentation() != null) {
            out.tabString(generateIndentation());
        }
        if (generateNewline() != null) {
            out.newlineString(generateNewline());
        }
        out.printMarginForBlockComment(generatePrintMarginForBlockComment());
        return out;
    }

    /**
     * A line of Javadoc. A comment of the database may hold what javac reads even there: a backslash and a u, which
     * begin an escape, and the tag that deprecates; the latter is jOOQ's own where it does not know a type.
     */
    private static String harmless(String line) {
        String safe = line.replace("\\u", "&#92;u");
        return safe.contains("@deprecated Unknown data type") ? safe : safe.replace("@deprecated", "&#64;deprecated");
    }

    /** A user's own strategy has a head of its own, or none. */
    private static String marked(String text, String newline) {
        return String.join(newline, "/*", " * " + GeneratedFiles.MARK, " */", text);
    }

    /** Read once for all tables. */
    final Catalog catalog(Database database) {
        Catalog known = catalog;
        if (known == null) {
            known = new Catalog(database.create());
            catalog = known;
        }
        return known;
    }

    final ManagedColumns managedColumns() {
        return managedColumns;
    }

    /** The type of a column, as source in this file. */
    final String typeOf(ColumnDefinition column, JavaWriter out) {
        return out.ref(getJavaType(column.getType(resolver(out)), out));
    }
}
