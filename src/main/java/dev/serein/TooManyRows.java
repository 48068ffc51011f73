package dev.serein;

/** There are more rows than the one that was asked for. What to do: mend the query. */
public final class TooManyRows extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private TooManyRows(ErrorText text) {
        super(text);
    }

    static TooManyRows of(Sql sql) {
        return new TooManyRows(new ErrorText("Cannot take one row: the query returns more")
                .with("sql", SqlText.brief(sql.text()))
                .fix("ask for list() or first(), or narrow the query to a unique key"));
    }
}
