package dev.serein;

import static dev.serein.db.Tables.PAGE_VIEWS;
import static dev.serein.db.Tables.POST_TAGS;
import static dev.serein.db.Tables.TAGS;
import static dev.serein.db.Tables.TYPE_ZOO;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.PageViewsDao;
import dev.serein.db.PageViewsInsert;
import dev.serein.db.PostTagsDao;
import dev.serein.db.PostTagsInsert;
import dev.serein.db.PostsDao;
import dev.serein.db.PostsInsert;
import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.db.TypeZooRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersRow;
import dev.serein.db.tables.records.TypeZooRecord;
import dev.serein.postgres.junit.Scratch;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jooq.TableField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** By the key: one, or many in the order of the keys, whatever a key is made of. */
@ChangedReferenceSchema
class FindByIdTest {
    private static final String ROW = """
            insert into type_zoo (
                smallint_value, integer_value, bigint_value, numeric_value, boolean_value, text_value, date_value,
                timestamptz_value, uuid_value, jsonb_value, enum_value, integer_array, text_array, daterange_value,
                non_blank_value, citext_value, bytea_value, char_value)
            select 1, 1, 1, n + 0.50, true, 'x', '2026-11-22', now(), gen_random_uuid(), '{}', enum_first(null::zoo_size),
                '{}', '{}', '[2026-01-01, 2026-02-01)', 'b' || n, 'Name' || n, ('b' || n)::bytea, 'c' || n
            from generate_series(1, 3) as n
            """;

    @Scratch
    static MigratedDatabase migrated;

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    private static List<UsersRow> users;

    @BeforeAll
    static void rows() {
        users = new UsersDao(migrated.db())
                .insertAll(LongStream.range(0, 5_000)
                        .mapToObj(i -> UsersInsert.email(i + "@example.com").name("n" + i))
                        .toList());
        migrated.db().sql().execute(ROW);
    }

    @Test
    void findGetAndExists() {
        UsersDao dao = new UsersDao(sent.db());
        UsersRow user = users.get(7);
        assertThat(dao.findById(user.id())).contains(user);
        assertThat(dao.findById(-1L)).isEmpty();
        assertThat(dao.getById(user.id())).isEqualTo(user);
        String select =
                "select " + Sent.columns(USERS) + " from \"public\".\"users\" where \"public\".\"users\".\"id\" = ?";
        assertThat(sent.taken()).containsExactly(select, select, select);
        assertThat(dao.exists(user.id())).isTrue();
        assertThat(dao.exists(-1L)).isFalse();
        assertThat(sent.taken()).hasSize(2).containsOnly("""
                select exists (select 1 as "one" from "public"."users" where "public"."users"."id" = ?)""");
        assertThatThrownBy(() -> dao.getById(-1L))
                .isInstanceOf(RowNotFound.class)
                .hasMessage("""
                Cannot find the row of public.users: none has this id
                  columns: id""");
    }

    @Test
    void manyInTheOrderOfTheirKeys() {
        List<Long> ids = new ArrayList<>(users.stream().map(UsersRow::id).toList());
        java.util.Collections.reverse(ids);
        ids.add(1, -1L);
        ids.add(ids.get(0));
        List<UsersRow> found = new UsersDao(sent.db()).findAllById(ids);
        ids.remove(-1L);
        assertThat(found).extracting(UsersRow::id).isEqualTo(ids);
        assertThat(sent.taken())
                .containsExactly("select " + Sent.columns(USERS) + """
                 from "public"."users" where ("public"."users"."id" = any (cast(? as bigint[])))""".indent(1).stripTrailing());
    }

    @Test
    void manyOfSeveralColumns() {
        long post = new PostsDao(migrated.db())
                .insert(PostsInsert.userId(users.get(0).id()).slug("a").title("t"))
                .id();
        List<Long> tags = new TagsDao(migrated.db())
                .insertAll(List.of(TagsInsert.name("a"), TagsInsert.name("b"))).stream()
                        .map(tag -> tag.id())
                        .toList();
        PostTagsDao postTags = new PostTagsDao(sent.db());
        postTags.insertAll(
                tags.stream().map(tag -> PostTagsInsert.postId(post).tagId(tag)).toList());
        sent.forget();
        assertThat(postTags.findAllById(List.of(
                        new PostTagsDao.Id(post, tags.get(1)),
                        new PostTagsDao.Id(post, -1),
                        new PostTagsDao.Id(post, tags.get(0)))))
                .extracting(each -> each.tagId())
                .containsExactly(tags.get(1), tags.get(0));
        assertThat(sent.taken())
                .singleElement()
                .asString()
                .isEqualTo("select " + Sent.columns(POST_TAGS)
                        + " from \"public\".\"post_tags\" where ((\"public\".\"post_tags\".\"post_id\","
                        + " \"public\".\"post_tags\".\"tag_id\")"
                        + " in (select * from unnest(cast(? as bigint[]), cast(? as bigint[]))))");

        PageViewsDao views = new PageViewsDao(sent.db());
        UUID id = UUID.randomUUID();
        OffsetDateTime at = OffsetDateTime.parse("2026-03-01T00:00:00.123456Z");
        views.insert(PageViewsInsert.postId(post).viewedAt(at).id(id));
        sent.forget();
        // finer than PostgreSQL keeps it, and with another offset
        OffsetDateTime same = at.plusNanos(100).withOffsetSameInstant(ZoneOffset.ofHours(2));
        assertThat(views.findAllById(List.of(
                        new PageViewsDao.Id(same, id),
                        new PageViewsDao.Id(at, UUID.randomUUID()),
                        new PageViewsDao.Id(at, id))))
                .extracting(each -> each.id())
                .containsExactly(id, id);
        String four = "(cast(? as timestamp(6) with time zone), cast(? as uuid), %d)";
        assertThat(sent.taken())
                .containsExactly("select " + Sent.columns(PAGE_VIEWS) + " from \"public\".\"page_views\" join (values "
                        + String.join(", ", four.formatted(0), four.formatted(1), four.formatted(2), four.formatted(3))
                        + ") as \"asked_keys\" (\"key_1\", \"key_2\", \"position\")"
                        + " on (\"public\".\"page_views\".\"viewed_at\", \"public\".\"page_views\".\"id\")"
                        + " = (\"asked_keys\".\"key_1\", \"asked_keys\".\"key_2\")"
                        + " order by \"asked_keys\".\"position\"");
    }

