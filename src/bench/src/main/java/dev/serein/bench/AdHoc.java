package dev.serein.bench;

import static dev.serein.bench.db.Tables.USERS;

import dev.serein.Database;
import dev.serein.bench.db.UsersRow;
import java.util.List;

/** Serein's finds, rendered anew each time; what changes rows goes through jOOQ. */
record AdHoc(Database db, Contender changes) implements Contender {

    @Override
    public UsersRow byId(long id) {
        return db.find(USERS).where(USERS.ID.eq(id)).one();
    }

    @Override
    public UsersRow byEmail(String email) {
        return db.find(USERS).where(USERS.EMAIL.eq(email)).one();
    }

    @Override
    public List<UsersRow> list(long from) {
        return db.find(USERS)
                .where(USERS.ID.ge(from))
                .orderBy(USERS.ID)
                .limit(Contest.LISTED)
                .list();
    }

    @Override
    public UsersRow insert(String email, String name) {
        return changes.insert(email, name);
    }

    @Override
    public UsersRow rename(long id, String name) {
        return changes.rename(id, name);
    }
}
