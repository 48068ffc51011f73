package dev.serein.codegen;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jooq.codegen.DefaultGeneratorStrategy;
import org.jooq.meta.AttributeDefinition;
import org.jooq.meta.ColumnDefinition;
import org.jooq.meta.Database;
import org.jooq.meta.Definition;
import org.jooq.meta.EmbeddableDefinition;
import org.jooq.meta.EnumDefinition;
import org.jooq.meta.ForeignKeyDefinition;
import org.jooq.meta.InverseForeignKeyDefinition;
import org.jooq.meta.ManyToManyKeyDefinition;
import org.jooq.meta.ParameterDefinition;
import org.jooq.meta.SchemaDefinition;
import org.jooq.meta.TableDefinition;
import org.jooq.meta.UniqueKeyDefinition;
import org.jooq.tools.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * jOOQ's names, made distinct: the classes of the first schema in the configured package itself, those of the others in
 * sub-packages, and the rows beside {@code Tables}. For jOOQ's generator, which makes one by reflection.
 */
public final class SereinStrategy extends DefaultGeneratorStrategy {
    /** Packages that jOOQ makes beside the schemas' own. */
    private static final Set<String> TAKEN_PACKAGES = Set.of(
            "tables", "routines", "enums", "udt", "domains", "embeddables", "packages", "names", "references", "daos");

    /** Classes beside {@code Tables} that a schema's class must leave alone. */
    private static final String TAKEN_CLASS = "SchemaVersion|.*(Row|Insert|Patch|Dao)";

    /** What generated code uses without an import: a class of that name beside it would be taken for it. */
    private static final Set<String> JAVA_LANG = Set.of(
            "Boolean",
            "Byte",
            "Character",
            "Class",
            "Deprecated",
            "Double",
            "Enum",
            "Float",
            "Integer",
            "Iterable",
            "Long",
            "Number",
            "Object",
            "Override",
            "Record",
            "Short",
            "String",
            "SuppressWarnings",
            "Void");

    private final Map<List<Object>, Map<String, String>> names = new HashMap<>();
    private @Nullable SchemaNames schemaNames;

    /** For jOOQ's generator. */
    public SereinStrategy() {}

    private SchemaNames schemaNames(Database database) {
        if (schemaNames == null) {
            schemaNames = new SchemaNames(database.create());
        }
        return schemaNames;
    }

    @Override
    public String getFileHeader(Definition definition, Mode mode) {
        return GeneratedFiles.MARK;
    }

    @Override
    public String getGlobalReferencesFileHeader(Definition container, Class<? extends Definition> objectType) {
        return GeneratedFiles.MARK;
    }

    @Override
    public String getJavaPackageName(Definition definition, Mode mode) {
        List<SchemaDefinition> schemas = definition.getDatabase().getSchemata();
        SchemaDefinition schema = definition.getSchema();
        String home = getTargetPackage();
        String first = definition.getDatabase().getInputSchemata().get(0);
        if (schema != null && !schema.getName().equals(first)) {
            home += "." + subPackage(schema, schemas);
        }
        if (definition instanceof TableDefinition && mode == Mode.POJO) {
            return home;
        }
        String byDefault = super.getJavaPackageName(definition, mode);
        int segments = getTargetPackage().split("\\.").length + (schema != null && schemas.size() > 1 ? 1 : 0);
        String[] parts = byDefault.split("\\.");
        for (int i = segments; i < parts.length; i++) {
            home += "." + parts[i];
        }
        return home;
    }

    private String subPackage(SchemaDefinition schema, List<SchemaDefinition> schemas) {
        return distinct(
                List.of("package"),
                () -> schemas.stream().map(Definition::getOutputName).toList(),
                name -> {
                    String lower = flat(name).toLowerCase(Locale.ROOT).replace("$", "_");
                    return TAKEN_PACKAGES.contains(lower) ? lower + "_" : lower;
                },
                schema.getOutputName());
    }

