package dev.serein.bench;

import static dev.serein.bench.db.Tables.USERS;

import dev.serein.bench.db.UsersRow;
import java.util.List;
import org.jooq.DSLContext;

/** What one would write with jOOQ alone: on its own configuration, or on that of a database of Serein's. */
record Jooq(DSLContext sql) implements Contender {

    @Override
    public UsersRow byId(long id) {
        return sql.selectFrom(USERS).where(USERS.ID.eq(id)).fetchSingle(UsersRow::of);
    }

    @Override
    public UsersRow byEmail(String email) {
        return sql.selectFrom(USERS).where(USERS.EMAIL.eq(email)).fetchSingle(UsersRow::of);
    }

    @Override
    public List<UsersRow> list(long from) {
        return sql.selectFrom(USERS)
                .where(USERS.ID.ge(from))
                .orderBy(USERS.ID)
                .limit(Contest.LISTED)
                .fetch(UsersRow::of);
    }

    @Override
    public UsersRow insert(String email, String name) {
        return UsersRow.of(sql.insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values(email, name)
                .returning()
                .fetchSingle());
    }

    @Override
    public UsersRow rename(long id, String name) {
        return UsersRow.of(sql.update(USERS)
                .set(USERS.NAME, name)
                .where(USERS.ID.eq(id))
                .returning()
                .fetchSingle());
    }
}
