package com.acme;

import static com.acme.db.Tables.USERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.serein.ConstraintViolation;
import dev.serein.Database;
import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UsersTest {

    @Test
    void anAddressBelongsToOneUser() {
        // tag::test[]
        MigrationSet migrations = MigrationSet.in(Path.of("db/migration"));
        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase(migrations);
                Database db = Database.open(database.url())) {
            insert(db, "ada@example.com");
            assertThrows(ConstraintViolation.class, () -> insert(db, "ada@example.com"));
            assertEquals(1, db.find(USERS).list().size());
        }
        // end::test[]
    }

    private static void insert(Database db, String email) {
        db.sql()
                .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values(email, "Ada Lovelace")
                .execute();
    }
}
