package dev.serein;

/**
 * A row is not as it was read: another has changed or deleted it since, or a trigger of the table has dropped the
 * change, which looks the same. Nothing of this change is stored; a transaction can go on. What to do: read it again,
 * and decide anew.
 */
public final class RowChanged extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private final String table;

    private RowChanged(ErrorText text, String table) {
        super(text);
        this.table = table;
    }

    /** @param verb what was to be done with it */
    static RowChanged since(String verb, DaoTable<?, ?, ?> table) {
        return new RowChanged(
                new ErrorText(
                                "Cannot " + verb + " the row of " + table.name()
                                        + ": it was changed or deleted since it was read, or a trigger of the table left it as it was")
                        .with("columns", table.versionName())
                        .fix("read it again"),
                table.name());
    }

    /**
     * Where the row was.
     *
     * @return {@code schema.table}
     */
    public String table() {
        return table;
    }
}
