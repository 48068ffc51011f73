package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.acme.db.UsersDao;
import com.acme.db.UsersInsert;
import dev.serein.ConstraintViolation;
import dev.serein.Database;
import dev.serein.postgres.junit.PostgresTest;
import org.junit.jupiter.api.Test;

// tag::test[]
@PostgresTest // a database of its own, with the migrations of db/migration, set back before each method
class UsersTest {
    @Test
    void anAddressBelongsToOneUser(Database db) {
        UsersDao users = new UsersDao(db);
        UsersInsert ada = UsersInsert.email("ada@example.com").name("Ada Lovelace");
        users.insert(ada);
        assertThrows(ConstraintViolation.class, () -> users.insert(ada));
        assertEquals(1, users.count());
    }
}
// end::test[]
