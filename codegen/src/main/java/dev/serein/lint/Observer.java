package dev.serein.lint;

import dev.serein.flyway.Script;
import dev.serein.flyway.ScriptError;
import dev.serein.flyway.ScriptStatement;
import dev.serein.flyway.SqlWord;
import dev.serein.lint.Activity.Reads;
import dev.serein.lint.SchemaState.Relation;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Looks at the server before and after each statement, on the connection on which Flyway runs it: what a transaction
 * has locked, it holds until it ends, and the server counts what it reads.
 */
final class Observer implements Callback {
    private static final Set<Event> EVENTS = Set.of(
            Event.BEFORE_EACH_MIGRATE,
            Event.BEFORE_EACH_MIGRATE_STATEMENT,
            Event.AFTER_EACH_MIGRATE_STATEMENT,
            Event.AFTER_EACH_MIGRATE_STATEMENT_ERROR);

    /** These look rows up one by one, too, for foreign keys: that those come to many says nothing. */
    private static final Set<String> OF_ROWS = Set.of("insert", "update", "delete", "merge", "copy", "with");

    /** What may end the transaction that it is in. */
    private static final Set<String> COMMITTING =
            Set.of("begin", "start", "commit", "end", "rollback", "abort", "prepare", "call", "do");

    private final Configuration configuration;
    private final Releases releases;
    private final List<Observation> observations = new ArrayList<>();
    private @Nullable CurrentFile file;
    private @Nullable CurrentStatement statement;

    /** @param configuration with which Flyway is run */
    Observer(Configuration configuration, Releases releases) {
        this.configuration = configuration;
        this.releases = releases;
    }

    /** The file that is being applied. */
    private static final class CurrentFile {
        private final String shown;
        private final List<ScriptStatement> statements;
        private final List<String> texts;
        private final boolean inTransaction;
        private SchemaState schema;
        private Activity activity;
        private int number;
        /** Whether the file itself has begun a transaction, and not ended it. */
        private boolean open;

        CurrentFile(String shown, Script script, String text, boolean inTransaction, SchemaState schema) {
            this.shown = shown;
            this.statements = script.statements();
            this.texts = LineComments.texts(statements, text);
            this.inTransaction = inTransaction;
            this.schema = schema;
            this.activity = Activity.NONE;
        }
    }

    /** The statement that is being run. */
    private record CurrentStatement(
            ScriptStatement statement,
            String text,
            @Nullable Interference outside) {
        boolean inTransaction() {
            return outside == null;
        }
    }

    @Override
    public boolean supports(Event event, Context context) {
        return EVENTS.contains(event);
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public String getCallbackName() {
        return "observer";
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            Connection connection = context.getConnection();
            if (event == Event.BEFORE_EACH_MIGRATE) {
                begin(connection, context.getMigrationInfo().getScript());
            } else if (file != null && event == Event.BEFORE_EACH_MIGRATE_STATEMENT) {
                before(connection, file);
            } else if (file != null && statement != null && event == Event.AFTER_EACH_MIGRATE_STATEMENT) {
                after(connection, file, statement);
            } else if (file != null && statement != null) {
                fail(connection, file, statement);
            }
        } catch (SQLException e) {
            throw new FlywayException("The statement cannot be watched: " + e.getMessage(), e);
        }
    }

    private void begin(Connection connection, String name) throws SQLException {
        releases.next();
        LoadableResource resource = configuration.getResourceProvider().getResource(name);
        file = resource == null
                ? null // a class
                : new CurrentFile(
                        ScriptError.shown(resource),
                        Script.of(resource, configuration),
                        text(resource),
                        !connection.getAutoCommit(),
                        SchemaReader.read(connection));
    }

