package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.acme.db.AccountsDao;
import com.acme.db.AccountsInsert;
import com.acme.db.TransfersDao;
import com.acme.db.TransfersRow;
import com.acme.db.UsersDao;
import com.acme.db.UsersInsert;
import dev.serein.ConstraintViolation;
import dev.serein.Database;
import dev.serein.postgres.junit.PostgresTest;
import dev.serein.postgres.junit.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@PostgresTest
class TransfersTest {
    private static final long NOBODYS = 1_000;

    @Scratch
    private Database db;

    private Transfers transfers;
    private long ada;
    private long grace;

    @BeforeEach
    void twoAccountsOfAHundred() {
        transfers = new Transfers(db);
        ada = account("ada@example.com");
        grace = account("grace@example.com");
    }

    private long account(String email) {
        long user = new UsersDao(db)
                .insert(UsersInsert.email(email).name("somebody"))
                .id();
        return new AccountsDao(db)
                .insert(AccountsInsert.userId(user).credits(100L))
                .id();
    }

    private List<Long> credits() {
        return List.of(
                new AccountsDao(db).getById(ada).credits(),
                new AccountsDao(db).getById(grace).credits());
    }

    @Test
    void itMovesCreditsAndWritesItDown() {
        assertEquals(
                30, transfers.transferCredits(UUID.randomUUID(), ada, grace, 30).amount());
        assertEquals(List.of(70L, 130L), credits());
        assertEquals(1, new TransfersDao(db).count());
    }

    @Test
    void whatCannotBeLeavesEverythingAsItWas() {
        assertRefused("accounts_credits_check", ada, grace, 101);
        assertRefused("transfers_amount_check", ada, grace, 0);
        assertRefused("transfers_amount_check", ada, grace, -5);
        assertRefused("transfers_check", ada, ada, 5);
        assertRefused("transfers_to_account_id_fkey", ada, NOBODYS, 5);
        assertRefused("transfers_from_account_id_fkey", NOBODYS, ada, 5);

        assertEquals(List.of(100L, 100L), credits());
        assertEquals(0, new TransfersDao(db).count());
    }

    private void assertRefused(String constraint, long from, long to, long amount) {
        ConstraintViolation refused = assertThrows(
                ConstraintViolation.class, () -> transfers.transferCredits(UUID.randomUUID(), from, to, amount));
        assertEquals(constraint, refused.constraint());
    }

    @Test
    void aRequestThatIsAskedForAgainIsDoneOnce() {
        UUID request = UUID.randomUUID();
        TransfersRow done = transfers.transferCredits(request, ada, grace, 100);

        // all is gone from the account: to try it again would be refused, although it was done
        assertEquals(done, transfers.transferCredits(request, ada, grace, 100));
        assertEquals(List.of(0L, 200L), credits());
        assertEquals(1, new TransfersDao(db).count());
    }

    @Test
    void oppositeTransfersDoNotGetInEachOthersWay() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> asked = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                boolean there = i % 2 == 0;
                asked.add(threads.submit(() ->
                        transfers.transferCredits(UUID.randomUUID(), there ? ada : grace, there ? grace : ada, 1)));
            }
            for (Future<?> each : asked) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(List.of(100L, 100L), credits());
        assertEquals(200, new TransfersDao(db).count());
    }
}
