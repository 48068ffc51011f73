package scenario;

import static dev.serein.Relations.count;
import static dev.serein.Relations.many;
import static dev.serein.Relations.maybe;
import static dev.serein.Relations.one;
import static dev.serein.Relations.some;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scenario.db.Tables.BILLS;
import static scenario.db.Tables.CITIES;
import static scenario.db.Tables.COUNTRIES;
import static scenario.db.Tables.FILES;
import static scenario.db.Tables.MAILS;
import static scenario.db.Tables.NOTES;
import static scenario.db.Tables.PEOPLE;
import static scenario.db.Tables.PHONES;
import static scenario.db.Tables.RATES;
import static scenario.db.Tables.STAYS;
import static scenario.db.Tables.WORDS;

import dev.serein.Database;
import java.util.List;
import java.util.function.Consumer;
import scenario.db.CallsRow;
import scenario.db.ChunksRow;
import scenario.db.CitiesRow;
import scenario.db.LoansRow;
import scenario.db.MailsRow;
import scenario.db.NotesRow;
import scenario.db.PeopleRow;
import scenario.db.UsesRow;

/** Rows belong to others by keys of every type, which PostgreSQL compares in its own way. */
public class Scenario implements Consumer<Database> {

    @Override
    public void accept(Database db) {
        textThatIsEqualInAnotherCase(db);
        keysThatAreNotThePrimaryOne(db);
        valuesThatAreEqualInJavaInAnotherWay(db);
        nullsInKeys(db);
        tablesWithoutAKey(db);
    }

    private static void textThatIsEqualInAnotherCase(Database db) {
        var city = COUNTRIES.cities();
        var countries = db.find(COUNTRIES)
                .with(
                        many(city).map(CitiesRow::name).orderBy(city.NAME.desc()).limit(1),
                        many(city).map(CitiesRow::name).orderBy(city.NAME),
                        count(city),
                        (country, last, all, n) -> country.name() + last + all + n);
        List<String> all = List.of("France[Lyon][Lyon]1", "Germany[Ulm][Bonn, Ulm]2", "Italy[][]0");
        assertThat(countries.orderBy(COUNTRIES.NAME).list()).isEqualTo(all);
        assertThat(countries.orderBy(COUNTRIES.NAME).limit(2).list()).isEqualTo(all.subList(0, 2));
        assertThat(countries.where(COUNTRIES.CODE.eq("DE")).one()).isEqualTo(all.get(1));

        var twin = CITIES.cities();
        assertThat(db.find(CITIES)
                        .with(
                                one(CITIES.countries()).with(count(CITIES.countries().cities()), (country, n) -> country.name() + n),
                                maybe(twin).with(many(twin.notes()).map(NotesRow::note), (c, notes) -> c.name() + notes),
                                (c, country, other) -> c.name() + " " + country + " " + other.orElse("-"))
                        .orderBy(CITIES.NAME)
                        .list())
                .containsExactly("Bonn Germany2 -", "Lyon France1 Bonn[a, a]", "Ulm Germany2 Lyon[]");
    }

    private static void keysThatAreNotThePrimaryOne(Database db) {
        var mail = PEOPLE.mails();
        assertThat(db.find(PEOPLE)
                        .with(many(mail).map(MailsRow::id).orderBy(mail.ID), (person, ids) -> person.id() + "" + ids)
                        .orderBy(PEOPLE.ID)
                        .list())
                .containsExactly("1[]", "2[1, 3]");
        assertThat(db.find(MAILS)
                        .with(maybe(MAILS.people()).map(PeopleRow::id), (m, id) -> m.id() + "" + id.orElse(0))
                        .orderBy(MAILS.ID)
                        .list())
                .containsExactly("12", "20", "32");

        var call = PHONES.calls();
        var phones = db.find(PHONES)
                .with(many(call).map(CallsRow::id).orderBy(call.ID).limit(9), (phone, ids) -> phone.number() + ids);
        assertThat(phones.orderBy(PHONES.NUMBER).list()).containsExactly("1[1, 2]", "2[]");
        assertThat(phones.where(PHONES.NUMBER.eq("1")).one()).isEqualTo("1[1, 2]");
        assertThat(phones.where(PHONES.NICKNAME.isNull()).one()).isEqualTo("2[]");
    }

    private static void valuesThatAreEqualInJavaInAnotherWay(Database db) {
        var loan = RATES.loans();
        assertThat(db.find(RATES)
                        .with(many(loan).map(LoansRow::id).orderBy(loan.ID), count(loan), (rate, ids, n) -> rate.rate() + "" + ids + n)
                        .orderBy(RATES.RATE)
                        .list())
                .containsExactly("1.50[1, 2]2", "2[3]1");
        var chunk = FILES.chunks();
        assertThat(db.find(FILES)
                        .with(many(chunk).map(ChunksRow::id).orderBy(chunk.ID), count(chunk), (file, ids, n) -> file.digest()[0] + "" + ids + n)
                        .orderBy(FILES.DIGEST)
                        .list())
                .containsExactly("1[]0", "2[1, 2]2");
        var use = WORDS.uses();
        assertThat(db.find(WORDS)
                        .with(many(use).map(UsesRow::id).orderBy(use.ID).limit(1), count(use), (word, ids, n) -> word.letters().length
                                + "" + ids + n)
                        .orderBy(WORDS.LETTERS)
                        .limit(2)
                        .list())
                .containsExactly("0[2]1", "2[1]2");
    }

    private static void nullsInKeys(Database db) {
        assertThat(db.find(BILLS)
                        .with(maybe(BILLS.stays()), (bill, stay) -> bill.id() + " " + stay.isPresent())
                        .orderBy(BILLS.ID)
                        .list())
                .containsExactly("1 true", "2 false", "3 false", "4 false");
        assertThat(db.find(STAYS)
                        .with(count(STAYS.bills()), (stay, n) -> stay.night().getDayOfMonth() + ":" + n)
                        .orderBy(STAYS.NIGHT)
                        .list())
                .containsExactly("1:0", "2:1");
    }

    private static void tablesWithoutAKey(Database db) {
        var note = CITIES.notes();
        assertThat(db.find(CITIES)
                        .with(many(note).map(NotesRow::note), (city, notes) -> city.name() + notes)
                        .where(some(note))
                        .list())
                .containsExactly("Bonn[a, a]");
        assertThat(db.find(NOTES)
                        .with(maybe(NOTES.cities()).map(CitiesRow::name), (n, city) -> n.note() + city.orElse("-"))
                        .orderBy(NOTES.NOTE)
                        .list())
                .containsExactly("aBonn", "aBonn", "b-");
        assertThatThrownBy(() -> db.find(NOTES)
                        .with(many(NOTES.cities().notes()), (n, others) -> n))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("public.notes can have no children: it has no key that would tell its rows apart");
    }
}
