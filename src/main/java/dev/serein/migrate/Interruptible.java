package dev.serein.migrate;

import dev.serein.flyway.ScriptStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A statement outside of a transaction, and what is to be done about what an interrupted run of it has left behind. */
interface Interruptible {
    /**
     * What to send.
     *
     * @param sql the statement, or another in its place
     * @param inNobodysWay whether nobody waits behind it while it waits for others
     */
    record Rest(String sql, boolean inNobodysWay) {}

    String WORD = "(?:\"(?:[^\"]|\"\")+\"|[^\\s\"]+)";

    /** The names of tables and indexes, with or without a schema. */
    String NAME = "((?:" + WORD + " \\. )*" + WORD + ")";

    /** Statements are read as their words, with a blank between. */
    Pattern CREATE_INDEX = Pattern.compile(
            "create (?:unique )?index concurrently (?:if not exists )?(?:(?!on )(" + WORD + ") )?on (?:only )?" + NAME
                    + "(?: .*|$)",
            Pattern.DOTALL);

    Pattern DROP_INDEX = Pattern.compile("drop index concurrently (?:if exists )?" + NAME + "(?: restrict| cascade)?");
    Pattern REINDEX = Pattern.compile("reindex (?:\\( .* \\) )?(?:verbose )?(\\w+) (?:concurrently ?)?" + NAME + "?");
    Pattern DETACH = Pattern.compile(
            "alter table (?:if exists )?(?:only )?" + NAME + " detach partition " + NAME + " concurrently");

    /** A statement that leaves nothing behind, or nothing that is in its own way. */
    static Interruptible of(ScriptStatement statement, StepSession session) {
        String sql = statement.sql();
        String text = statement.text();
        Matcher create = CREATE_INDEX.matcher(text);
        if (create.matches()) {
            return create.group(1) == null
                    ? new NamelessIndex(statement, create.group(2), session)
                    : new BuiltIndex(sql, create.group(1), create.group(2), session);
        }
        Matcher drop = DROP_INDEX.matcher(text);
        if (drop.matches()) {
            return new DroppedIndex(sql, drop.group(1), session);
        }
        Matcher reindex = REINDEX.matcher(text);
        if (text.contains("concurrently") && reindex.matches()) {
            return new RebuiltIndexes(sql, reindex.group(1), reindex.group(2), session);
        }
        Matcher detach = DETACH.matcher(text);
        if (detach.matches()) {
            return new DetachedPartition(sql, detach.group(1), detach.group(2), session);
        }
        return again -> new Rest(sql, false);
    }

    /**
     * Clears away what an interrupted run has left.
     *
     * @param again whether this very statement was begun before, and did not come to an end
     * @return what is still to be sent; null if the effect of the statement is there
     */
    @Nullable
    Rest rest(boolean again) throws SQLException;

    /** Whether what the statement makes is there before it is begun, so that it cannot be taken for its work later. */
    default boolean isThere() throws SQLException {
        return false;
    }

    /** Clears away what the statement, which has just failed, has left. */
    default void abandon() throws SQLException {}

    /** {@code drop index concurrently}. */
    record DroppedIndex(String sql, String index, StepSession session) implements Interruptible {
        @Override
        public @Nullable Rest rest(boolean again) throws SQLException {
            List<List<String>> gone = session.rows("select where to_regclass(?) is null", index);
            return again && !gone.isEmpty() ? null : new Rest(sql, true);
        }
    }

    /** {@code alter table … detach partition … concurrently}, which ends with a lock that readers wait behind. */
    record DetachedPartition(String sql, String table, String partition, StepSession session) implements Interruptible {
        @Override
        public @Nullable Rest rest(boolean again) throws SQLException {
            List<List<String>> attached = session.rows(
                    "select inhdetachpending from pg_inherits where inhparent = to_regclass(?) and inhrelid = to_regclass(?)",
                    table,
                    partition);
            if (attached.isEmpty()) {
                return again ? null : new Rest(sql, true);
            }
            return attached.get(0).get(0).equals("t")
                    ? new Rest("alter table " + table + " detach partition " + partition + " finalize", false)
                    : new Rest(sql, true);
        }
    }
}
