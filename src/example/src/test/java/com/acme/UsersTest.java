package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.acme.db.UsersDao;
import com.acme.db.UsersInsert;
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
        MigrationSet migrations = MigrationSet.in(Path.of("db/migration"));
        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase(migrations);
                Database db = Database.open(database.url())) {
            UsersDao users = new UsersDao(db);
            UsersInsert ada = UsersInsert.email("ada@example.com").name("Ada Lovelace");
            users.insert(ada);
            assertThrows(ConstraintViolation.class, () -> users.insert(ada));
            assertEquals(1, users.count());
        }
    }
}
