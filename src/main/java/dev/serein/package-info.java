/**
 * PostgreSQL for an application: a database, typed queries, transactions.
 *
 * <p>The main path:
 *
 * <ol>
 *   <li>{@link dev.serein.Database} is opened from {@code DATABASE_URL}, or from {@link dev.serein.DatabaseOptions},
 *       once;
 *   <li>{@link dev.serein.Session} is what queries run on: the database itself, or a {@link dev.serein.Transaction};
 *   <li>a {@link dev.serein.Dao}, generated for each table, reads and changes its rows: an {@link dev.serein.Insert} or
 *       a {@link dev.serein.Patch} goes in, a row of the {@link dev.serein.RowTable} comes out;
 *   <li>a {@link dev.serein.Query} is rendered once, takes typed arguments and is bound to no connection;
 *       {@link dev.serein.Session#find find} is the same for once; a {@link dev.serein.Page} is a part of either's
 *       rows;
 *   <li>{@link dev.serein.Relations} names what belongs to the rows: {@link dev.serein.Find#with with} combines each
 *       with its children. A {@code Shape} is what was asked for; the {@code Planner} makes statements of it, from the
 *       {@code Place} of each; {@code NestedRows} has them run, {@code Gathering} puts their rows together;
 *   <li>{@link dev.serein.Session#sql sql} is all of jOOQ, for everything else;
 *   <li>{@link dev.serein.Session#transaction transaction} runs a body, as {@link dev.serein.TransactionOptions} say:
 *       {@code Attempts} run it again, a {@code ServerTransaction} is what it is to the server, its {@code Preamble}
 *       saves round trips, a {@code CommitInquiry} asks what became of it, {@code Effects} are what follows;
 *   <li>{@link dev.serein.Session#batch batch} sends several {@link dev.serein.Call}s as one transaction in one round
 *       trip;
 *   <li>{@link dev.serein.DatabaseException} is what it throws;
 *   <li>{@link dev.serein.StatementListener} is told of every statement; {@link dev.serein.StatementLog} keeps them for
 *       the assertions of a test: a {@code Recording} is one more listener, {@code LeftOver} looks for what is open;
 *   <li>behind it, {@code Lender} lends connections of a {@code ConnectionPool}, the {@code Watch} looks after them,
 *       every statement of Serein's own runs through the {@code Executor}, and {@code JooqStatement} is where every
 *       statement of jOOQ's passes.
 * </ol>
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>{@code sql()} returns jOOQ's own context: what jOOQ does is not done again. A wrapper around its DSL was
 *       rejected: it would always lack something.
 *   <li>A transaction is the argument of a lambda and a {@code Session} like the database: what takes part is seen in
 *       the code. A transaction bound to the thread was rejected: it goes wrong unseen as soon as a second thread takes
 *       part.
 *   <li>What the body of a transaction throws comes out of it unchanged, checked exceptions as the compiler knows them.
 *       Wrapping those was rejected: jOOQ's wrapper is a {@code DataAccessException}, and a handler for database errors
 *       would take an {@code IOException} for one.
 *   <li>Transactions begun with jOOQ's own methods are the same {@code ServerTransaction}s, and as safe. jOOQ's own
 *       provider was rejected: it restores autocommit after a failed commit, which commits; it copies its configuration
 *       for each transaction, which costs more than a statement; and it knows neither options nor what became of a lost
 *       COMMIT.
 *   <li>What a transaction has to tell the server goes in front of its next statement, in the same text: isolation,
 *       timeouts, savepoints and their release, the question for its number. A savepoint in which nothing is done is
 *       never sent. One round trip for each was rejected; so was a session's default, which the next borrower would
 *       find.
 *   <li>The number of a transaction is asked for before its first statement that writes: without it, nobody can tell
 *       what became of a COMMIT that was not answered. To ask for it with COMMIT was rejected: both answers are lost
 *       together. A function that writes, called by a {@code select}, is not seen: such a COMMIT stays unknown.
 *   <li>A COMMIT that was not answered is asked for on a connection of its own, as those of the pool may all wait for
 *       the locks of that very transaction; a session that still waits for COMMIT is ended first. After a crash the
 *       same number may be another's: "committed" is believed only of a server whose statistics are as old as when it
 *       gave the number. The last checkpoint was rejected as a witness: nobody knows how often the server crashed.
 *   <li>A transaction has one attempt unless more are said: its body may do what must not be done twice. More run all
 *       of it again, after what the server itself gave up and after lost connections, never once COMMIT may have been
 *       heard.
 *   <li>What goes past its transaction is told of, as the {@link dev.serein.Guard} says: the {@code Bodies} that run
 *       are known by thread, and asked before a connection is borrowed outside of one. To have such a statement take
 *       part was rejected: then the code would not show what does. In a process with a scratch server it throws: that
 *       is a test.
 *   <li>What a borrower may leave in a session is looked for in the text of what runs ({@code SessionUse}), and only
 *       then asked for and undone ({@code Traces}, {@code SessionState}), in one round trip; whatever the guard says,
 *       the next borrower does not find it. A reset after each use was rejected: a round trip; so was {@code discard
 *       all}, which discards the driver's statements and our time zone. What a function does to its session that a
 *       {@code select} calls is not seen. Behind a pooler, and in another's transaction, the session is not ours to
 *       reset.
 *   <li>{@code rollback()} ends a transaction at once and is no exception: the body chooses the result. An exception
 *       that is caught on the way out was rejected: bodies catch exceptions.
 *   <li>What is to be done after a commit is done when the connection has been given back, and never by an attempt that
 *       is run again.
 *   <li>{@code open} connects at once, on the calling thread: a wrong setting ends the start of the application, not
 *       its first request. What is said wrong is collected and reported together, and never repaired.
 *   <li>Whether the schema fits is asked when the database is opened, in one query, and only for the migrations that
 *       the classes were generated from: a database that is ahead fits them. To migrate at the start was rejected: the
 *       first of many instances would decide for all, and a rollback would meet a schema that it does not know.
 *   <li>A batch is one text, with its BEGIN and COMMIT. That a row is there which has to be, the server sees to: the
 *       statement becomes a part of one that divides by zero if its rows are not exactly one, before the COMMIT behind
 *       it is read; measured, 4 µs of the server's. To look when the answer is there was rejected: then it is stored.
 *   <li>Without BEGIN and COMMIT PostgreSQL would take it for one transaction, too, and 5 µs less. Rejected: the driver
 *       sends Sync in between whenever it expects long answers, and each Sync commits.
 *   <li>Which statement of a batch has failed, neither server nor driver says: nothing is stored, so they are run one
 *       after the other, and the error is the one that comes of that. To number them by a setting in between was
 *       rejected: a statement more for each, in every batch, for what one in a thousand needs.
 *   <li>Deadlines are kept by one thread that looks over the connections that are lent: a statement costs it two
 *       writes. The driver's own query timeout was rejected: a timer task for each statement, and no help when the
 *       network swallows everything. What the watch cancels or cuts is the holding it has seen, never the next one.
 *   <li>jOOQ renders every statement, and binds and reads only what it alone knows how to: a statement's text is made
 *       once, and a row goes from the driver into its record without a jOOQ record between, which is half of what a
 *       statement costs. Rendering by ourselves was rejected.
 *   <li>A find that nobody has prepared is rendered once for all that differ in values only: to walk through its parts
 *       costs a twentieth of that. What jOOQ's model does not show the whole state of is rendered each time. To know
 *       queries by their text was rejected: it would have to be rendered first.
 *   <li>An upsert tells inserted from updated by a setting that lasts as long as the transaction, which its update
 *       leaves and its {@code returning} takes. {@code xmax = 0} was rejected: it cannot be read of a partitioned
 *       table.
 *   <li>Children are a statement for each edge to many, restricted by what restricts their parents, all sent in one
 *       round trip with the transaction around them that gives them one snapshot; rows to one are joined. Measured
 *       beside it ({@code src/bench}: {@code jdbc-join}, {@code jdbc-arrays}, {@code jdbc-two-trips}, {@code jooq}):
 *       one flat join, which multiplies what two lists have; a lateral {@code array_agg} for each column, whose arrays
 *       have to be taken apart, and which plans for each parent; a second trip with the keys, which is what is left
 *       where rows cannot be asked for twice, as those in a random order, and where they are a stream; JSON, which is
 *       slow at both ends and loses types.
 *   <li>Which keys a path follows is read off the join that jOOQ renders for it: jOOQ itself tells nobody, and its
 *       private fields are private.
 *   <li>A limit is written into the text. Bound, PostgreSQL's generic plan would be for a tenth of the table: the lines
 *       of twenty orders were read by a scan of all lines. It is no value of a user's data.
 *   <li>A projection is jOOQ's {@code row(…)} and {@code mapping(…)}, which know up to 22 types: Java cannot say
 *       {@code select(A, B).as(…)} of five kinds of query without a hundred overloads.
 *   <li>Many rows go as one array for each column where their types allow it: the text does not depend on how many they
 *       are. Rewritten batches were rejected: they return no rows.
 *   <li>A connection that is lent carries the stack of its borrower, taken but not read: the line is there when a leak
 *       is reported, and costs one to five microseconds, by the depth of the stack. Hikari's own leak detection was
 *       rejected: a timer for each borrow.
 *   <li>Before a connection is lent, its socket is asked whether anything lies unread: a server that ended the session
 *       has said so. A query before each borrow was rejected: a round trip.
 *   <li>What the server says of a failed statement is not passed on where it may hold values; nor is the driver's
 *       exception. State, constraint, table and columns are.
 *   <li>What is told of statements is told when they are over, on their thread, in one call. A listener with a method
 *       for each step, as jOOQ has, was rejected: it could change what runs, and its order would be part of the API.
 *       The flight recorder is asked first whether it records: while it does not, nothing is measured for it.
 *   <li>A log is opened on a database that is open already, as a test gets it from whom it tests: it joins the
 *       listeners, which a statement looks at anyway, in one field. A log among the options was rejected: then it would
 *       be there from the first statement on, and every test would have to know how to open the database.
 *   <li>Which generated key a violated constraint is, is looked for when it is violated, in the schemas of the tables
 *       that the statement was rendered from. A registry of all generated classes was rejected: somebody would have to
 *       fill it.
 *   <li>A setting that cannot be used is an error. The pool's own way, to warn and to take a default instead, was
 *       rejected: nobody reads that line until the day it matters.
 *   <li>The exceptions are one sealed family below jOOQ's {@code DataAccessException}: handlers written for jOOQ or
 *       Spring see them.
 *   <li>A page is found by the values of its order, never by counting rows: rows that come and go shift nothing, and
 *       the thousandth page costs what the first does. {@code OFFSET} was rejected.
 *   <li>The values in a cursor are PostgreSQL's own text, and go back to it without a type, to be read as what they are
 *       compared to. Reading them into Java was rejected: it has no infinite date, no {@code NaN} among its decimals,
 *       and nothing for the types of extensions.
 *   <li>A cursor is bound to table and order, not to the conditions: those hold values of the request, and a place in
 *       an order is one under any of them.
 *   <li>What is stored is what is read, in every time zone of the JVM: dates and times are {@code java.time} down to
 *       the driver, for Serein's own statements by a {@code Codec} for each type, and for {@code sql()} below jOOQ, by
 *       {@code ExactValues} when it binds and {@code ExactRows} when it reads. The {@code MAX} and {@code MIN} of a
 *       date or timestamp are infinity and -infinity. {@link dev.serein.type} says the rest.
 *   <li>How a URL is read is {@code dev.serein.connection}'s business, which knows nothing of this package.
 * </ul>
 */
@NullMarked
package dev.serein;

import org.jspecify.annotations.NullMarked;
