package dev.serein;

import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.TYPE_ZOO;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serein.db.UsersRow;
import dev.serein.postgres.junit.Scratch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a cursor that was changed, cut off, forged, or belongs elsewhere. */
@ReferenceSchema
class CursorTest {
    private static final byte[] KEY = "a key of thirty-two bytes, or so".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_KEY = "another key of thirty-two bytes!".getBytes(StandardCharsets.UTF_8);
    private static final String DAMAGED = """
            Cannot use the cursor: it was changed or cut off, or was not made here
              fix: answer 400; the first page is there without a cursor""";
    private static final String OF_ANOTHER_ORDER = """
            Cannot use the cursor: it was made for another table or another order
              fix: answer 400; the first page is there without a cursor""";

    @Scratch
    static MigratedDatabase migrated;

    private static SentSql sent;
    private static Database db;

    @BeforeAll
    static void someUsers() {
        sent = new SentSql(migrated.dataSource());
        db = Database.using(sent.dataSource());
        for (String name : List.of("Ada", "Bob", "Eve", "Zoë")) {
            db.sql()
                    .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                    .values(name + "@example.com", name)
                    .execute();
        }
        sent.taken();
    }

    private static Page<UsersRow> byName(PageRequest request) {
        return db.find(USERS).orderBy(USERS.NAME).page(request);
    }

    @Test
    void itIsUrlSafe() {
        String cursor = byName(PageRequest.first(2)).next();

        assertThat(cursor).matches("[A-Za-z0-9_-]{20,80}");
    }

    @Test
    void aChangedOneIsNeverAnythingButInvalid() {
        String cursor = byName(PageRequest.first(3)).next();
        String signed = byName(PageRequest.first(3).signedWith(KEY)).next();
        byte[] identity = Keyset.of(USERS, List.of(USERS.NAME)).identity();
        sent.taken();
        Random random = new Random(20);
        CursorSeal signature = CursorSeal.signature(KEY);
        for (int i = 0; i < 200_000; i++) {
            boolean withKey = i % 2 == 0;
            String original = withKey ? signed : cursor;
            String changed = changed(original, random);
            if (changed.equals(original)) {
                continue;
            }
            Throwable thrown =
                    catchThrowable(() -> Cursor.of(changed, identity, 2, withKey ? signature : CursorSeal.NONE));
            if (!(thrown instanceof InvalidCursor) || !thrown.getMessage().equals(DAMAGED)) {
                throw new AssertionError("Change " + i + ": " + changed, thrown);
            }
        }
        assertThat(sent.taken()).isEmpty();
    }

