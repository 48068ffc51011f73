package dev.serein.codegen;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.codegen.GeneratorStrategy;
import org.jooq.codegen.GeneratorStrategy.Mode;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.TableDefinition;
import org.jspecify.annotations.Nullable;

/** A table as source, in one file: its classes and its columns. What all writers of its classes have in common. */
final class TableColumns {
    /** Section 8.10.3 of the Java language specification. */
    private static final Set<String> NO_COMPONENT_NAMES =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private final SereinGenerator generator;
    private final GeneratorStrategy strategy;
    private final TableDefinition table;
    private final JavaWriter out;
    private final Catalog catalog;
    private final boolean managed;
    private final Map<String, String> components;
    private final List<Column> columns;

    TableColumns(SereinGenerator generator, TableDefinition table, JavaWriter out) {
        this.generator = generator;
        this.strategy = generator.getStrategy();
        this.table = table;
        this.out = out;
        this.catalog = generator.catalog(table.getDatabase());
        this.managed = TableKeys.primaryKey(table, catalog).isPresent();
        this.components = DistinctNames.of(
                table.getColumns().stream().map(ColumnDefinition::getName).toList(), this::component);
        this.columns = table.getColumns().stream().map(this::column).toList();
    }

    private String component(String columnName) {
        String name = strategy.getJavaMemberName(table.getColumn(columnName), Mode.POJO);
        return NO_COMPONENT_NAMES.contains(name) ? name + "_" : name;
    }

    private Column column(ColumnDefinition column) {
        Catalog.Column known = catalog.column(table, column.getName());
        // jOOQ looks at the column and its domain, not at the domain below that one
        boolean nullable = column.getType().isNullable() && !known.domainNotNull();
        return new Column(
                generator,
                column,
                out,
                table.getColumns().indexOf(column),
                Objects.requireNonNull(components.get(column.getName())),
                nullable,
                filling(column, known, nullable));
    }

    private Column.Filling filling(ColumnDefinition column, Catalog.Column known, boolean nullable) {
        if (managed && generator.managedColumns().contains(column.getName())) {
            generator.managedColumns().require(table.getQualifiedName(), column.getName(), nullable, known);
            return Column.Filling.MANAGED;
        }
        if (known.generated()) {
            return Column.Filling.GENERATED;
        }
        if (known.identityAlways()) {
            return Column.Filling.IDENTITY_ALWAYS;
        }
        return nullable || known.hasDefault() || known.identity() ? Column.Filling.OPTIONAL : Column.Filling.REQUIRED;
    }

    /** In the order of the table. */
    List<Column> all() {
        return columns;
    }

    List<Column> filledBy(Column.Filling filling) {
        return columns.stream().filter(column -> column.filling() == filling).toList();
    }

    /** The columns of these names; nothing if the user's settings leave one of them out. */
    Optional<List<Column>> named(List<String> names) {
        List<Column> found = names.stream()
                .flatMap(name ->
                        columns.stream().filter(column -> column.columnName().equals(name)))
                .toList();
        return found.size() == names.size() ? Optional.of(found) : Optional.empty();
    }

    /** The column of this name that the DAO fills by itself; nothing if there is none. */
    Optional<Column> managed(String name) {
        return filledBy(Column.Filling.MANAGED).stream()
                .filter(column -> column.columnName().equals(name))
                .findFirst();
    }

    /** Names of methods for columns, in classes that have methods of their own. */
    Map<String, String> methods(Collection<String> taken) {
        return DistinctNames.of(columns.stream().map(Column::columnName).toList(), name -> {
            String component = Objects.requireNonNull(components.get(name));
            return taken.contains(component) ? component + "_" : component;
        });
    }

    /** {@code schema.table}, in a comment. */
    String code() {
        return "<code>" + comment(table.getQualifiedOutputName()) + "</code>";
    }

    String row() {
        return out.ref(strategy.getFullJavaClassName(table, Mode.POJO));
    }

    String record() {
        return out.ref(strategy.getFullJavaClassName(table, Mode.RECORD));
    }

    /** The table's constant, with its class. */
    String constant() {
        return out.ref(strategy.getFullJavaClassName(table, Mode.DEFAULT)) + "." + strategy.getJavaIdentifier(table);
    }

    /** Such as {@code UsersDao}: named as the row is, in the same package. */
    static String className(GeneratorStrategy strategy, TableDefinition table, String suffix) {
        String row = strategy.getJavaClassName(table, Mode.POJO);
        String base = row.length() > 3 && row.endsWith("Row")
                ? row.substring(0, row.length() - 3)
                : strategy.getJavaClassName(table, Mode.DEFAULT);
        return base + suffix;
    }

    String className(String suffix) {
        return className(strategy, table, suffix);
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
