package dev.serein;

import org.jspecify.annotations.Nullable;

/** A row that must be there is not. What to do: tell the user, as with a 404. */
public final class RowNotFound extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String table;

    private RowNotFound(ErrorText text, @Nullable String table) {
        super(text);
        this.table = table;
    }

    /** Of a query that has no row. */
    static RowNotFound of(Sql sql) {
        return new RowNotFound(
                new ErrorText("Cannot find the row: the query returns none").with("sql", SqlText.brief(sql.text())),
                null);
    }

    /**
     * Of a table that has no row with this key.
     *
     * @param columns of the key
     */
    static RowNotFound in(String table, String columns) {
        return new RowNotFound(
                new ErrorText("Cannot find the row of " + table + ": none has this " + columns)
                        .with("columns", columns),
                table);
    }

    /**
     * Of an update that has met no row.
     *
     * @param columns of the key
     */
    static RowNotFound notUpdated(String table, String columns) {
        return new RowNotFound(
                new ErrorText("Cannot update the row of " + table + ": none has this " + columns
                                + ", or a trigger of the table left it as it was")
                        .with("columns", columns),
                table);
    }

    /** Of a row that another one has to belong to. */
    static RowNotFound joined(String table) {
        return new RowNotFound(
                new ErrorText("Cannot find the row of " + table + " that a row has to belong to")
                        .fix("ask with maybe(…), which may find none"),
                table);
    }

    /** Of a table that has not stored a row although nothing has failed. */
    static RowNotFound leftOut(String table) {
        return new RowNotFound(
                new ErrorText("Cannot find the row that was stored in " + table + ": the table left it out")
                        .fix("see which trigger or rule of the table does that"),
                table);
    }

    /**
     * Where it was looked for.
     *
     * @return {@code schema.table}; null of a query that is not about one table
     */
    public @Nullable String table() {
        return table;
    }
}
