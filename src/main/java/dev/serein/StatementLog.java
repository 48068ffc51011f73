package dev.serein;

import dev.serein.log.LeftOpen;
import dev.serein.log.LoggedStatement;
import dev.serein.log.RepeatedStatement;
import dev.serein.log.SequentialScan;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * What was executed on a {@link Database}, how often and from which lines: for tests.
 *
 * <pre>{@code
 * try (StatementLog log = db.log()) {
 *     orders.page();
 *     assertThat(log.count()).isEqualTo(1);
 *     assertThat(log.repeated(1)).isEmpty();
 *     assertThat(log.sequentialScans(100)).isEmpty();
 *     assertThat(log.leftOpen()).isEmpty();
 * }
 * }</pre>
 *
 * <p>It records what {@link StatementListener} is told of: the statements of all threads, of all sessions that were
 * made of the database, and of {@link Session#sql()}, from when it is opened until it is closed. A statement is
 * recorded when it is over; a result that is read row by row, when that is closed. A {@link Session#batch batch} is
 * one, a find with its children is one round trip and one statement, and so is each attempt of a transaction that is
 * run again. BEGIN, COMMIT, savepoints and what else Serein sends along are not among them; nor is what runs on JDBC
 * itself, through {@code sql().connection(…)}; nor what a {@link StatementListener} runs.
 *
 * <p>It holds neither values nor rows. It keeps the first 100,000 statements; {@link #count} counts on. Thread-safe.
 */
public final class StatementLog implements AutoCloseable {
    /** For all of the statements of a log. */
    private static final Duration EXPLAINING = Duration.ofSeconds(30);

    private final Executor executor;
    private final Recording recording;

    StatementLog(Executor executor) {
        this(executor, Recording.MOST);
    }

    /** @param most how many statements are kept */
    StatementLog(Executor executor, int most) {
        this.executor = executor;
        this.recording = new Recording(most);
        executor.listeners().add(recording);
    }

    /**
     * What has run, in the order in which it was over.
     *
     * @return the first 100,000
     */
    public List<LoggedStatement> statements() {
        return recording.kept();
    }

    /**
     * Those about something.
     *
     * @param part of their SQL, in any case and without quotes: {@code public.users}, {@code insert into}
     * @return those of {@link #statements} whose SQL holds that
     */
    public List<LoggedStatement> statements(String part) {
        return statements().stream().filter(each -> each.isAbout(part)).toList();
    }

    /**
     * How many have run.
     *
     * @return the number of all of them, kept or not
     */
    public long count() {
        return recording.count();
    }

    /**
     * What one line has run more often than that, with the same SQL: most likely in a loop over the rows of another
     * statement, which {@link Find#with} reads along with them. Two lines that run the same do not add up; what several
     * threads run does.
     *
     * @param moreThan how often one line may run the same; 1 for once
     * @return each line and SQL once
     * @throws IllegalArgumentException if the number is less than zero
     */
    public List<RepeatedStatement> repeated(int moreThan) {
        return RepeatedStatement.among(statements(), moreThan);
    }

    /**
     * Tables that a statement can only read from end to end, as no index serves its conditions, among those of more
     * rows than that. Whether PostgreSQL did so is not the question: it reads every small table from end to end. It is
     * asked how it would run them if it could hardly afford to.
     *
     * <p>What has been run is planned again, not run, on a connection of its own, which has the session's defaults and
     * sees what is committed. Statements without a plan, such as {@code create table}, and those that have failed are
     * left out. The rows of large tables are counted up to 100,000. At most 30 s.
     *
     * @param moreThanRows how many rows a table may have that is read from end to end
     * @return each SQL and table once; none of the system's own tables
     * @throws IllegalArgumentException if the number is less than zero
     * @throws IllegalStateException if a statement cannot be planned there, as its table is temporary, or not
     *     committed: {@link #sequentialScans(long, Predicate)} leaves it out
     * @throws DatabaseException if the server cannot be asked
     */
    public List<SequentialScan> sequentialScans(long moreThanRows) {
        return sequentialScans(moreThanRows, statement -> true);
    }

    /**
     * The same, of some of the statements.
     *
     * @param moreThanRows how many rows a table may have that is read from end to end
     * @param which whether a statement is looked at
     * @return each SQL and table once; none of the system's own tables
     * @throws IllegalArgumentException if the number is less than zero
     * @throws IllegalStateException if one of them cannot be planned on another connection
     * @throws DatabaseException if the server cannot be asked
     */
    public List<SequentialScan> sequentialScans(long moreThanRows, Predicate<LoggedStatement> which) {
        List<LoggedStatement> asked = statements().stream().filter(which).toList();
        Lender lender = executor.lender();
        LentConnection connection = lender.connect(System.nanoTime(), EXPLAINING);
        try {
            // past what is lent: nothing that the planner is told is left behind
            return SequentialScan.among(asked, moreThanRows, connection.slot().connection());
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot look for sequential scans", e, null);
        } finally {
            lender.end(connection);
        }
    }

    /**
     * What is open at this moment, of what began since the log was opened: connections that were borrowed and not given
     * back, transactions that are not over, statements that run or whose results nobody has closed. What other threads
     * are still doing is among them.
     *
     * @return the longest first
     */
    public List<LeftOpen> leftOpen() {
        return new LeftOver(executor.lender(), executor.listeners(), recording.begun()).now();
    }

    /** Records no more. What was recorded can be asked for still. Does nothing the second time. */
    @Override
    public void close() {
        executor.listeners().remove(recording);
    }

    /** {@return a table of what each line has run, for the message of an assertion} */
    @Override
    public String toString() {
        List<LoggedStatement> kept = statements();
        long more = count() - kept.size();
        return LoggedStatement.table(kept) + (more <= 0 ? "" : "\n  … and " + more + " that are not kept");
    }
}
