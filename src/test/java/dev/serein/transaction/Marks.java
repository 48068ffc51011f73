package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.serein.CommitUnknown;
import dev.serein.Database;
import dev.serein.DatabaseOptions;
import dev.serein.TransactionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A table in which each transaction leaves one mark, with its number, and what the callers were told of each: the
 * oracle of lost COMMITs. Nothing keeps a mark from being left twice but who tests it. Thread-safe.
 *
 * <p>As a transaction is committed, a mark does what it is told to: {@code die} ends its own session, {@code wait}
 * waits for a lock that is never given.
 */
final class Marks implements AutoCloseable {
    private static final int NEVER_GIVEN = 1;

    private final Database look;
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final AtomicLong ids = new AtomicLong();

    /**
     * @param id of the mark
     * @param numbers of the transactions that tried to leave it, one for each attempt, as the server gave them
     * @param thrown null if the call returned
     */
    record Told(long id, List<Long> numbers, Throwable thrown) {
        long last() {
            return numbers.get(numbers.size() - 1);
        }
    }

    /** What a COMMIT does on the server. */
    enum AtCommit {
        NOTHING,
        DIE,
        WAIT
    }

    /** @param url of the server itself: what the truth is asked of */
    Marks(String url) {
        look = Database.open(DatabaseOptions.of(url).withIdleInTransactionTimeout(Duration.ofMinutes(10)));
        look.sql().execute("""
                drop table if exists marks;
                create table marks (id bigint not null, tx xid8 not null default pg_current_xact_id(), at_commit text);
                create or replace function at_commit() returns trigger language plpgsql as $$
                begin
                    if new.at_commit = 'DIE' then
                        perform pg_terminate_backend(pg_backend_pid());
                    elsif new.at_commit = 'WAIT' then
                        perform pg_advisory_xact_lock(%d);
                    end if;
                    return null;
                end $$;
                create constraint trigger at_commit after insert on marks deferrable initially deferred
                    for each row execute function at_commit()""".formatted(NEVER_GIVEN));
    }

    Told leave(Database db, TransactionOptions options) {
        return leave(db, options, AtCommit.NOTHING);
    }

    /** @param first what happens as the first attempt is committed; as others are, nothing does */
    Told leave(Database db, TransactionOptions options, AtCommit first) {
        long id = ids.incrementAndGet();
        List<Long> numbers = new ArrayList<>();
        Throwable thrown = catchThrowable(() -> db.transaction(
                options,
                tx -> numbers.add((Long) tx.sql()
                        .fetchValue(
                                "insert into marks (id, at_commit) values (?, ?) returning tx::text::bigint",
                                id,
                                (numbers.isEmpty() ? first : AtCommit.NOTHING).name()))));
        Told mark = new Told(id, List.copyOf(numbers), thrown);
        told.add(mark);
        return mark;
    }

    /** What was told, in words: {@code returned}, or the type of what was thrown; how often each. */
    Map<String, Long> verdicts() {
        return told.stream()
                .collect(Collectors.groupingBy(
                        mark -> mark.thrown == null
                                ? "returned"
                                : mark.thrown.getClass().getSimpleName(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    /** Where marks wait for what is never given, they do while this runs. */
    void whileWaiting(Runnable work) {
        look.transaction(tx -> {
            tx.sql().fetch("select pg_advisory_xact_lock(?)", NEVER_GIVEN);
            work.run();
        });
    }

    /** Runs a query of side effects again and again while something else runs. */
    void meanwhile(String sql, Runnable work) {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> meddler = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                look.sql().fetch(sql);
            }
        });
        try {
            work.run();
        } finally {
            over.set(true);
            meddler.join();
        }
    }

    /** Compares all that was told with what is there, and with what the server says of each transaction. */
    void check() {
        await().until(() -> look.sql()
                .fetchValue("select count(*) from pg_stat_activity where backend_xid is not null")
                .equals(0L));
        Map<Long, List<Long>> stored = look.sql().fetch("select id, tx::text::bigint from marks").stream()
                .collect(Collectors.groupingBy(
                        row -> row.get(0, Long.class),
                        Collectors.mapping(row -> row.get(1, Long.class), Collectors.toList())));
        List<String> wrong = new ArrayList<>();
        for (Told mark : told) {
            List<Long> there = stored.getOrDefault(mark.id, List.of());
            List<Long> committed =
                    mark.numbers.stream().filter(this::isCommitted).toList();
            if (!isTrue(mark, there) || !there.equals(committed)) {
                wrong.add(mark + ": stored by " + there + ", committed " + committed);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean isTrue(Told mark, List<Long> there) {
        return mark.thrown == null
                ? there.equals(List.of(mark.last()))
                : there.isEmpty() || mark.thrown instanceof CommitUnknown && there.equals(List.of(mark.last()));
    }

    /** A number that the server has not given yet is that of a transaction that it has forgotten in a crash. */
    private boolean isCommitted(long number) {
        return "committed"
                .equals(look.sql()
                        .fetchValue(
                                "select case when ?::text::xid8 < pg_snapshot_xmax(pg_current_snapshot())"
                                        + " then pg_xact_status(?::text::xid8) end",
                                Long.toString(number),
                                Long.toString(number)));
    }

    @Override
    public void close() {
        look.close();
    }
}