    private static String changed(String cursor, Random random) {
        char[] characters = cursor.toCharArray();
        int at = random.nextInt(characters.length);
        return switch (random.nextInt(9)) {
            case 0 -> cursor.substring(0, at);
            case 1 -> cursor.substring(at + 1);
            case 2 ->
                cursor.substring(0, at) + cursor.substring(Math.min(characters.length, at + 1 + random.nextInt(9)));
            case 3 -> cursor + "=".repeat(1 + random.nextInt(3));
            case 4 -> cursor.substring(0, at) + (char) random.nextInt(0x10000) + cursor.substring(at);
            case 5 -> cursor.substring(0, at) + cursor;
            case 6 -> {
                byte[] noise = new byte[random.nextInt(200)];
                random.nextBytes(noise);
                yield Base64.getUrlEncoder().withoutPadding().encodeToString(noise);
            }
            case 7 -> {
                characters[at] = (char) (characters[at] ^ 1 << random.nextInt(7));
                yield new String(characters);
            }
            default -> {
                byte[] bytes = Base64.getUrlDecoder().decode(cursor);
                for (int i = random.nextInt(3); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                yield Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            }
        };
    }

    @Test
    void aBodyOfNoiseUnderTheRightSealIsNeverAnythingButInvalidOrACursor() {
        byte[] identity = Keyset.of(USERS, List.of(USERS.NAME)).identity();
        Random random = new Random(21);
        for (int i = 0; i < 100_000; i++) {
            byte[] body = new byte[random.nextInt(60)];
            random.nextBytes(body);
            if (body.length > 10) {
                body[0] = 1;
                body[1] = (byte) random.nextInt(5);
                System.arraycopy(identity, 0, body, 2, identity.length);
                for (int at = 10; at + 4 < body.length; at += 4 + Math.max(0, body[at + 3])) {
                    Arrays.fill(body, at, at + 4, (byte) (random.nextInt(5) == 0 ? -1 : 0));
                    body[at + 3] = (byte) (body[at] < 0 ? -1 : random.nextInt(20));
                }
            }
            String text = sealed(body);
            Throwable thrown = catchThrowable(() -> Cursor.of(text, identity, 2, CursorSeal.NONE));
            if (thrown != null && !(thrown instanceof InvalidCursor)) {
                throw new AssertionError("Noise " + i + ": " + text, thrown);
            }
        }
    }

    private static String sealed(byte[] body) {
        byte[] seal = CursorSeal.NONE.of(body);
        byte[] all = Arrays.copyOf(body, body.length + seal.length);
        System.arraycopy(seal, 0, all, body.length, seal.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    @Test
    void aTooLongOneIsNotEvenDecoded() {
        for (int length : new int[] {32_769, 50_000_000}) {
            assertThatThrownBy(() -> byName(PageRequest.of(2, "A".repeat(length))))
                    .isInstanceOf(InvalidCursor.class)
                    .hasMessage(DAMAGED);
        }
        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void oneOfAnotherTableOrOrderIsRefusedBeforeAnythingIsSent() {
        String cursor = byName(PageRequest.first(2)).next();
        sent.taken();
        PageRequest request = PageRequest.of(2, cursor);

        for (OrderField<?> order : List.<OrderField<?>>of(
                USERS.NAME.desc(), USERS.NICKNAME, USERS.CREATED_AT, DSL.lower(USERS.NAME), USERS.NAME.collate("C"))) {
            assertThatThrownBy(() -> db.find(USERS).orderBy(order).page(request))
                    .isInstanceOf(InvalidCursor.class)
                    .hasMessage(OF_ANOTHER_ORDER);
        }
        assertThatThrownBy(() -> db.find(ACCOUNTS).page(request)).hasMessage(OF_ANOTHER_ORDER);
        assertThatThrownBy(() -> db.find(ACCOUNTS).orderBy(ACCOUNTS.CREDITS).page(request))
                .hasMessage(OF_ANOTHER_ORDER);
        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void anOrderThatOnlySaysTheSameInOtherWordsIsTheSame() {
        String cursor = byName(PageRequest.first(2)).next();

        assertThat(db.find(USERS)
                        .orderBy(USERS.NAME.asc().nullsLast(), USERS.ID.asc())
                        .page(PageRequest.of(2, cursor))
                        .items())
                .extracting(UsersRow::name)
                .containsExactly("Eve", "Zoë");
    }

    @Test
    void anOrderByOtherValuesIsAnother() {
        String cursor = db.find(USERS)
                .orderBy(USERS.NAME.sortAsc("Eve", "Bob"))
                .page(PageRequest.first(1))
                .next();

        assertThat(db.find(USERS)
                        .orderBy(USERS.NAME.sortAsc("Eve", "Bob"))
                        .page(PageRequest.of(1, cursor))
                        .items())
                .extracting(UsersRow::name)
                .containsExactly("Bob");
        assertThatThrownBy(() ->
                        db.find(USERS).orderBy(USERS.NAME.sortAsc("Ada", "Bob")).page(PageRequest.of(1, cursor)))
                .hasMessage(OF_ANOTHER_ORDER);
    }

    @Test
    void aSignedOneLeadsOnWithItsKeyAlone() {
        String signed = byName(PageRequest.first(2).signedWith(KEY)).next();
        String unsigned = byName(PageRequest.first(2)).next();
        sent.taken();

        assertThat(byName(PageRequest.of(2, signed).signedWith(KEY.clone())).items())
                .extracting(UsersRow::name)
                .containsExactly("Eve", "Zoë");
        sent.taken();
        for (PageRequest request : List.of(
                PageRequest.of(2, signed),
                PageRequest.of(2, signed).signedWith(OTHER_KEY),
                PageRequest.of(2, unsigned).signedWith(KEY))) {
            assertThatThrownBy(() -> byName(request))
                    .isInstanceOf(InvalidCursor.class)
                    .hasMessage(DAMAGED);
        }
        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void theKeyIsCopied() {
        byte[] key = KEY.clone();
        PageRequest request = PageRequest.first(2).signedWith(key);
        Arrays.fill(key, (byte) 0);
        String signed = byName(request).next();

        assertThat(byName(PageRequest.of(2, signed).signedWith(KEY)).items()).hasSize(2);
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatThrownBy(() -> PageRequest.first(2).signedWith("secret".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A key of cursors has 32 bytes or more, not 6");
    }

    @Test
    void valuesThatPostgresCannotReadAreAnInvalidCursorToo() {
        insertAnAnimal();
        Table<?> zoo = TYPE_ZOO;
        int refused = 0;
        for (Field<?> field : zoo.fields()) {
            if (PageOrderTest.UNORDERED.contains(field.getName())) {
                continue;
            }
            Keyset order = Keyset.of(zoo, List.of(field));
            for (String value : List.of("", "x'\"\\{}[](),;--", "99999999999999999999999999", "[".repeat(20_000))) {
                List<String> values = order.size() == 1 ? List.of(value) : List.of(value, "1");
                String forged = new Cursor(false, false, values).text(order.identity(), CursorSeal.NONE);
                Throwable thrown =
                        catchThrowable(() -> db.find(TYPE_ZOO).orderBy(field).page(PageRequest.of(1, forged)));
                assertThat(thrown == null || thrown instanceof InvalidCursor)
                        .as("%s of a forged cursor: %s", field.getName(), thrown)
                        .isTrue();
                refused += thrown == null ? 0 : 1;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    private static void insertAnAnimal() {
        db.sql().execute("""
                insert into type_zoo (smallint_value, integer_value, bigint_value, numeric_value, boolean_value, text_value,
                    date_value, timestamptz_value, uuid_value, jsonb_value, enum_value, integer_array, text_array, daterange_value,
                    non_blank_value, counter_value)
                values (1, 1, 1, 1, true, '', now(), now(), gen_random_uuid(), '{}', 'tiny', '{}', '{}', 'empty',
                    'a', 1)""");
    }

    @Test
    void aForgedOneShowsNothingOfItsValues() {
        Keyset order = Keyset.of(USERS, List.of());
        String forged = new Cursor(false, false, List.of("secret")).text(order.identity(), CursorSeal.NONE);

        InvalidCursor thrown =
                catchThrowableOfType(InvalidCursor.class, () -> db.find(USERS).page(PageRequest.of(1, forged)));

        assertThat(thrown).hasMessage("""
                Cannot use the cursor: PostgreSQL cannot read the values in it
                  fix: answer 400; the first page is there without a cursor""");
        assertThat(Stream.iterate((Throwable) thrown, t -> t != null, Throwable::getCause))
                .noneMatch(t -> String.valueOf(t.getMessage()).contains("secret"));
    }

    @Test
    void aConditionThatFailsIsNotBlamedOnASignedCursor() {
        PageRequest first = PageRequest.first(1).signedWith(KEY);
        String cursor = db.find(USERS).page(first).next();

        assertThatThrownBy(() -> db.find(USERS)
                        .where(DSL.inline(1).div(USERS.ID.minus(USERS.ID)).eq(DSL.inline(1)))
                        .page(PageRequest.of(1, cursor).signedWith(KEY)))
                .isInstanceOf(StatementFailed.class);
    }

    @Test
    void noneIsMadeOfValuesThatAreTooLong() {
        Field<String> tenThousandTimes = DSL.repeat(USERS.NAME, 10_000);

        assertThatThrownBy(() -> db.find(USERS).orderBy(tenThousandTimes).page(PageRequest.first(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("""
                        Cannot make a cursor: the values of the order would take 40036 characters, and 32768 is the most
                          fix: order by something shorter, such as left(column, 100)""");
    }

    @Test
    void nullIsNotTheEmptyText() {
        byte[] identity = new byte[Keyset.IDENTITY];
        List<String> values = Arrays.asList("", null, "\"'\\ \u00e9\ud83d\ude00\n\u0001", "null");

        String text = new Cursor(true, true, Collections.unmodifiableList(values)).text(identity, CursorSeal.NONE);

        assertThat(Cursor.of(text, identity, 4, CursorSeal.NONE)).isEqualTo(new Cursor(true, true, values));
    }
}
