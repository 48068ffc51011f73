package dev.serein.lint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the application's schemas hold at one moment, as the catalogs have it. What belongs to an extension, and
 * Flyway's own tables, are left out.
 *
 * @param relations tables, indexes, views, materialized views, sequences, foreign tables, by their oid
 * @param columns of tables and views, by relation and number
 * @param constraints by their oid; of tables, and of domains
 * @param indexes by their oid, which is also that of their relation
 * @param labels of each enumerated type, by its name with its schema
 * @param named what else programs name
 */
record SchemaState(
        Map<Long, Relation> relations,
        Map<ColumnKey, Column> columns,
        Map<Long, Constraint> constraints,
        Map<Long, Index> indexes,
        Map<String, List<String>> labels,
        Named named) {

    /**
     * A relation.
     *
     * @param kind as in {@code pg_class.relkind}: r, p, i, I, v, m, S, f
     * @param file where its rows are ({@code relfilenode}): another number means that it was written anew, or emptied
     * @param tablespace 0 for the database's own
     * @param partition whether it is part of a partitioned table or index
     * @param writable what {@code pg_relation_is_updatable} says; of a table all events
     */
    record Relation(
            long oid,
            String schema,
            String name,
            char kind,
            long file,
            long tablespace,
            boolean partition,
            int writable) {
        boolean isTable() {
            return kind == 'r' || kind == 'p' || kind == 'f';
        }

        /** Whether programs read it by its name. */
        boolean isReadable() {
            return isTable() || kind == 'v' || kind == 'm';
        }

        /** As a person writes it: without the schema where that is {@code public}. */
        String shown() {
            return schema.equals("public") ? name : schema + "." + name;
        }
    }

    /**
     * What programs name beside tables and views. All names are with their schemas.
     *
     * @param routines functions and procedures, but those of triggers
     * @param sequences that belong to no column, and to no default
     * @param attributes of composite types, each as {@code name type}
     * @param grants of each relation, by who has them: {@code select}; those of its owner are left out
     * @param owners of relations
     * @param secured tables with row-level security
     */
    record Named(
            Set<String> routines,
            Set<String> sequences,
            Map<String, List<String>> attributes,
            Map<Long, Map<String, Set<String>>> grants,
            Map<Long, String> owners,
            Set<Long> secured) {}

    /** Stays the same when the column is renamed. */
    record ColumnKey(long relation, int number) {}

    /**
     * A column.
     *
     * @param type with its modifier, as in {@code varchar(20)}; of a domain, the domain's name
     * @param baseType the same with domains resolved
     * @param required whether it is not null, by itself or by its domain
     * @param filled whether it gets a value when an insert does not name it: default, identity, generated, of its
     *     domain
     * @param generated whether it cannot be written: always generated, or identity always
     */
    record Column(
            ColumnKey key,
            String name,
            String type,
            String baseType,
            boolean required,
            boolean filled,
            boolean generated) {}

    /**
     * A constraint.
     *
     * @param type as in {@code pg_constraint.contype}: c, f, p, u, x, n, t
     * @param relation whose it is; 0 for a domain's
     * @param domain whose it is; null for a table's
     * @param referenced of a foreign key; else 0
     * @param columns the numbers of its columns
     * @param index that it has; 0 for none
     */
    record Constraint(
            long oid,
            String name,
            char type,
            long relation,
            @Nullable String domain,
            long referenced,
            List<Integer> columns,
            long index,
            boolean validated,
            String definition) {}

    /**
     * An index.
     *
     * @param definition as {@code pg_get_indexdef} writes it
     */
    record Index(long oid, long table, boolean unique, boolean valid, String definition) {}

    Relation relation(long oid) {
        Relation relation = relations.get(oid);
        if (relation == null) {
            throw new IllegalArgumentException("there is no relation " + oid);
        }
        return relation;
    }
}
