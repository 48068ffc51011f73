package dev.serein.transaction;

import dev.serein.CommitUnknown;
import dev.serein.ConnectionFailed;
import dev.serein.Database;
import dev.serein.Transaction;
import dev.serein.TransactionConflict;
import dev.serein.TransactionOptions;
import dev.serein.transaction.History.Append;
import dev.serein.transaction.History.Attempt;
import dev.serein.transaction.History.Operation;
import dev.serein.transaction.History.Outcome;
import dev.serein.transaction.History.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Threads that append to a few lists and read them, in transactions of one to four operations, and keep a journal. Some
 * transactions change their mind in the end, some have a nested one that does.
 */
final class ListAppend {
    static final int THREADS = 8;
    /** At a time. A list that is long enough is left alone, and a new one begun. */
    private static final int LISTS = 4;

    private static final int APPENDS_PER_LIST = 16;

    private final Database db;
    private final TransactionOptions options;
    private final long appends;
    private final LongConsumer onAppend;
    private final AtomicLong values = new AtomicLong();
    private final AtomicInteger ids = new AtomicInteger();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

    /**
     * @param appends so many values, committed or not
     * @param onAppend is told of each, on its thread, before the server is
     */
    ListAppend(Database db, TransactionOptions options, long appends, LongConsumer onAppend) {
        this.db = db;
        this.options = options;
        this.appends = appends;
        this.onAppend = onAppend;
    }

    private static final class ChangedMind extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One step of a plan, which each attempt follows with values of its own. */
    private record Step(boolean appends, boolean nested, int list) {}

    /**
     * Runs in an empty database.
     *
     * @param seed of what is done; what comes in between what is up to the threads
     */
    History run(long seed) throws Exception {
        db.sql().execute("create table lists (key int primary key, elements bigint[] not null)");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed * THREADS + i);
                all.add(threads.submit(() -> work(random)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return new History(new ArrayList<>(attempts), after());
    }

    private Map<Integer, List<Long>> after() {
        Map<Integer, List<Long>> after = new HashMap<>();
        db.transaction(TransactionOptions.snapshot().withAttempts(10), tx -> tx.sql()
                .fetch("select key, elements from lists")
                .forEach(row -> after.put(row.get(0, Integer.class), List.of(row.get(1, Long[].class)))));
        return after;
    }

    private void work(Random random) {
        while (values.get() < appends) {
            List<Step> plan = new ArrayList<>();
            for (int left = 1 + random.nextInt(4); left > 0; left--) {
                plan.add(new Step(random.nextBoolean(), random.nextInt(20) == 0, random.nextInt(LISTS)));
            }
            transact(plan, random.nextInt(20) == 0);
        }
    }

    private void transact(List<Step> plan, boolean changesItsMind) {
        int oldest = (int) (values.get() / APPENDS_PER_LIST);
        List<List<Operation>> ran = new ArrayList<>();
        Outcome last = Outcome.ABORTED;
        try {
            db.transaction(options, tx -> {
                List<Operation> operations = new ArrayList<>();
                ran.add(operations);
                plan.forEach(step -> take(step, oldest + step.list, tx, operations));
                if (changesItsMind) {
                    throw new ChangedMind();
                }
            });
            last = Outcome.COMMITTED;
        } catch (ChangedMind | TransactionConflict | ConnectionFailed nothingIsStored) {
            last = Outcome.ABORTED;
        } catch (CommitUnknown e) {
            last = Outcome.UNKNOWN;
        }
        for (int i = 0; i < ran.size(); i++) {
            note(i == ran.size() - 1 ? last : Outcome.ABORTED, ran.get(i));
        }
    }

    private void note(Outcome outcome, List<Operation> operations) {
        attempts.add(new Attempt(ids.incrementAndGet(), outcome, operations));
    }

    private void take(Step step, int key, Transaction tx, List<Operation> operations) {
        if (step.nested) {
            changeMindInANestedOne(key, tx);
        } else if (step.appends) {
            append(key, tx, operations);
        } else {
            operations.add(read(key, tx));
        }
    }

    private static Read read(int key, Transaction tx) {
        return tx.sql()
                .resultQuery("select elements from lists where key = ?", key)
                .fetchOptional(row -> new Read(key, List.of(row.get(0, Long[].class))))
                .orElse(new Read(key, List.of()));
    }

    private void changeMindInANestedOne(int key, Transaction tx) {
        List<Operation> own = new ArrayList<>();
        try {
            tx.transaction(inner -> {
                append(key, inner, own);
                throw new ChangedMind();
            });
        } catch (ChangedMind asItDoes) {
            note(Outcome.ABORTED, own);
        }
    }

    private void append(int key, Transaction tx, List<Operation> operations) {
        long value = values.incrementAndGet();
        operations.add(new Append(key, value));
        onAppend.accept(value);
        tx.sql()
                .execute(
                        "insert into lists values (?, array[?::bigint])"
                                + " on conflict (key) do update set elements = lists.elements || excluded.elements",
                        key,
                        value);
    }
}
