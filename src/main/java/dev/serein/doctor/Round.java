package dev.serein.doctor;

import dev.serein.Database;
import dev.serein.DatabaseException;
import dev.serein.Isolation;
import dev.serein.Transaction;
import dev.serein.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One examination. A check that fails spoils its transaction: the next one goes on in another. There are no savepoints,
 * as each would cost two statements more, and all of them together are to be few.
 */
final class Round {
    static final int MOST_STATEMENTS = 50;
    /** BEGIN, how it runs, the bounds, and its end. */
    private static final int OF_A_TRANSACTION = 4;
    /** Settings that are sent with each transaction. */
    private static final int BEHIND_A_POOLER = 3;

    static final Duration LONGEST = Duration.ofMinutes(1);
    /**
     * As literals: anybody can see that they end with the transaction. Names are looked up in the catalog only, so that
     * nobody's function or operator is taken for the server's; tables are told with their schema. Statements on
     * catalogs look dear, and are cheap: to compile them takes ten times as long.
     */
    static final String BOUNDS = """
            pg_catalog.concat(pg_catalog.set_config('statement_timeout', '3000', true),
              pg_catalog.set_config('lock_timeout', '500', true), pg_catalog.set_config('jit', 'off', true),
              pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true))""";

    private static final TransactionOptions READING = TransactionOptions.defaults()
            .withName("doctor")
            .withIsolation(Isolation.READ_COMMITTED)
            .withReadOnly(true)
            .withIndependent(true);

    private final Database database;
    private final Wishes wishes;
    private final Deque<Check> left;
    private final Duration longest;
    private final long begun = System.nanoTime();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Unseen> unseen = new ArrayList<>();
    private int statements;
    private @Nullable Facts facts;

    /** @param longest after which no more check is begun */
    Round(Database database, Wishes wishes, Duration longest) {
        this.database = database;
        this.wishes = wishes;
        this.longest = longest;
        this.left = new ArrayDeque<>(wishes.checks());
    }

    Examination make() {
        do {
            database.transaction(READING, this::askIn);
            leaveRest(reasonToStop(OF_A_TRANSACTION + BEHIND_A_POOLER + 1));
        } while (!left.isEmpty());
        findings.sort(Comparator.comparing(Finding::severity));
        Facts known = Objects.requireNonNull(facts);
        return new Examination(
                Figures.shown(Subject.of(database, known)), Checks.names(wishes.checks()), findings, unseen);
    }

    private void askIn(Transaction tx) {
        statements += OF_A_TRANSACTION;
        boolean bounded = facts == null;
        if (facts == null) {
            facts = FactsQuery.ask(tx, wishes.clock());
            statements++;
            wishes.check(facts);
        }
        Facts known = facts;
        statements += known.handedOn() ? BEHIND_A_POOLER : 0;
        boolean well = tx.sql().connectionResult(connection -> ask(tx, connection, known, bounded));
        if (!well) {
            end(tx);
        }
    }

    private static void end(Transaction failed) {
        try {
            failed.rollback();
        } catch (DatabaseException e) {
            // its connection is gone, which is not lent again; the next one is another
        }
    }

    /** {@return whether the transaction is as it should be} */
    private boolean ask(Transaction tx, Connection connection, Facts known, boolean bounded) throws SQLException {
        CountedConnection counted = new CountedConnection(connection);
        Visit visit = new Visit(tx, counted, database, known, wishes);
        if (!bounded) {
            visit.rows("select " + BOUNDS, row -> true);
        }
        int before = statements - counted.statements();
        while (!left.isEmpty()) {
            leaveRest(reasonToStop(1));
            if (left.isEmpty()) {
                break;
            }
            Check check = left.remove();
            long asked = System.nanoTime();
            try {
                add(check.ask(visit));
            } catch (CannotSee e) {
                add(e.found());
                unseen.add(new Unseen(check.name(), Figures.shown(e.reason())));
            } catch (SQLException | RuntimeException e) {
                unseen.add(new Unseen(
                        check.name(),
                        Figures.shown(
                                Refusal.of(failure(e), known.role(), Duration.ofNanos(System.nanoTime() - asked)))));
                return false;
            } finally {
                statements = before + counted.statements();
            }
        }
        return true;
    }

    /** Names of roles, tables and the like may hold anything, such as what a terminal takes for a command. */
    private void add(List<Finding> found) {
        found.forEach(each -> findings.add(new Finding(
                each.check(),
                each.severity(),
                Figures.shown(each.problem()),
                each.objects().stream().map(Figures::shown).toList(),
                Figures.shown(each.fix()))));
    }

    /** A library wraps what the driver throws. Anything else is a bug. */
    private static SQLException failure(Exception thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof SQLException failure) {
                return failure;
            }
        }
        throw (RuntimeException) thrown;
    }

    /**
     * Why nothing more is asked.
     *
     * @param more the statements that it would take at least
     * @return null if something may be asked
     */
    private @Nullable String reasonToStop(int more) {
        if (System.nanoTime() - begun > longest.toNanos()) {
            return "it was not asked, as the others took a minute; see what keeps the server busy, and examine again";
        }
        return statements + more > MOST_STATEMENTS
                ? "it was not asked, as the others took all of " + MOST_STATEMENTS
                        + " statements; examine again without some of them"
                : null;
    }

    private void leaveRest(@Nullable String reason) {
        if (reason != null) {
            left.forEach(each -> unseen.add(new Unseen(each.name(), reason)));
            left.clear();
        }
    }
}
