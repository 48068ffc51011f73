package dev.serein.bench;

import static dev.serein.Query.find;
import static dev.serein.Query.rows;
import static dev.serein.bench.db.Tables.USERS;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.update;

import dev.serein.Database;
import dev.serein.Lookup;
import dev.serein.Query;
import dev.serein.Query2;
import dev.serein.bench.db.UsersRow;
import java.util.List;

/** Serein's prepared queries, on which generated DAOs run. */
record Prepared(Database db) implements Contender {
    private static final Lookup<UsersRow> BY_ID = Lookup.of(USERS, USERS.ID);
    private static final Lookup<UsersRow> BY_EMAIL = Lookup.of(USERS, USERS.EMAIL);
    private static final Query2<Long, Integer, UsersRow> LIST =
            Query.of(Long.class, Integer.class, (from, most) -> find(USERS)
                    .where(USERS.ID.ge(from))
                    .orderBy(USERS.ID)
                    .limit(most));
    private static final Query2<String, String, UsersRow> INSERT = Query.of(
            String.class,
            String.class,
            (email, name) -> rows(
                    insertInto(USERS, USERS.EMAIL, USERS.NAME)
                            .values(email, name)
                            .returning(),
                    UsersRow::of));
    private static final Query2<Long, String, UsersRow> RENAME = Query.of(
            Long.class,
            String.class,
            (id, name) -> rows(
                    update(USERS).set(USERS.NAME, name).where(USERS.ID.eq(id)).returning(), UsersRow::of));

    @Override
    public UsersRow byId(long id) {
        return BY_ID.one(db, id);
    }

    @Override
    public UsersRow byEmail(String email) {
        return BY_EMAIL.one(db, email);
    }

    @Override
    public List<UsersRow> list(long from) {
        return LIST.list(db, from, Contest.LISTED);
    }

    @Override
    public UsersRow insert(String email, String name) {
        return INSERT.one(db, email, name);
    }

    @Override
    public UsersRow rename(long id, String name) {
        return RENAME.one(db, id, name);
    }
}
