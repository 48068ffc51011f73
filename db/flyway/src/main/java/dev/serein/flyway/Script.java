package dev.serein.flyway;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.sqlscript.SqlScriptMetadata;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.flywaydb.database.postgresql.PostgreSQLParser;
import org.jspecify.annotations.Nullable;

/** A migration, taken apart into statements by Flyway's own parser. */
public final class Script {
    /** What a server's refusal, and ours, of such a statement in a transaction is followed by. */
    static final String MEND = "put it into a migration of its own";

    /** What Flyway fills in itself, of the database; where there is none, it stands for nothing. */
    private static final List<String> OF_DATABASE =
            List.of("defaultSchema", "user", "database", "timestamp", "workingDirectory", "table", "environment");

    private final LoadableResource resource;
    private final Configuration configuration;
    private final List<ScriptStatement> statements;

    private Script(LoadableResource resource, Configuration configuration, List<ScriptStatement> statements) {
        this.resource = resource;
        this.configuration = configuration;
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads and parses a migration, with the configuration file beside it if there is one.
     *
     * @param resource the file
     * @param configuration whose placeholders it has
     * @return its statements
     * @throws FlywayException if it cannot be read, or not be taken apart
     */
    public static Script of(LoadableResource resource, Configuration configuration) {
        return of(
                resource,
                configuration,
                SqlScriptMetadata.getMetadataResource(configuration.getResourceProvider(), resource));
    }

    /** @param beside the configuration file of the script; null if there is none */
    static Script of(LoadableResource resource, Configuration configuration, @Nullable LoadableResource beside) {
        ParsingContext context = new ParsingContext();
        Map<String, String> placeholders = context.getPlaceholders();
        OF_DATABASE.forEach(name -> placeholders.put("flyway" + configuration.getPlaceholderSeparator() + name, ""));
        PostgreSQLParser parser = new PostgreSQLParser(configuration, context);
        List<ScriptStatement> statements = new ArrayList<>();
        SqlScriptMetadata metadata = SqlScriptMetadata.fromResource(beside, parser, configuration);
        try (SqlStatementIterator all = parser.parse(EndingReader.of(resource), metadata)) {
            for (SqlStatement each = all.next(); each != null; each = all.next()) {
                // without a database the parser takes it for an old one, which wanted this outside
                boolean known = !each.canExecuteInTransaction()
                        && !ScriptStatement.of(each.getSql(), 0, false).text().startsWith("alter type ");
                statements.add(ScriptStatement.of(each.getSql(), each.getLineNumber(), known));
            }
        } catch (FlywayException e) {
            throw e.getCause() instanceof ScriptFailure known ? known : e;
        }
        return new Script(resource, configuration, statements);
    }

    /**
     * Its statements.
     *
     * @return in their order
     */
    public List<ScriptStatement> statements() {
        return statements;
    }

    /**
     * Whether a statement of it cannot run in a transaction.
     *
     * @return false if all can
     */
    public boolean needsNoTransaction() {
        return statements.stream().anyMatch(each -> !each.inTransaction());
    }

    /**
     * The first statement that cannot run the way in which those before it do.
     *
     * @return null if all can run in a transaction, or all outside of one
     */
    public @Nullable ScriptStatement misfit() {
        Boolean inTransaction = null;
        for (ScriptStatement each : statements) {
            if (inTransaction != null && each.inTransaction() != inTransaction && !each.isOfSession()) {
                return each;
            }
            inTransaction = each.isOfSession() ? inTransaction : Boolean.valueOf(each.inTransaction());
        }
        return null;
    }

    /**
     * What to throw if a statement cannot be run beside the others of the file.
     *
     * @param misfit the statement
     * @return an exception that {@link ScriptError#of} knows
     */
    public FlywayException refusal(ScriptStatement misfit) {
        return refusal(
                misfit,
                misfit.inTransaction()
                        ? "this statement runs in a transaction, and those before it cannot: " + MEND
                        : "this statement cannot run in a transaction, and those before it do: " + MEND);
    }

    /**
     * What to throw instead of running a statement.
     *
     * @param statement of this script
     * @param problem one line
     * @return an exception that {@link ScriptError#of} knows
     */
    public FlywayException refusal(ScriptStatement statement, String problem) {
        return new ScriptFailure(
                new ScriptError(ScriptError.shown(resource), new SqlPosition(statement.line(), 0), null, problem),
                null);
    }

    /**
     * What to throw if a statement has failed that was not run by Flyway.
     *
     * @param statement of this script
     * @param sent what was sent in its name
     * @param failure what the driver threw
     * @return an exception that {@link ScriptError#of} knows
     */
    public FlywayException failure(ScriptStatement statement, String sent, SQLException failure) {
        return new ScriptFailure(
                ScriptError.of(resource, configuration, statement, sent.startsWith(statement.sql()), failure), failure);
    }
}
