package dev.serein.bench;

import static dev.serein.Query.find;
import static dev.serein.bench.db.Tables.USERS;

import dev.serein.Database;
import dev.serein.Query;
import dev.serein.Query2;
import dev.serein.bench.db.UsersDao;
import dev.serein.bench.db.UsersInsert;
import dev.serein.bench.db.UsersRow;
import java.util.List;

/** Serein's generated DAO, made for each statement as an application would, and a prepared query. */
record Daos(Database db) implements Contender {
    private static final Query2<Long, Integer, UsersRow> LIST =
            Query.of(Long.class, Integer.class, (from, most) -> find(USERS)
                    .where(USERS.ID.ge(from))
                    .orderBy(USERS.ID)
                    .limit(most));

    @Override
    public UsersRow byId(long id) {
        return new UsersDao(db).getById(id);
    }

    @Override
    public UsersRow byEmail(String email) {
        return new UsersDao(db).getByEmail(email);
    }

    @Override
    public List<UsersRow> list(long from) {
        return LIST.list(db, from, Contest.LISTED);
    }

    @Override
    public UsersRow insert(String email, String name) {
        return new UsersDao(db).insert(UsersInsert.email(email).name(name));
    }

    @Override
    public UsersRow rename(long id, String name) {
        return new UsersDao(db).update(id, user -> user.name(name));
    }
}
