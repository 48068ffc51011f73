package dev.serein;

import org.jooq.Schema;
import org.jooq.Table;

/** The name of a table, for messages. */
final class TableName {
    private TableName() {}

    /** {@return {@code schema.table}, without quotes; the table alone where the schema has no name} */
    static String of(Table<?> table) {
        Schema schema = table.getSchema();
        return schema == null || schema.getName().isEmpty()
                ? table.getName()
                : schema.getName() + "." + table.getName();
    }
}
