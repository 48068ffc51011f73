package dev.serein;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;

/** How the rows of a statement are read. Immutable. */
final class Reading<T> {
    private final RowReader.Columns columns;
    private final RowFunction<T> row;

    /** Makes something of a row. */
    interface RowFunction<T> {
        T read(RowReader row) throws SQLException;
    }

    /** @param columns that the statement returns, in their order */
    Reading(List<? extends Field<?>> columns, RowFunction<T> row) {
        this(RowReader.Columns.of(columns), row);
    }

    Reading(RowReader.Columns columns, RowFunction<T> row) {
        this.columns = columns;
        this.row = row;
    }

    static <T> Reading<T> of(RowTable<?, T> table) {
        return new Reading<>(table.$columns(), table::$read);
    }

    private RowReader reader(ResultSet rows) {
        return new RowReader(rows, columns, 0);
    }

    RowStream.Next<T> each(ResultSet rows) {
        RowReader reader = reader(rows);
        return () -> row.read(reader);
    }

    /** The first one, if there is one. */
    Optional<T> first(ResultSet rows) throws SQLException {
        return rows.next() ? Optional.of(row.read(reader(rows))) : Optional.empty();
    }

    /** All of them; unmodifiable. */
    List<T> all(ResultSet rows) throws SQLException {
        RowReader reader = reader(rows);
        List<T> all = new ArrayList<>();
        while (rows.next()) {
            all.add(row.read(reader));
        }
        return Collections.unmodifiableList(all);
    }
}