    @Override
    public String getJavaClassName(Definition definition, Mode mode) {
        String suffix =
                switch (mode) {
                    case RECORD -> "Record";
                    case PATH -> "Path";
                    case POJO -> "Row";
                    default -> "";
                };
        if (definition instanceof SchemaDefinition) {
            String name = super.getJavaClassName(definition, mode);
            return name.matches(TAKEN_CLASS) || JAVA_LANG.contains(name) ? name + "_" : name;
        }
        Collection<String> siblings = objectsOf(definition);
        if (siblings.isEmpty()) {
            return super.getJavaClassName(definition, mode);
        }
        String name = distinct(
                        List.of("class", definition.getSchema()),
                        () -> siblings,
                        SereinStrategy::className,
                        definition.getOutputName())
                + suffix;
        return JAVA_LANG.contains(name) || isConstantOfAnother(name, definition, siblings) ? name + "_" : name;
    }

    /** The names in whose midst an object of a schema needs one of its own; none where jOOQ's own name will do. */
    private Collection<String> objectsOf(Definition definition) {
        boolean ofSchema = definition.getSchema() != null
                && !(definition instanceof EmbeddableDefinition)
                && schemaNames(definition.getDatabase())
                        .objects(definition.getSchema().getName())
                        .contains(definition.getOutputName());
        return ofSchema
                ? schemaNames(definition.getDatabase())
                        .objects(definition.getSchema().getName())
                : List.of();
    }

    /** Among {@code Tables}' constants, {@code AB} of a table "ab" would hide the class {@code AB} of a table "a_b". */
    private boolean isConstantOfAnother(String className, Definition definition, Collection<String> siblings) {
        return className.equals(className.toUpperCase(Locale.ROOT))
                && siblings.stream()
                        .filter(sibling -> !sibling.equals(definition.getOutputName()))
                        .anyMatch(sibling ->
                                constant(sibling, definition, siblings).equals(className));
    }

    private String constant(String name, Definition definition, Collection<String> siblings) {
        return distinct(List.of("object", definition.getSchema()), () -> siblings, SereinStrategy::upper, name);
    }

    @Override
    public String getJavaIdentifier(Definition definition) {
        if (definition instanceof SchemaDefinition) {
            return distinct(
                    List.of("schema"),
                    () -> definition.getDatabase().getSchemata().stream()
                            .map(Definition::getOutputName)
                            .toList(),
                    SereinStrategy::upper,
                    definition.getOutputName());
        }
        Siblings siblings = siblingsOf(definition);
        if (siblings != null) {
            String container = upper(siblings.container().getOutputName());
            return distinct(
                    List.of("field", siblings.container()),
                    siblings.names(),
                    name -> upper(name).equals(container) ? container + "_" : upper(name),
                    definition.getOutputName());
        }
        String key = keyName(definition);
        if (key != null) {
            return distinct(
                    List.of("key", definition.getSchema()),
                    () -> schemaNames(definition.getDatabase())
                            .keys(definition.getSchema().getName()),
                    SereinStrategy::upper,
                    key);
        }
        Collection<String> objects = objectsOf(definition);
        return objects.isEmpty()
                ? super.getJavaIdentifier(definition)
                : constant(definition.getOutputName(), definition, objects);
    }

    private static @Nullable String keyName(Definition definition) {
        if (definition instanceof ForeignKeyDefinition key) {
            return key.getTable().getOutputName() + "__" + key.getOutputName();
        }
        if (definition instanceof InverseForeignKeyDefinition key) {
            return key.getReferencingTable().getOutputName() + "__" + key.getOutputName();
        }
        return definition instanceof UniqueKeyDefinition key ? key.getOutputName() : null;
    }

    @Override
    public String getJavaMemberName(Definition definition, Mode mode) {
        Siblings siblings = siblingsOf(definition);
        return siblings == null
                ? super.getJavaMemberName(definition, mode)
                : distinct(
                        List.of("member", siblings.container()),
                        siblings.names(),
                        name -> lowerFirst(camelCase(name)),
                        definition.getOutputName());
    }

    @Override
    public String getJavaGetterName(Definition definition, Mode mode) {
        return "get" + propertyName(definition, super.getJavaGetterName(definition, mode));
    }

    @Override
    public String getJavaSetterName(Definition definition, Mode mode) {
        return "set" + propertyName(definition, super.getJavaSetterName(definition, mode));
    }

