package dev.serein.flyway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.flywaydb.database.postgresql.PostgreSQLParser;

/** A migration, taken apart into statements by Flyway's own parser. */
public final class Script {
    /** What Flyway fills in itself, of the database; where there is none, it stands for nothing. */
    private static final List<String> OF_DATABASE =
            List.of("defaultSchema", "user", "database", "timestamp", "workingDirectory", "table", "environment");

    private static final Pattern COMMENT = Pattern.compile("--[^\n]*|/\\*(?s:.*?)\\*/");

    /** Nor does PostgreSQL run these in a transaction; Flyway does not know it. */
    private static final Pattern CONCURRENTLY = Pattern.compile(
            "reindex\\b[^;']*\\bconcurrently\\b.*|alter\\s+table\\b[^;']*\\bdetach\\s+partition\\b[^;']*\\bconcurrently",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final List<ScriptStatement> statements;
    private final boolean unknownToFlyway;

    private Script(List<ScriptStatement> statements, boolean unknownToFlyway) {
        this.statements = List.copyOf(statements);
        this.unknownToFlyway = unknownToFlyway;
    }

    /**
     * Reads and parses a migration.
     *
     * @param resource the file
     * @param configuration whose placeholders it has
     * @return its statements
     * @throws org.flywaydb.core.api.FlywayException if it cannot be read, or not be taken apart
     */
    public static Script of(LoadableResource resource, Configuration configuration) {
        ParsingContext context = new ParsingContext();
        Map<String, String> placeholders = context.getPlaceholders();
        OF_DATABASE.forEach(name -> placeholders.put("flyway" + configuration.getPlaceholderSeparator() + name, ""));
        List<ScriptStatement> statements = new ArrayList<>();
        boolean unknown = false;
        try (SqlStatementIterator all = new PostgreSQLParser(configuration, context).parse(resource)) {
            for (SqlStatement each = all.next(); each != null; each = all.next()) {
                boolean concurrent = CONCURRENTLY
                        .matcher(COMMENT.matcher(each.getSql()).replaceAll(" ").strip())
                        .matches();
                unknown |= concurrent && each.canExecuteInTransaction();
                statements.add(new ScriptStatement(
                        each.getSql(), each.getLineNumber(), each.canExecuteInTransaction() && !concurrent));
            }
        }
        return new Script(statements, unknown);
    }

    /**
     * Its statements.
     *
     * @return in their order
     */
    public List<ScriptStatement> statements() {
        return statements;
    }

    /** Whether all of it has to run outside of a transaction, and Flyway would run it inside of one. */
    boolean isUnknownToFlyway() {
        return unknownToFlyway && statements.stream().noneMatch(ScriptStatement::inTransaction);
    }
}
