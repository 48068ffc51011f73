package scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.Database;
import dev.serein.DatabaseException;
import java.time.LocalDate;
import java.util.function.Consumer;
import java.util.concurrent.CompletableFuture;
import scenario.db.It_s$$a__0__view_Dao;
import scenario.db.ReadingsDao;
import scenario.db.ReadingsInsert;
import scenario.db.SmallReadingsDao;
import scenario.db.SumsDao;

/** A materialized view is filled the first time, and again, with the same call. */
public class Scenario implements Consumer<Database> {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);

    @Override
    public void accept(Database db) {
        assertThat(new SmallReadingsDao(db).list()).hasSize(1);

        It_s$$a__0__view_Dao days = new It_s$$a__0__view_Dao(db);
        assertThatThrownBy(days::list)
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("has not been populated");
        days.refresh();
        assertThat(days.getByAt(DAY).value()).isOne();
        new ReadingsDao(db).insert(ReadingsInsert.at(DAY.plusDays(1)).value(2));
        // beside one who reads: only a concurrent refresh does not wait for it
        db.transaction(reader -> {
            assertThat(new It_s$$a__0__view_Dao(reader).count()).isOne();
            CompletableFuture.runAsync(days::refresh).join();
        });
        assertThat(days.count()).isEqualTo(2);

        SumsDao sums = new SumsDao(db);
        sums.refresh();
        db.transaction(tx -> {
            new ReadingsDao(tx).insert(ReadingsInsert.at(DAY.plusDays(2)).value(3));
            new SumsDao(tx).refresh();
        });
        assertThat(sums.find().one().sum()).isEqualTo(6);

        scenario.db.reports.SumsDao ofAnotherSchema = new scenario.db.reports.SumsDao(db);
        ofAnotherSchema.refresh();
        assertThat(ofAnotherSchema.find().one().most()).isEqualTo(3);
    }
}
