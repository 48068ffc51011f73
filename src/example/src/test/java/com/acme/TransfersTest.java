package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.db.AccountsDao;
import com.acme.db.AccountsInsert;
import com.acme.db.Keys;
import com.acme.db.TransfersDao;
import com.acme.db.UsersDao;
import com.acme.db.UsersInsert;
import dev.serein.ConstraintViolation;
import dev.serein.Database;
import dev.serein.RowNotFound;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransfersTest {
    private static final long NOBODYS = 1_000;

    private ScratchDatabase database;
    private Database db;
    private Transfers transfers;
    private long ada;
    private long grace;

    @BeforeEach
    void twoAccountsOfAHundred() {
        database = ScratchPostgres.shared().createDatabase(MigrationSet.in(Path.of("db/migration")));
        db = Database.open(database.url());
        transfers = new Transfers(db);
        ada = account("ada@example.com");
        grace = account("grace@example.com");
    }

    @AfterEach
    void close() {
        db.close();
        database.close();
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
        UUID done = transfers.transferCredits(UUID.randomUUID(), ada, grace, 1).request();

        assertThrows(ConstraintViolation.class, () -> transfers.transferCredits(UUID.randomUUID(), ada, grace, 100));
        assertThrows(ConstraintViolation.class, () -> transfers.transferCredits(UUID.randomUUID(), ada, grace, -5));
        assertThrows(ConstraintViolation.class, () -> transfers.transferCredits(UUID.randomUUID(), ada, ada, 5));
        assertThrows(RowNotFound.class, () -> transfers.transferCredits(UUID.randomUUID(), ada, NOBODYS, 5));
        assertThrows(RowNotFound.class, () -> transfers.transferCredits(UUID.randomUUID(), NOBODYS, ada, 5));
        ConstraintViolation twice =
                assertThrows(ConstraintViolation.class, () -> transfers.transferCredits(done, ada, grace, 1));

        assertTrue(twice.is(Keys.TRANSFERS_REQUEST_KEY));
        assertEquals(List.of(99L, 101L), credits());
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
