package dev.serein;

import static dev.serein.db.Tables.POST_TAGS;
import static dev.serein.db.Tables.PRODUCTS;
import static dev.serein.db.Tables.TAGS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.serein.db.ProductsDao;
import dev.serein.db.ProductsInsert;
import dev.serein.db.ProductsRow;
import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.db.TagsPatch;
import dev.serein.db.TagsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersRow;
import dev.serein.db.tables.records.TagsRecord;
import dev.serein.postgres.junit.Scratch;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A row, or many, stored and returned as the database made them. */
@ChangedReferenceSchema
class InsertTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final String RETURNING_USER = " returning " + Sent.columns(USERS);
    private static final String RETURNING_TAG = " returning " + Sent.columns(TAGS);

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @AfterEach
    void empty() {
        migrated.db().sql().truncate(USERS, TAGS, PRODUCTS, POST_TAGS).cascade().execute();
    }

    private UsersDao users() {
        return new UsersDao(sent.db());
    }

    private TagsDao tags() {
        return new TagsDao(sent.db());
    }

    @Test
    void returnsTheRowAsItIsStored() {
        UsersRow ada = users().insert(UsersInsert.email("ada@example.com").name("Ada"));
        assertThat(sent.taken())
                .containsExactly(
                        "insert into \"public\".\"users\" (\"email\", \"name\") values (?, ?)" + RETURNING_USER);
        assertThat(ada.active()).isTrue();
        assertThat(users().findById(ada.id())).contains(ada);
    }

    @Test
    void nullIsNullWhereUnsetIsTheDefault() {
        ProductsInsert product = ProductsInsert.sku("a").name("A").price(BigDecimal.ONE);
        assertThat(new ProductsDao(sent.db()).insert(product).attributes()).isEqualTo(JSONB.valueOf("{}"));
        assertThatThrownBy(() -> new NullableTagsDao(sent.db())
                        .insert(new AnyTag(Assignments.none(TAGS).with(1, null))))
                .isInstanceOf(ConstraintViolation.class)
                .hasMessage("""
                        Cannot insert into public.tags: column name must not be null
                          sqlstate: 23502
                          columns:  name
                          sql:      insert into "public"."tags" ("name") values (?) returning %s
                          fix:      catch ConstraintViolation""".formatted(Sent.columns(TAGS)));
    }

    @Test
    void anIdentityIsChosenOnlyWhereThatIsSaid() {
        UsersInsert ada = UsersInsert.email("ada@example.com").name("Ada").overridingId(1_000);
        assertThat(users().insert(ada).id()).isEqualTo(1_000);
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."users" ("id", "email", "name") overriding system value values (?, ?, ?)""" + RETURNING_USER);
    }

    /** Of a table without required columns there may be nothing to say. */
    @Test
    void withNothingSetAllIsDefault() {
        NullableTagsDao any = new NullableTagsDao(sent.db());
        migrated.db().sql().execute("alter table tags alter name set default 'unnamed'");
        try {
            assertThat(any.insert(new AnyTag(Assignments.none(TAGS))).name()).isEqualTo("unnamed");
            assertThat(sent.taken()).containsExactly("insert into \"public\".\"tags\" default values" + RETURNING_TAG);
            migrated.db().sql().execute("alter table tags drop constraint tags_name_key");
            AnyTag nothing = new AnyTag(Assignments.none(TAGS));
            assertThat(any.insertAll(List.of(nothing, nothing))).hasSize(2);
            assertThat(sent.taken())
                    .containsExactly(
                            "insert into \"public\".\"tags\" (\"id\") values (default), (default)" + RETURNING_TAG);
        } finally {
            migrated.db().sql().truncate(TAGS).cascade().execute();
            migrated.db().sql().execute("alter table tags alter name drop default");
            migrated.db().sql().execute("alter table tags add constraint tags_name_key unique (name)");
        }
    }

    @Test
    void saysWhichConstraintIsViolated() {
        users().insert(UsersInsert.email("ada@example.com").name("Ada"));
        assertThatThrownBy(() ->
                        users().insert(UsersInsert.email("ada@example.com").name("secret")))
                .isInstanceOf(ConstraintViolation.class)
                .hasMessage("""
                        Cannot insert into public.users: unique constraint users_email_key is violated
                          sqlstate: 23505
                          columns:  email
                          sql:      insert into "public"."users" ("email", "name") values (?, ?) returning %s
                          fix:      catch ConstraintViolation, or use upsert""".formatted(Sent.columns(USERS)));
    }

    @Test
    void ignoresARowThatIsThere() {
        UsersInsert ada = UsersInsert.email("ada@example.com").name("Ada");
        assertThat(users().insertOrIgnore(ada)).isPresent();
        sent.forget();
        assertThat(users().insertOrIgnore(ada)).isEmpty();
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."users" ("email", "name") values (?, ?) on conflict do nothing""" + RETURNING_USER);
    }

    @Test
    void aRowThatATriggerDropsIsAnError() {
        migrated.db().sql().execute("""
                create function drop_row() returns trigger language plpgsql as 'begin return null; end';
                create trigger drop_row before insert on tags for each row when (new.name = 'dropped') execute function drop_row()
                """);
        try {
            assertThatThrownBy(() -> tags().insert(TagsInsert.name("dropped")))
                    .isInstanceOf(RowNotFound.class)
                    .hasMessage("""
                            Cannot find the row that was stored in public.tags: the table left it out
                              fix: see which trigger or rule of the table does that""");
            assertThat(tags().insertAll(List.of(TagsInsert.name("dropped"), TagsInsert.name("kept"))))
                    .extracting(TagsRow::name)
                    .containsExactly("kept");
            assertThat(tags().load(List.of(TagsInsert.name("dropped"), TagsInsert.name("kept, too"))))
                    .isEqualTo(1);
            assertThatThrownBy(() -> tags().upsertAll(
                                    List.of(TagsInsert.name("dropped"), TagsInsert.name("kept")),
                                    TagsDao.TAGS_NAME_KEY))
                    .isInstanceOf(RowNotFound.class);
        } finally {
            migrated.db().sql().execute("drop function drop_row cascade");
        }
    }

    @Test
    void manyRowsGoAsAnArrayOfEachColumn() {
        List<UsersRow> rows = users().insertAll(IntStream.range(0, 1_000)
                .mapToObj(i -> UsersInsert.email((999 - i) + "@example.com")
                        .name("n" + i)
                        .active(i % 2 == 0))
                .toList());
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."users" ("email", "name", "active")\
                 select "given"."email", "given"."name", "given"."active"\
                 from unnest(cast(? as text[]), cast(? as text[]), cast(? as boolean[]))\
                 as "given" ("email", "name", "active")""" + RETURNING_USER);
        assertThat(rows)
                .extracting(UsersRow::name)
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "n" + i).toList());
        assertThat(rows)
                .element(998)
                .extracting(UsersRow::email, UsersRow::active)
                .containsExactly("1@example.com", true);
        assertThat(users().count()).isEqualTo(1_000);
    }

    @Test
    void rowsOfWhichEachSetsOtherColumnsGoAsValues() {
        List<UsersRow> rows = users().insertAll(List.of(
                UsersInsert.email("a@example.com").name("a").overridingId(7),
                UsersInsert.email("b@example.com").name("b").nickname(null).active(false),
                UsersInsert.email("c@example.com").name("c").nickname("C")));
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."users" ("id", "email", "name", "nickname", "active") overriding system value values\
                 (?, ?, ?, default, default), (default, ?, ?, ?, ?), (default, ?, ?, ?, default)""" + RETURNING_USER);
        assertThat(rows)
                .extracting(UsersRow::name, UsersRow::nickname, UsersRow::active)
                .containsExactly(tuple("a", null, true), tuple("b", null, false), tuple("c", "C", true));
        assertThat(rows.get(0).id()).isEqualTo(7);
    }

    @Test
    void typesThatAreNotTheSameInAnArrayGoAsValues() {
        List<ProductsRow> rows = new ProductsDao(sent.db())
                .insertAll(List.of(
                        ProductsInsert.sku("a")
                                .name("A")
                                .price(new BigDecimal("1.005"))
                                .attributes(JSONB.valueOf("[1]")),
                        ProductsInsert.sku("b").name("B").price(BigDecimal.TEN).attributes(JSONB.valueOf("{}"))));
        assertThat(rows)
                .extracting(ProductsRow::sku, ProductsRow::price, ProductsRow::attributes)
                .containsExactly(
                        tuple("a", new BigDecimal("1.01"), JSONB.valueOf("[1]")),
                        tuple("b", new BigDecimal("10.00"), JSONB.valueOf("{}")));
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."products" ("sku", "name", "price", "attributes") values\
                 (?, ?, ?, cast(? as jsonb)), (?, ?, ?, cast(? as jsonb)) returning\s""" + Sent.columns(PRODUCTS));
    }

    @Test
    void anArrayCutsNothingThatAloneWouldBeRefused() {
        ProductsInsert tooLong = ProductsInsert.sku("x".repeat(33)).name("A").price(BigDecimal.ONE);
        assertThatThrownBy(() -> new ProductsDao(sent.db()).insertAll(List.of(tooLong, tooLong)))
                .isInstanceOf(StatementFailed.class)
                .hasMessageContaining("a string is too long for its column");
        assertThat(sent.taken())
                .singleElement()
                .asString()
                .contains("unnest(cast(? as text[]), cast(? as text[]), cast(? as numeric[]))");
    }

    @Test
    void noRowsAreNoStatement() {
        assertThat(users().insertAll(List.of())).isEmpty();
        assertThat(users().upsertAll(List.of(), UsersDao.USERS_EMAIL_KEY)).isEmpty();
        assertThat(users().findAllById(List.of())).isEmpty();
        assertThat(users().load(List.of())).isZero();
        assertThat(sent.taken()).isEmpty();
    }

    @Test
    void moreRowsThanAStatementHoldsAreStoredTogether() {
        List<TagsInsert> inserts = IntStream.range(0, SeveralInserts.MOST_IN_ARRAYS + 1)
                .mapToObj(i -> TagsInsert.name("t" + i))
                .toList();
        assertThat(tags().insertAll(inserts))
                .extracting(TagsRow::name)
                .startsWith("t0", "t1")
                .endsWith("t32768");
        List<String> texts = sent.taken();
        assertThat(texts).hasSize(2);
        assertThat(texts.get(0)).isEqualTo(SentSql.NUMBER + texts.get(1));
        List<ProductsInsert> products = IntStream.rangeClosed(0, SeveralInserts.MOST_AS_VALUES)
                .mapToObj(i -> ProductsInsert.sku("s" + i % 1_024)
                        .name("n")
                        .price(BigDecimal.ONE)
                        .attributes(JSONB.valueOf("{}")))
                .toList();
        assertThatThrownBy(() -> new ProductsDao(sent.db()).insertAll(products))
                .isInstanceOf(ConstraintViolation.class);
        assertThat(sent.taken()).hasSize(2);
        assertThat(new ProductsDao(sent.db()).count()).isZero();
    }

    @Test
    void loadsRowsAndReturnsNoneOfThem() {
        assertThat(users().load(IntStream.range(0, 1_000)
                        .mapToObj(i -> UsersInsert.email(i + "@example.com").name("n" + i))
                        .toList()))
                .isEqualTo(1_000);
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."users" ("email", "name") select "given"."email", "given"."name"\
                 from unnest(cast(? as text[]), cast(? as text[])) as "given" ("email", "name")""");
        assertThat(users().load(List.of(
                        UsersInsert.email("a@example.com").name("a").nickname("A"),
                        UsersInsert.email("b@example.com").name("b").active(false))))
                .isEqualTo(2);
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."users" ("email", "name", "nickname", "active")\
                 values (?, ?, ?, default), (?, ?, default, ?)""");
        assertThat(users().count()).isEqualTo(1_002);
        assertThat(users().getByEmail("a@example.com").nickname()).isEqualTo("A");
        assertThat(users().getByEmail("7@example.com").name()).isEqualTo("n7");
    }

    @Test
    void loadsAllOrNone() {
        List<TagsInsert> inserts = IntStream.range(0, SeveralInserts.MOST_IN_ARRAYS + 1)
                .mapToObj(i -> TagsInsert.name("t" + i))
                .toList();
        assertThat(tags().load(inserts)).isEqualTo(32_769);
        List<String> texts = sent.taken();
        assertThat(texts).hasSize(2);
        assertThat(texts.get(0)).isEqualTo(SentSql.NUMBER + texts.get(1));
        tags().delete(tags().getByName("t0").id());
        assertThatThrownBy(() -> tags().load(inserts))
                .isInstanceOf(ConstraintViolation.class)
                .hasMessage("""
                        Cannot insert into public.tags: unique constraint tags_name_key is violated
                          sqlstate: 23505
                          columns:  name
                          sql:      insert into "public"."tags" ("name") select "given"."name" from unnest(cast(? as text[])) as "given" ("name")
                          fix:      catch ConstraintViolation, or use upsert""");
        assertThat(tags().count()).isEqualTo(32_768);
    }

    @Test
    void worksInATransactionAndWithADeadline() {
        UsersInsert ada = UsersInsert.email("ada@example.com").name("Ada");
        assertThatThrownBy(() -> sent.db().transaction(tx -> {
                    new UsersDao(tx).insert(ada);
                    throw new IllegalStateException("undone");
                }))
                .hasMessage("undone");
        assertThat(users().count()).isZero();
        Session within = sent.db().withDeadline(java.time.Duration.ofSeconds(20));
        assertThat(new UsersDao(within).insert(ada).name()).isEqualTo("Ada");
    }

    private static final class AnyTag extends Insert<TagsRecord> {
        AnyTag(Assignments<TagsRecord> assignments) {
            super(assignments);
        }
    }

    /** Takes what the generated class does not let through. */
    private static final class NullableTagsDao extends Dao<TagsRecord, TagsRow, AnyTag, TagsPatch, Long> {
        NullableTagsDao(Session session) {
            super(
                    session,
                    DaoTable.of(TAGS, id -> new Object[] {id}, row -> new Object[] {row.id()}, TAGS.ID),
                    TagsPatch.set());
        }
    }
}
