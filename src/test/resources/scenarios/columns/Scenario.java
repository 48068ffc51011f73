package scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scenario.db.Tables.SAMPLES;

import dev.serein.ConstraintViolation;
import dev.serein.Database;
import java.time.Year;
import java.util.List;
import java.util.function.Consumer;
import scenario.db.CountedDao;
import scenario.db.CountedInsert;
import scenario.db.CountedPatch;
import scenario.db.SamplesDao;
import scenario.db.SamplesInsert;
import scenario.db.SamplesPatch;
import scenario.db.SamplesRow;
import scenario.db.enums.Mood;

/** Enums, arrays, domains, extensions' types and a user's own converters go in, come back, and are searched by. */
public class Scenario implements Consumer<Database> {
    @Override
    public void accept(Database db) {
        SamplesDao samples = new SamplesDao(db);
        SamplesRow made = samples.insert(SamplesInsert.mood(Mood.wild)
                .aCode("c")
                .aLongCode("long")
                .born(Year.of(1815))
                .moods(new Mood[] {Mood.calm, Mood.wild})
                .email("ada@example.com")
                .document(List.of("{\"a\": 1}")));
        assertThat(made.byDefault()).isOne();
        assertThat(made.moods()).containsExactly(Mood.calm, Mood.wild);
        assertThat(made.rating()).isEqualTo(3);
        assertThat(made.half()).isEqualTo(Year.of(907));
        assertThat(made.network()).hasToString("10.0.0.0/8");
        assertThat(made.document()).containsExactly("{\"a\": 1}");
        assertThat(samples.getByMood(Mood.wild).born()).isEqualTo(Year.of(1815));

        SamplesRow patched = samples.update(1, SamplesPatch.set()
                .born(Year.of(1906))
                .document(null)
                .set(SAMPLES.RATING, SAMPLES.RATING.plus(1)));
        assertThat(patched.half()).isEqualTo(Year.of(953));
        assertThat(patched.rating()).isEqualTo(4);
        assertThat(patched.document()).isNull();
        assertThat(patched.email()).isEqualTo("ada@example.com");

        assertThat(samples.insert(SamplesInsert.mood(Mood.calm)
                                .aCode("c")
                                .aLongCode("long")
                                .born(Year.of(1))
                                .byDefault(9))
                        .byDefault())
                .isEqualTo(9);
        assertThatThrownBy(() -> samples.update(1, it -> it.aLongCode("x"))).isInstanceOf(ConstraintViolation.class);

        CountedDao counted = new CountedDao(db);
        assertThat(counted.insert(CountedInsert.defaults()).twice()).isEqualTo(2);
        assertThat(counted.insert(CountedInsert.defaults().overridingId(40)).id()).isEqualTo(40);
        assertThat(counted.update(40L, CountedPatch.set()).id()).isEqualTo(40);
    }
}
