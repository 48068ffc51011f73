package scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import java.util.function.Consumer;
import scenario.db.DaoDao;
import scenario.db.DaoInsert;
import scenario.db.InsertDao;
import scenario.db.InsertInsert;
import scenario.db.InsertPatch;
import scenario.db.OddDao;
import scenario.db.OddInsert;
import scenario.db.OddPatch;
import scenario.db.OddRow;
import scenario.db.UsersDao;
import scenario.db.UsersDaoDao;
import scenario.db.UsersDaoInsert;
import scenario.db.UsersInsert;
import scenario.db.UsersInsertDao;
import scenario.db.UsersInsertInsert;

/** Tables and columns that are called as classes and methods of ours. */
public class Scenario implements Consumer<Database> {
    @Override
    public void accept(Database db) {
        new UsersDao(db).insert(UsersInsert.id(1).name("Ada"));
        new UsersDaoDao(db).insert(UsersDaoInsert.id(2).users(1));
        new UsersInsertDao(db).insert(UsersInsertInsert.id(3).usersDao(2));
        assertThat(new UsersDaoDao(db).listByUsers(1)).hasSize(1);
        assertThat(new UsersInsertDao(db).getByUsersDao(2).id()).isEqualTo(3);

        new scenario.db.dao.UsersDao(db).insert(scenario.db.dao.UsersInsert.id(1).session(8));
        assertThat(new scenario.db.dao.UsersDao(db).getBySession(8).id()).isOne();

        new DaoDao(db).insert(DaoInsert.dao(1).insert(2).patch(3).lookup(4));
        assertThat(new DaoDao(db).getByLookup(4).insert()).isEqualTo(2);

        InsertDao inserts = new InsertDao(db);
        inserts.insert(InsertInsert.patch(1).change(2).mode(3).id(4));
        assertThat(inserts.update(1, 2, 3, 4, InsertPatch.set().note("n")).note()).isEqualTo("n");

        OddDao odd = new OddDao(db);
        OddRow row = odd.insert(OddInsert.assignments(1)
                .this_(2)
                .notify_(3)
                .equals_(4)
                .set(5)
                .set_(6)
                .defaults_(7)
                .overridingId(8)
                .find(9)
                .session(10)
                .wait_(11L)
                .toString_("12")
                .overridingId_2(13));
        assertThat(row).isEqualTo(new OddRow(13, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11L, "12"));
        assertThat(odd.getBySession(10)).isEqualTo(odd.getByFind(9));
        assertThat(odd.update(13, OddPatch.set().set_(15).set__2(16).equals_(null)))
                .isEqualTo(new OddRow(13, 1, 2, 3, null, 15, 16, 7, 8, 9, 10, 11L, "12"));
    }
}