    private static String text(LoadableResource resource) {
        try (Reader reader = resource.read()) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        } catch (IOException e) {
            throw new FlywayException("Cannot read " + ScriptError.shown(resource), e);
        }
    }

    private void before(Connection connection, CurrentFile file) throws SQLException {
        String text = file.texts.get(file.number);
        ScriptStatement next = file.statements.get(file.number++);
        if (!file.inTransaction && !fitsIntoTransaction(next)) {
            file.activity = Activity.NONE;
            statement = new CurrentStatement(next, text, releases.interfere(connection, next));
            return;
        }
        // of one in a file without a transaction, nothing would be left to look at
        connection.setAutoCommit(false);
        if (file.activity == Activity.NONE) {
            file.activity = Activity.of(connection); // what was counted before the file
        }
        statement = new CurrentStatement(next, text, null);
    }

    private static boolean fitsIntoTransaction(ScriptStatement statement) {
        List<SqlWord> words = statement.words();
        return statement.inTransaction()
                && !words.isEmpty()
                && !COMMITTING.contains(words.get(0).text());
    }

    private void after(Connection connection, CurrentFile file, CurrentStatement statement) throws SQLException {
        Activity now =
                statement.outside == null ? Activity.of(connection) : new Activity(statement.outside.end(), Map.of());
        observe(file, statement, SchemaReader.read(connection), now, null);
        file.activity = file.inTransaction ? now : Activity.NONE;
        if (!file.inTransaction) {
            file.open = isOpenAfter(statement.statement.words(), file.open);
            if (!file.open && !connection.getAutoCommit()) {
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
        this.statement = null;
    }

    private static boolean isOpenAfter(List<SqlWord> words, boolean open) {
        List<String> texts = words.stream().map(SqlWord::text).toList();
        return switch (texts.isEmpty() ? "" : texts.get(0)) {
            case "begin", "start" -> true;
            case "commit", "end", "rollback", "abort" ->
                open && (texts.contains("to") || texts.contains("chain") && !texts.contains("no"));
            default -> open;
        };
    }

    /** What the server says of it comes with what Flyway throws. */
    private void fail(Connection connection, CurrentFile file, CurrentStatement statement) throws SQLException {
        Map<Long, LockMode> locks = statement.outside == null ? file.activity.locks() : statement.outside.end();
        observe(file, statement, file.schema, new Activity(locks, file.activity.reads()), new ServerErrorMessage(""));
        if (!file.inTransaction && statement.inTransaction()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void observe(
            CurrentFile file,
            CurrentStatement current,
            SchemaState after,
            Activity now,
            @Nullable ServerErrorMessage failure) {
        ScriptStatement statement = current.statement;
        SchemaState released = releases.schema();
        Map<Long, LockMode> held = new HashMap<>(now.locks());
        held.keySet().retainAll(released.relations().keySet());
        Map<Long, LockMode> taken = new HashMap<>(held);
        taken.entrySet()
                .removeIf(each -> each.getValue() == file.activity.locks().get(each.getKey()));

        List<SqlWord> words = statement.words();
        boolean ofRows = !words.isEmpty() && OF_ROWS.contains(words.get(0).text());
        Set<Long> rewritten = new HashSet<>();
        Set<Long> emptied = new HashSet<>();
        Set<Long> scanned = new HashSet<>();
        Map<Long, Long> changed = new HashMap<>();
        for (Relation each : released.relations().values()) {
            Reads reads = now.reads(each.oid()).since(file.activity.reads(each.oid()));
            long rows = releases.rows().getOrDefault(each.oid(), 0L);
            long read = reads.scanned() + (ofRows ? reads.together() : reads.fetched());
            boolean whole = rows == 0 ? reads.scans() > 0 : read >= rows;
            if (each.kind() != 'S' && isAnotherFile(file.schema, after, each.oid())) {
                boolean copied = !each.isTable()
                        || !current.inTransaction()
                        || isMoved(file.schema, after, each.oid())
                        // to write a table anew is to read its rows; of an empty one both look the same
                        || (rows == 0 ? !names(statement, "truncate") : reads.scanned() > 0);
                (copied ? rewritten : emptied).add(each.oid());
            } else if (whole) {
                scanned.add(each.oid());
            }
            if (reads.changed() > 0) {
                changed.put(each.oid(), reads.changed());
            }
        }
        if (!current.inTransaction()) {
            boolean block = !words.isEmpty() && COMMITTING.contains(words.get(0).text());
            Implied implied = Implied.by(file.schema, after, rewritten, block);
            implied.locks().keySet().retainAll(released.relations().keySet());
            implied.locks().forEach((relation, mode) -> {
                held.merge(relation, mode, Activity::stronger);
                taken.merge(relation, mode, Activity::stronger);
            });
            implied.reads().retainAll(released.relations().keySet());
            scanned.addAll(implied.reads());
        }
        observations.add(new Observation(
                file.shown,
                statement.line(),
                current.text,
                file.inTransaction || file.open,
                released,
                file.schema,
                after,
                held,
                taken,
                rewritten,
                emptied,
                scanned,
                changed,
                releases.rows(),
                failure));
        file.schema = after;
    }

    private static boolean names(ScriptStatement statement, String word) {
        return statement.words().stream().anyMatch(each -> each.text().equals(word));
    }

    private static boolean isAnotherFile(SchemaState before, SchemaState after, long oid) {
        Relation old = before.relations().get(oid);
        Relation now = after.relations().get(oid);
        return old != null && now != null && old.file() != now.file();
    }

    private static boolean isMoved(SchemaState before, SchemaState after, long oid) {
        return before.relation(oid).tablespace() != after.relation(oid).tablespace();
    }

    /**
     * Adds what the server said of the statement that failed.
     *
     * @return false if none has
     */
    boolean failed(ServerErrorMessage why) {
        int last = observations.size() - 1;
        if (last < 0 || observations.get(last).failure() == null) {
            return false;
        }
        observations.set(last, observations.get(last).failedFor(why));
        return true;
    }

    /** Whether something of the file comes behind the statement that was seen last. */
    boolean isInMidst() {
        return file != null && file.number < file.statements.size();
    }

    /** All that was seen, in its order. */
    List<Observation> observations() {
        return observations;
    }
}
