package scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static scenario.db.Tables.PEOPLE;

import dev.serein.Database;
import java.util.function.Consumer;
import org.jooq.Field;
import scenario.db.PeopleDao;
import scenario.db.PeopleInsert;
import scenario.db.PeopleRow;

/** An embeddable is jOOQ's view of some columns; rows, inserts and patches stay with the columns, in their order. */
public class Scenario implements Consumer<Database> {
    @Override
    public void accept(Database db) {
        PeopleDao people = new PeopleDao(db);
        PeopleRow ada = people.insert(PeopleInsert.street("St James's Square").name("Ada").city("London"));
        assertThat(ada).isEqualTo(new PeopleRow(1, "St James's Square", "Ada", 1, "London"));
        assertThat(people.update(1L, it -> it.zip(2).city(null)))
                .isEqualTo(new PeopleRow(1, "St James's Square", "Ada", 2, null));
        assertThat(PEOPLE.$columns()).extracting(Field::getName).containsExactly("id", "street", "name", "zip", "city");
        assertThat(db.sql().select(PEOPLE.ADDRESS).from(PEOPLE).fetchSingle().value1().getStreet())
                .isEqualTo("St James's Square");
        assertThat(PEOPLE.$row(db.sql().selectFrom(PEOPLE).fetchSingle())).isEqualTo(people.getById(1L));
    }
}
