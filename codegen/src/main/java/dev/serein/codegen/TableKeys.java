package dev.serein.codegen;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.meta.TableDefinition;

/** The keys of a table as a DAO knows them: by which of its columns rows are found, and named in a conflict. */
final class TableKeys {
    /** What a DAO has of its own: {@code findById} is about the primary key, whatever the name of a column. */
    private static final String PRIMARY = "Id";

    private final TableColumns columns;
    private final List<Catalog.UniqueIndex> indexes;
    private final List<Column> primaryKey;
    private final List<Search> unique;
    private final List<Search> references;

    TableKeys(TableDefinition table, Catalog catalog, TableColumns columns) {
        this.columns = columns;
        this.indexes = catalog.uniqueIndexes(table);
        this.primaryKey = primaryKey(table, catalog)
                .flatMap(key -> columns.named(key.columns()))
                .orElse(List.of());

        Names names = new Names(primaryKey.isEmpty() ? List.of() : List.of(PRIMARY));
        Map<Set<Column>, List<String>> keys = new LinkedHashMap<>();
        for (Catalog.UniqueIndex index : indexes) {
            if (index.predicate() == null) {
                add(keys, index.columns(), index.name());
            }
        }
        keys.remove(Set.copyOf(primaryKey));
        Map<Set<Column>, List<String>> foreignKeys = new LinkedHashMap<>();
        for (Catalog.ForeignKey key : catalog.foreignKeys(table)) {
            add(foreignKeys, key.columns(), key.name());
        }
        foreignKeys.keySet().removeAll(keys.keySet());
        foreignKeys.remove(Set.copyOf(primaryKey));
        this.unique = searches(keys, names);
        this.references = searches(foreignKeys, names);
    }

    /**
     * Columns to search by.
     *
     * @param name the end of a method's name
     * @param keys names of the constraints and indexes, at least one
     */
    record Search(String name, List<Column> columns, List<String> keys) {}

    private void add(Map<Set<Column>, List<String>> keys, List<String> names, String key) {
        columns.named(names).ifPresent(found -> keys.computeIfAbsent(inOrder(found), set -> new ArrayList<>())
                .add(key));
    }

    /** A set whose order is that of the first key: the second of two over the same columns has no say. */
    private static Set<Column> inOrder(List<Column> columns) {
        return new LinkedHashSet<>(columns);
    }

    private static List<Search> searches(Map<Set<Column>, List<String>> keys, Names names) {
        return keys.entrySet().stream()
                .map(key -> new Search(
                        names.distinct(
                                key.getKey().stream().map(Column::capitalised).collect(Collectors.joining("And"))),
                        List.copyOf(key.getKey()),
                        key.getValue()))
                .toList();
    }

    /** Not of a view, which has none. */
    static Optional<Catalog.UniqueIndex> primaryKey(TableDefinition table, Catalog catalog) {
        return catalog.uniqueIndexes(table).stream()
                .filter(Catalog.UniqueIndex::primary)
                .filter(key -> key.columns().stream().allMatch(name -> table.getColumn(name) != null))
                .findFirst();
    }

    /** Empty if there is none. */
    List<Column> primaryKey() {
        return primaryKey;
    }

    /** By unique constraints and indexes, the primary key apart. */
    List<Search> unique() {
        return unique;
    }

    /** By foreign keys that are not unique. */
    List<Search> references() {
        return references;
    }

    /** What {@code on conflict} may name. */
    List<Catalog.UniqueIndex> conflictTargets() {
        return indexes.stream()
                .filter(index ->
                        index.arbiter() && columns.named(index.columns()).isPresent())
                .toList();
    }

    /** Names of one scope. */
    static final class Names {
        private final Set<String> used = new HashSet<>();

        Names(List<String> taken) {
            taken.forEach(name -> used.add(name.toLowerCase(Locale.ROOT)));
        }

        String distinct(String wanted) {
            String name = wanted;
            for (int n = 2; !used.add(name.toLowerCase(Locale.ROOT)); n++) {
                name = wanted + "_" + n;
            }
            return name;
        }
    }
}
