package dev.serein.lint;

import dev.serein.flyway.ScriptStatement;
import dev.serein.lint.SchemaState.Relation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What is in use when the statements run: the schema of the older version, and the rows of its tables. Either one
 * release for all files, or one for each.
 */
final class Releases implements AutoCloseable {
    private final DataSource database;
    private final Connection side;
    private final boolean eachFile;
    private final boolean withRows;
    private final Set<Long> empty = new HashSet<>();
    private @Nullable SchemaState schema;
    private Map<Long, Long> rows = Map.of();

    /**
     * @param eachFile whether each file is a release of its own
     * @param withRows whether tables are given rows
     */
    Releases(DataSource database, boolean eachFile, boolean withRows) throws SQLException {
        this.database = database;
        this.side = database.getConnection();
        this.eachFile = eachFile;
        this.withRows = withRows;
    }

    /** To be called when a file begins, before it has locked anything. */
    void next() throws SQLException {
        if (schema != null && !eachFile) {
            return;
        }
        SchemaState now = SchemaReader.read(side);
        if (withRows) {
            new SampleRows(side, now).fill().forEach(table -> empty.add(table.oid()));
        }
        rows = counted(now);
        schema = now;
    }

    private Map<Long, Long> counted(SchemaState schema) throws SQLException {
        Map<Long, Long> counts = new HashMap<>();
        try (Statement statement = side.createStatement()) {
            for (Relation each : schema.relations().values()) {
                if (each.kind() == 'r' || each.kind() == 'm') {
                    try (ResultSet count = statement.executeQuery("select count(*) from only " + Names.quoted(each))) {
                        count.next();
                        counts.put(each.oid(), count.getLong(1));
                    } catch (SQLException unpopulated) {
                        counts.put(each.oid(), 0L); // a materialized view that was never refreshed
                    }
                }
            }
        }
        return Map.copyOf(counts);
    }

    /** What is released. */
    SchemaState schema() {
        if (schema == null) {
            throw new IllegalStateException("no file has begun");
        }
        return schema;
    }

    /** How many rows each table has. */
    Map<Long, Long> rows() {
        return rows;
    }

    /** Tables into which no rows could be put. */
    Set<Long> empty() {
        return empty;
    }

    /** Gets in the way of a statement that holds its locks only while it runs. */
    Interference interfere(Connection connection, ScriptStatement statement) throws SQLException {
        return Interference.begin(database, connection, schema(), statement);
    }

    @Override
    public void close() throws SQLException {
        side.close();
    }
}
