package dev.serein.bench;

import dev.serein.bench.db.UsersRow;
import java.util.List;

/** A way to run the statements that are compared. */
interface Contender {
    UsersRow byId(long id);

    UsersRow byEmail(String email);

    /** A hundred rows from this key on. */
    List<UsersRow> list(long from);

    UsersRow insert(String email, String name);

    UsersRow rename(long id, String name);
}
