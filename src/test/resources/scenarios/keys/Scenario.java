package scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.Database;
import dev.serein.LockMode;
import dev.serein.RowNotFound;
import dev.serein.Upserted;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import scenario.db.FilesDao;
import scenario.db.FilesInsert;
import scenario.db.PagesDao;
import scenario.db.PagesInsert;
import scenario.db.PagesRow;
import scenario.db.PersonsDao;
import scenario.db.PersonsInsert;
import scenario.db.PersonsRow;
import scenario.db.StaysDao;
import scenario.db.StaysInsert;
import scenario.db.StaysPatch;
import scenario.db.StaysRow;

/** Rows are found by every kind of key. */
public class Scenario implements Consumer<Database> {
    private static final LocalDate NIGHT = LocalDate.of(2026, 2, 3);

    @Override
    public void accept(Database db) {
        PersonsDao persons = new PersonsDao(db);
        PersonsRow ada = persons.insert(PersonsInsert.id(1).codes(new String[] {"a", "b"}));
        persons.insert(PersonsInsert.id(3).codes(new String[] {}).parentId(1));
        persons.insert(PersonsInsert.id(2).codes(new String[] {"a"}).parentId(1));
        assertThat(persons.getByCodes(new String[] {"a", "b"}).id()).isEqualTo(ada.id());
        assertThat(persons.findByCodes(new String[] {"b", "a"})).isEmpty();
        assertThat(persons.listByParentId(1)).extracting(PersonsRow::id).containsExactly(2, 3);

        severalColumns(db);
        partialIndex(new PagesDao(db));
        bytes(new FilesDao(db));
    }

    private static void severalColumns(Database db) {
        StaysDao stays = new StaysDao(db);
        StaysRow stay = stays.insert(StaysInsert.id(7).room(12).night(NIGHT).guest(1).partner(2));
        stays.insert(StaysInsert.id(8).room(11).night(NIGHT).partner(2));

        StaysDao.Id key = new StaysDao.Id(12, NIGHT);
        assertThat(stays.findById(12, NIGHT)).contains(stay);
        assertThat(stays.getById(12, NIGHT)).isEqualTo(stays.getById(key));
        assertThat(stays.findAllById(List.of(key, new StaysDao.Id(11, NIGHT))))
                .extracting(StaysRow::id)
                .containsExactly(7, 8);
        assertThat(stays.exists(12, NIGHT)).isTrue();
        assertThat(stays.update(12, NIGHT, StaysPatch.set().id(9)).id()).isEqualTo(9);
        assertThat(stays.update(12, NIGHT, it -> it.id(7))).isEqualTo(stay);
        db.transaction(tx -> {
            assertThat(new StaysDao(tx).lock(12, NIGHT)).contains(stay);
            assertThat(new StaysDao(tx).lock(12, NIGHT, LockMode.NOWAIT)).contains(stay);
        });

        assertThat(stays.findByGuestAndNight(1, NIGHT)).contains(stay);
        assertThat(stays.findById_2(7)).contains(stay);
        assertThat(stays.listByPartner(2)).extracting(StaysRow::room).containsExactly(11, 12);
        assertThatThrownBy(() -> stays.getByGuestAndNight(2, NIGHT))
                .isInstanceOf(RowNotFound.class)
                .hasMessageContaining(": none has this guest, night");
        assertThat(stays.delete(12, NIGHT)).isTrue();
        assertThat(stays.delete(12, NIGHT)).isFalse();
    }

    private static void partialIndex(PagesDao pages) {
        pages.insert(PagesInsert.id(1).slug("a").closed(true));
        Upserted<PagesRow> open = pages.upsert(PagesInsert.id(2).slug("b"), PagesDao.PAGES_OPEN);
        assertThat(open.inserted()).isTrue();
        Upserted<PagesRow> again = pages.upsert(PagesInsert.id(3).slug("b"), PagesDao.PAGES_OPEN);
        assertThat(again.inserted()).isFalse();
        assertThat(pages.findByOdd_column(1)).isEmpty();
    }

    private static void bytes(FilesDao files) {
        byte[] digest = {1, -1};
        files.insert(FilesInsert.digest(digest).name("x"));
        assertThat(files.getById(new byte[] {1, -1}).name()).isEqualTo("x");
        assertThat(files.findAllById(List.of(new byte[] {1, -1}, new byte[] {2}))).hasSize(1);
    }
}
