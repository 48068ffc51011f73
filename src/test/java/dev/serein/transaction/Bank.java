package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.CommitUnknown;
import dev.serein.Database;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Accounts with credits, a ledger of the transfers between them, and a journal in which those who ask for a transfer
 * write down what they were told. Nothing in the database keeps a transfer from being done twice. Thread-safe.
 */
final class Bank {
    private static final int ACCOUNTS = 20;
    private static final long CREDITS = 100;

    private final AtomicLong ids = new AtomicLong();
    private final Queue<Entry> journal = new ConcurrentLinkedQueue<>();

    /** @param id of which no other transfer is */
    record Transfer(long id, int from, int to, long amount) {}

    /**
     * What somebody was told.
     *
     * @param began by {@link System#nanoTime}
     * @param thrown null if the call returned
     */
    private record Entry(Transfer transfer, long began, long ended, Throwable thrown) {}

    /** A way to do a transfer. */
    interface Way {
        void run(Database db, Transfer transfer);
    }

    /** When callers may be left without one. */
    enum Answer {
        UNKNOWN_AFTER_CRASHES,
        MAY_BE_UNKNOWN
    }

    /** The source has not enough. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super("not enough credits");
        }
    }

    /** A bank in this database, in place of the one that may be there. */
    Bank(Database db) {
        db.sql().execute("""
                drop table if exists purses, ledger;
                create table purses (id int primary key, credits bigint not null check (credits >= 0));
                create table ledger (transfer bigint not null, "from" int not null, "to" int not null,
                    amount bigint not null);
                insert into purses select id, %d from generate_series(1, %d) id""".formatted(CREDITS, ACCOUNTS));
    }

    /** Asks for a transfer between two accounts, by chance, and writes down what comes of it. */
    void transfer(Database db, Way way) {
        List<Integer> pair = pair();
        Transfer transfer = new Transfer(
                ids.incrementAndGet(),
                pair.get(0),
                pair.get(1),
                ThreadLocalRandom.current().nextLong(1, 20));
        long began = System.nanoTime();
        Throwable thrown = null;
        try {
            way.run(db, transfer);
        } catch (Throwable e) {
            thrown = e;
        }
        journal.add(new Entry(transfer, began, System.nanoTime(), thrown));
    }

    private static List<Integer> pair() {
        List<Integer> accounts = new ArrayList<>();
        for (int account = 1; account <= ACCOUNTS; account++) {
            accounts.add(account);
        }
        Collections.shuffle(accounts);
        return accounts.subList(0, 2);
    }

    /** How many transfers were asked for. */
    int asked() {
        return journal.size();
    }

    /** {@code returned}, or the type of what was thrown; how often each. */
    Map<String, Long> told() {
        return journal.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.thrown == null
                                ? "returned"
                                : entry.thrown.getClass().getSimpleName(),
                        Collectors.counting()));
    }

    /** What was thrown and is of none of these types. */
    List<Throwable> otherThan(Class<?>... types) {
        return journal.stream()
                .map(Entry::thrown)
                .filter(thrown -> thrown != null && List.of(types).stream().noneMatch(type -> type.isInstance(thrown)))
                .toList();
    }

    /**
     * Compares the books with the journal.
     *
     * @param db undisturbed
     * @param crashes when the server lost what it had not written down: nobody can say then what became of a COMMIT
     */
    void check(Database db, Answer answer, List<Long> crashes) {
        Map<Long, List<Transfer>> ledger =
                db.sql().fetch("select transfer as id, \"from\", \"to\", amount from ledger").stream()
                        .map(row -> row.into(Transfer.class))
                        .collect(Collectors.groupingBy(Transfer::id));
        List<String> wrong = new ArrayList<>();
        for (Entry entry : journal) {
            List<Transfer> booked = ledger.getOrDefault(entry.transfer.id, List.of());
            if (!isTrue(entry, booked)) {
                wrong.add("booked " + booked.size() + " times: " + entry);
            } else if (entry.thrown instanceof CommitUnknown
                    && answer == Answer.UNKNOWN_AFTER_CRASHES
                    && crashes.stream().noneMatch(crash -> entry.began <= crash && crash <= entry.ended)) {
                wrong.add("the server could have said: " + entry);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(ledger.keySet())
                .isSubsetOf(journal.stream().map(entry -> entry.transfer.id).toList());
        assertThat(db.sql().fetch("""
                        select id, credits from purses
                        where credits <> %d + (select coalesce(sum(amount), 0) from ledger where "to" = id)
                            - (select coalesce(sum(amount), 0) from ledger where "from" = id)""".formatted(CREDITS))).isEmpty();
        assertThat(db.sql().fetchValue("select sum(credits)::bigint from purses"))
                .isEqualTo(ACCOUNTS * CREDITS);
    }

    private static boolean isTrue(Entry entry, List<Transfer> booked) {
        boolean once = booked.equals(List.of(entry.transfer));
        return entry.thrown == null ? once : booked.isEmpty() || once && entry.thrown instanceof CommitUnknown;
    }
}
