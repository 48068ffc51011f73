package scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static scenario.db.Tables.WIDEST;

import dev.serein.Database;
import java.util.function.Consumer;
import scenario.db.WidestDao;
import scenario.db.WidestInsert;
import scenario.db.WidestRow;

/** A row of more columns than a Java constructor has slots is a class with the same methods. */
public class Scenario implements Consumer<Database> {
    @Override
    public void accept(Database db) {
        WidestDao rows = new WidestDao(db);
        String[] tags = {"a", null};

        WidestRow first = rows.insert(WidestInsert.defaults().c3("three").c2(tags).c1597(8));
        assertThat(first.id()).isOne();
        assertThat(first.c1()).isEqualTo(7);
        assertThat(first.c2()).containsExactly("a", null);
        assertThat(first.c3()).isEqualTo("three");
        assertThat(first.c1597()).isEqualTo(8);
        assertThat(first.c1599()).isNull();

        WidestRow again = rows.getById(1);
        assertThat(again).isEqualTo(first).hasSameHashCodeAs(first);
        assertThat(WidestRow.of(db.sql().selectFrom(WIDEST).fetchSingle())).isEqualTo(first);

        WidestRow changed = rows.update(1, row -> row.c1599("last").c2(null));
        assertThat(changed).isNotEqualTo(first);
        assertThat(changed.c1599()).isEqualTo("last");
        assertThat(changed.c2()).isNull();
    }
}
