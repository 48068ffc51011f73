package dev.serein.postgres;

import org.jspecify.annotations.Nullable;

/** A migration could not be applied to a scratch database. */
public final class MigrationFailed extends ScratchPostgresException {
    private static final long serialVersionUID = 1;

    private final @Nullable String file;
    private final int line;
    private final int column;
    private final @Nullable String sqlState;

    MigrationFailed(
            String message,
            @Nullable String file,
            int line,
            int column,
            @Nullable String sqlState,
            @Nullable Throwable cause) {
        super(message, "", cause);
        this.file = file;
        this.line = line;
        this.column = column;
        this.sqlState = sqlState;
    }

    /**
     * The migration's file.
     *
     * @return its path as the set of migrations names it, or null where the failure is not of one file
     */
    public @Nullable String file() {
        return file;
    }

    /**
     * Where in the file.
     *
     * @return the line, from 1; 0 where it is not known
     */
    public int line() {
        return line;
    }

    /**
     * Where in the line.
     *
     * @return the column, from 1; 0 where it is not known
     */
    public int column() {
        return column;
    }

    /**
     * What the server said.
     *
     * @return the SQLSTATE, or null where the server was not asked
     */
    public @Nullable String sqlState() {
        return sqlState;
    }
}