    private String propertyName(Definition definition, String byDefault) {
        Siblings siblings = siblingsOf(definition);
        return siblings == null
                ? byDefault.substring("get".length())
                : distinct(
                        List.of("property", siblings.container()),
                        siblings.names(),
                        SereinStrategy::camelCase,
                        definition.getOutputName());
    }

    /** The paths of a table to others: one method each, named after the other table where that says enough. */
    @Override
    public String getJavaMethodName(Definition definition, Mode mode) {
        TableDefinition table = tableOfPath(definition);
        if (table == null) {
            return super.getJavaMethodName(definition, mode);
        }
        List<Definition> paths = new ArrayList<>(table.getForeignKeys());
        paths.addAll(table.getInverseForeignKeys());
        paths.addAll(table.getManyToManyKeys());
        Map<String, String> wanted = new HashMap<>();
        for (Definition path : paths) {
            wanted.put(pathName(path), super.getJavaMethodName(path, mode));
        }
        return distinct(List.of("path", table), wanted::keySet, wanted::get, pathName(definition));
    }

    private static @Nullable TableDefinition tableOfPath(Definition definition) {
        if (definition instanceof ForeignKeyDefinition key) {
            return key.getTable();
        }
        if (definition instanceof InverseForeignKeyDefinition key) {
            return key.getTable();
        }
        return definition instanceof ManyToManyKeyDefinition key ? key.getParentTable1() : null;
    }

    /**
     * In lower case, and to-one before to-many before many-to-many, which is the order in which they keep their names.
     */
    private static String pathName(Definition path) {
        String order =
                path instanceof ForeignKeyDefinition ? "1" : path instanceof InverseForeignKeyDefinition ? "2" : "3";
        String qualified = path instanceof InverseForeignKeyDefinition key
                ? key.getReferencingTable().getQualifiedName() + " " + key.getQualifiedName()
                : path instanceof ManyToManyKeyDefinition key
                        ? key.getForeignKey1().getQualifiedName() + " "
                                + key.getForeignKey2().getQualifiedName()
                        : path.getQualifiedName();
        return order + " " + qualified;
    }

    @Override
    public String getJavaEnumLiteral(EnumDefinition definition, String literal) {
        return distinct(List.of("literal", definition), definition::getLiterals, SereinStrategy::flat, literal);
    }

    private record Siblings(Definition container, Supplier<Collection<String>> names) {}

    private static @Nullable Siblings siblingsOf(Definition definition) {
        if (definition instanceof ColumnDefinition column) {
            return siblings(column.getContainer(), () -> column.getContainer().getColumns());
        }
        if (definition instanceof AttributeDefinition attribute) {
            return siblings(
                    attribute.getContainer(), () -> attribute.getContainer().getAttributes());
        }
        if (definition instanceof ParameterDefinition parameter) {
            return siblings(
                    parameter.getContainer(), () -> parameter.getContainer().getAllParameters());
        }
        return null;
    }

    private static Siblings siblings(Definition container, Supplier<List<? extends Definition>> all) {
        return new Siblings(
                container,
                () -> all.get().stream().map(Definition::getOutputName).toList());
    }

    private String distinct(
            List<Object> scope, Supplier<Collection<String>> siblings, UnaryOperator<String> style, String name) {
        Map<String, String> known = names.get(scope);
        if (known == null) {
            known = DistinctNames.of(siblings.get(), style);
            names.put(scope, known);
        }
        String found = known.get(name);
        return found != null ? found : DistinctNames.identifier(style.apply(name));
    }

    private static String camelCase(String name) {
        return StringUtils.toCamelCase(flat(name));
    }

    /** With an upper-case letter first, as no variable has: a variable of the same name would hide the class. */
    private static String className(String name) {
        String className = camelCase(name);
        return !className.isEmpty() && Character.isUpperCase(className.charAt(0)) ? className : "T" + className;
    }

    private static String upper(String name) {
        return flat(name).toUpperCase(Locale.ROOT);
    }

    private static String lowerFirst(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** What separates words becomes an underscore, as in jOOQ's own names. */
    private static String flat(String name) {
        return name.replace(' ', '_').replace('-', '_').replace('.', '_');
    }
}
