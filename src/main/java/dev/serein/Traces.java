package dev.serein;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * What one borrower may have left in a session, so that the next one does not find it. Nothing is sent unless a
 * statement may have left something: then one round trip lists and undoes it. In a session of another's pool, which may
 * have settings that are that one's own, one more before such a statement says how it was. One thread's.
 */
final class Traces {
    private static final String LEFT = "A connection is given back with something left in its session; it is undone";
    private static final String WAY_OUT = "use what ends with the transaction: set local, set_config(…, true),"
            + " pg_advisory_xact_lock, on commit drop; or undo it before";
    private static final String LOCK_TIMEOUT = "lock_timeout";

    /** Not those whose names are bound. */
    private static final Pattern SETTING = Pattern.compile(
            "\\b(?:set\\s+(?:session\\s+|local\\s+)?|set_config\\s*\\(\\s*')\"?([a-z_][\\w$]*(?:\"?\\.\"?[a-z_][\\w$]*)*)",
            Pattern.CASE_INSENSITIVE);

    private final Slot slot;
    private final Misuse misuse;
    private final boolean ours;
    private final Set<String> lines = new LinkedHashSet<>();
    /** That the server does not list. */
    private final Set<String> settings = new LinkedHashSet<>();

    private @Nullable SessionState before;
    /** Those of the transaction, as far as is known. */
    private final Set<String> local = new LinkedHashSet<>();
    /** Those that are not compared. */
    private final Set<String> except = new LinkedHashSet<>();

    private boolean lasting;
    private @Nullable SessionState left;

    /** @param ours whether nobody else has settings in the session */
    Traces(Slot slot, Misuse misuse, boolean ours) {
        this.slot = slot;
        this.misuse = misuse;
        this.ours = ours;
    }

    /** Before a statement runs that does more than {@link SessionUse#NONE nothing}. */
    void add(SessionUse use, String sql) throws SQLException {
        boolean lasts = use == SessionUse.LASTING;
        if (lasts || !ours) {
            Matcher setting = SETTING.matcher(sql);
            while (setting.find()) {
                String name = setting.group(1).replace("\"", "").toLowerCase(Locale.ROOT);
                if (!lasts) {
                    local.add(name);
                } else if (name.indexOf('.') > 0) {
                    settings.add(name);
                }
            }
        }
        if (!lasts) {
            return;
        }
        if (!ours && before == null) {
            if (slot.transactionState() == TransactionState.FAILED) {
                return; // so will this
            }
            readBefore();
        }
        lasting = true;
        if (!misuse.isIgnored()) {
            lines.add(CallSite.below(LentConnection.class));
        }
    }

    /**
     * A transaction that has run nothing yet runs nothing by this: it may still be told how to run. One that has may
     * have settings of its own, which are not compared then.
     */
    private void readBefore() throws SQLException {
        PgConnection connection = slot.connection();
        boolean begun = slot.transactionState() == TransactionState.OPEN;
        if (begun) {
            except.addAll(local);
            except.add(LOCK_TIMEOUT);
            except.add("timezone"); // as "set local time zone" says it
        }
        before = SessionState.read(connection, settings);
        if (!begun && !connection.getAutoCommit()) {
            connection.rollback();
        }
    }

    /** Whether something may be left. */
    boolean areLasting() {
        return lasting;
    }

    /** When the borrower is done. */
    void undo() throws SQLException {
        PgConnection connection = slot.connection();
        if (connection.isClosed()) {
            return;
        }
        boolean autoCommit = connection.getAutoCommit();
        if (!autoCommit) {
            connection.rollback(); // as the pool does next
            connection.setAutoCommit(true);
        }
        try {
            left = ours || before == null
                    ? SessionState.undo(connection, settings)
                    : SessionState.undo(connection, settings, before, except);
        } finally {
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
        }
    }

    /**
     * Once the connection is given back; nothing the second time.
     *
     * @param failed whether an exception is on its way, which is not to be hidden
     * @throws IllegalStateException if something was left in the session, and the guard says so
     */
    void judge(boolean failed) {
        List<String> facts = left == null ? List.of() : left.facts();
        left = null;
        if (!facts.isEmpty()) {
            Misuse.Finding finding = new Misuse.Finding(LEFT, null, facts, WAY_OUT);
            String line = String.join("\n", lines);
            if (failed) {
                misuse.tell(finding, line);
            } else {
                misuse.found(finding, line);
            }
        }
    }
}
