package dev.serein;

import java.util.regex.Pattern;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableRecord;

/** The name of a table, for messages. */
final class TableName {
    /** What jOOQ calls the table of a path. */
    private static final Pattern OF_PATH = Pattern.compile("alias_\\d+");

    private TableName() {}

    /**
     * {@return {@code schema.table}, without quotes; the table alone where the schema has no name; of an alias with
     * {@code as} and the alias; of a path the table that it leads to}
     */
    static String of(Table<?> table) {
        Schema schema = table.getSchema();
        if (schema != null && !schema.getName().isEmpty()) {
            return schema.getName() + "." + table.getName();
        }
        // the records of an alias are those of the table
        if (schema == null
                && table.newRecord() instanceof TableRecord<?> row
                && !row.getTable().equals(table)) {
            String name = of(row.getTable());
            return OF_PATH.matcher(table.getName()).matches() ? name : name + " as " + table.getName();
        }
        return table.getName();
    }
}
