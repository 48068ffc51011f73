package dev.serein.codegen;

import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jooq.meta.jaxb.Property;

/**
 * Names of columns that DAOs fill by themselves, in every table with a primary key that has them; empty for none.
 *
 * @param version counts the updates of a row
 * @param createdAt set by an insert
 * @param updatedAt set by an insert and by every update
 */
record ManagedColumns(String version, String createdAt, String updatedAt) {
    static final ManagedColumns NONE = new ManagedColumns("", "", "");

    private static final String VERSION = "serein.versionColumn";
    private static final String CREATED_AT = "serein.createdAtColumn";
    private static final String UPDATED_AT = "serein.updatedAtColumn";

    private static final Set<String> COUNTERS = Set.of("int2", "int4", "int8");
    private static final Set<String> TIMES = Set.of("date", "timestamp", "timestamptz");

    ManagedColumns {
        Set<String> used = new HashSet<>();
        for (String name : List.of(version, createdAt, updatedAt)) {
            if (!name.isEmpty() && !used.add(name)) {
                throw new GenerationFailed(
                        "The column " + name + " cannot be two of version, time of creation and time of update",
                        "name another column, or leave one of them out");
            }
        }
    }

    /** As the generator, which jOOQ makes, is told of them. */
    List<Property> properties() {
        return List.of(
                new Property().withKey(VERSION).withValue(version),
                new Property().withKey(CREATED_AT).withValue(createdAt),
                new Property().withKey(UPDATED_AT).withValue(updatedAt));
    }

    static ManagedColumns of(Properties properties) {
        return new ManagedColumns(
                properties.getProperty(VERSION, ""),
                properties.getProperty(CREATED_AT, ""),
                properties.getProperty(UPDATED_AT, ""));
    }

    boolean contains(String column) {
        return !column.isEmpty() && (column.equals(version) || column.equals(createdAt) || column.equals(updatedAt));
    }

    /**
     * Looks at a column that is one of them.
     *
     * @param table where it is, for the message
     * @throws GenerationFailed if a DAO cannot fill it
     */
    void require(String table, String column, boolean nullable, Catalog.Column known) {
        boolean isVersion = column.equals(version);
        String wrong = !(isVersion ? COUNTERS : TIMES).contains(known.type())
                ? "is of type " + known.type()
                : known.generated() || known.identity()
                        ? "is filled by the database"
                        : isVersion && nullable ? "may be null" : "";
        if (!wrong.isEmpty()) {
            String parameter = isVersion
                    ? "<versionColumn>"
                    : column.equals(createdAt) ? "<createdAtColumn>" : "<updatedAtColumn>";
            throw new GenerationFailed(
                    "The column " + table + "." + column + ", named in " + parameter + ", " + wrong,
                    isVersion
                            ? "make it a smallint, integer or bigint that is not null, or name another column"
                            : "make it a date, timestamp or timestamptz, or name another column");
        }
    }
}