    /** As if each were the primary key: two that PostgreSQL takes for the same are. */
    @Test
    void keysOfAnyType() {
        assertThat(found(TYPE_ZOO.CITEXT_VALUE, TypeZooRow::citextValue, "NAME3", "x", "name1", "NAME1"))
                .containsExactly("Name3", "Name1", "Name1");
        assertThat(sent.taken()).hasSize(1);
        assertThat(found(TYPE_ZOO.BYTEA_VALUE, TypeZooRow::byteaValue, bytes("b2"), bytes("b9"), bytes("b1")))
                .containsExactly(bytes("b2"), bytes("b1"));
        assertThat(found(
                        TYPE_ZOO.NUMERIC_VALUE,
                        TypeZooRow::numericValue,
                        new BigDecimal("2.5"),
                        new BigDecimal("1.500")))
                .containsExactly(new BigDecimal("2.50"), new BigDecimal("1.50"));
        assertThat(found(TYPE_ZOO.NON_BLANK_VALUE, TypeZooRow::nonBlankValue, "b3", "b1"))
                .containsExactly("b3", "b1");
        assertThat(found(TYPE_ZOO.CHAR_VALUE, TypeZooRow::charValue, "c3", "c1"))
                .containsExactly("c3 ", "c1 ");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // copied, not kept
    private <V> List<V> found(
            TableField<TypeZooRecord, V> column, java.util.function.Function<TypeZooRow, V> value, V... keys) {
        sent.forget();
        SeveralKeys<TypeZooRecord, TypeZooRow> byColumn =
                new SeveralKeys<>(TYPE_ZOO, List.of(column), row -> new Object[] {value.apply(row)});
        return byColumn
                .find(
                        sent.db(),
                        List.of(keys).stream().map(key -> new Object[] {key}).toList())
                .stream()
                .map(value)
                .toList();
    }

    @Test
    void moreKeysThanAStatementHoldsAreAskedForInParts() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i <= 4_096; i++) {
            names.add("name" + (i % 3 + 1));
        }
        assertThat(found(TYPE_ZOO.CITEXT_VALUE, TypeZooRow::citextValue, names.toArray(String[]::new)))
                .hasSize(4_097)
                .startsWith("Name1", "Name2", "Name3", "Name1")
                .endsWith("Name2");
        assertThat(sent.taken()).hasSize(2);
    }

    /** Java takes these for different, the column's collation does not. */
    @Test
    void textsThatACollationTakesForTheSame() {
        migrated.db().sql().execute("""
                create collation if not exists ignoring (provider = icu, locale = 'und-u-ks-level2', deterministic = false)
                """);
        migrated.db().sql().execute("alter table type_zoo alter varchar_value type varchar(50) collate ignoring");
        migrated.db().sql().execute("update type_zoo set varchar_value = citext_value");
        assertThat(found(TYPE_ZOO.VARCHAR_VALUE, TypeZooRow::varcharValue, "NAME3", "name1"))
                .containsExactly("Name3", "Name1");
        assertThat(sent.taken())
                .containsExactly("select " + Sent.columns(TYPE_ZOO)
                        + " from \"public\".\"type_zoo\" join unnest(cast(? as text[])) with ordinality"
                        + " as \"asked_keys\" (\"key_1\", \"position\")"
                        + " on (\"public\".\"type_zoo\".\"varchar_value\") = (\"asked_keys\".\"key_1\")"
                        + " order by \"asked_keys\".\"position\"");
        assertThat(found(TYPE_ZOO.VARCHAR_VALUE, TypeZooRow::varcharValue, "Name3", "NAME3", "none"))
                .containsExactly("Name3", "Name3");
    }

    /** The planner sees a constant, and hashes it; text that is cast would be compared element by element. */
    @Test
    void manyIdsAreFoundInALargeTableThatWasNeverAnalyzed() {
        Database db = migrated.db();
        db.sql().execute("insert into tags (name) select 'many ' || n from generate_series(1, 100000) n");
        List<Long> ids = db.sql().select(TAGS.ID).from(TAGS).fetch(TAGS.ID);

        assertThat(new TagsDao(db.withDeadline(Duration.ofSeconds(10))).findAllById(ids))
                .hasSameSizeAs(ids);
        db.sql().truncate(TAGS).cascade().execute();
    }
}
