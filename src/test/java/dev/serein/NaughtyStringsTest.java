package dev.serein;

import static dev.serein.db.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.db.TagsPatch;
import dev.serein.db.TagsRow;
import dev.serein.postgres.junit.Scratch;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever text comes: it is stored as it is, or refused with the name of its column; it is never SQL. */
@ReferenceSchema
class NaughtyStringsTest {
    @Scratch
    static MigratedDatabase migrated;

    private final TagsDao tags = new TagsDao(migrated.db());

    @BeforeEach
    void aBystander() {
        tags.insert(TagsInsert.name("bystander").description("untouched"));
    }

    @AfterEach
    void empty() {
        migrated.db().sql().truncate(TAGS).cascade().execute();
    }

    static Stream<String> storable() {
        return Stream.of(
                "",
                " ",
                "\t\n\r\f\u000b",
                "\u0001\u001b[31m\u007f\u0085\u00a0",
                "'",
                "''",
                "\"",
                "\"\"",
                "`",
                "\\",
                "\\'",
                "'\\",
                "\\\\' or 1=1 --",
                "'; drop table tags; --",
                "x'); delete from tags; --",
                "' or '1'='1",
                "1; select pg_sleep(10)",
                "' union select usename from pg_user --",
                "/* */ */ /*",
                "-- comment",
                "$1",
                "$$",
                "$tag$ $tag$",
                "?",
                "??",
                "?1 :name :1 @name @@version",
                "{fn now()}",
                "{d '2026-01-01'}",
                "{0} {1} {{}}",
                "%s %d %n ${x} #{x} \\{x}",
                "E'\\x41'",
                "U&'\\0041'",
                "null",
                "NULL",
                "\\N",
                "default",
                "{}",
                "{a,b}",
                "{\"a\",NULL}",
                "(1,2)",
                "[1,2)",
                "<script>alert(1)</script>",
                "../../etc/passwd",
                "İıŞşĞğ",
                "ﷺ ﷽",
                "שלום \u202e abc \u202c مرحبا",
                "Z\u0351\u036b\u0343a\u0308\u0323\u0301",
                "e\u0301 \u00e9",
                "\u200b\u200d\ufeff",
                "\ufffd\ufffe\uffff",
                "👩‍👩‍👧‍👦 🇨🇭 𝕏 \ud83d\ude00",
                "\udbff\udfff",
                "A".repeat(255),
                "é".repeat(1_048_576));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("storable")
    void isStoredAsItIs(String text) {
        // an index holds no more than a third of a page: long texts are no names
        String name = text.length() > 1_000 ? "long" : text;
        TagsRow inserted = tags.insert(TagsInsert.name(name).description(text));
        assertThat(inserted.description()).isEqualTo(text);
        assertThat(tags.getById(inserted.id())).isEqualTo(inserted);
        assertThat(tags.findByName(name)).contains(inserted);
        assertThat(tags.list(TAGS.DESCRIPTION.eq(text))).containsExactly(inserted);
        assertThat(tags.update(inserted.id(), tag -> tag.description(null).description(text)))
                .isEqualTo(inserted);
        assertThat(tags.updateWhere(TAGS.DESCRIPTION.eq(text), TagsPatch.set().description(text)))
                .isEqualTo(1);
        assertThat(tags.upsert(TagsInsert.name(name).description(text), TagsDao.TAGS_NAME_KEY))
                .isEqualTo(new Upserted<>(inserted, false));
        assertThat(tags.deleteWhere(TAGS.DESCRIPTION.eq(text).and(TAGS.NAME.eq(name))))
                .isEqualTo(1);
        assertThat(tags.insertAll(List.of(TagsInsert.name(name).description(text), TagsInsert.name("other"))))
                .first()
                .extracting(TagsRow::name, TagsRow::description)
                .containsExactly(name, text);
        assertThat(tags.count()).isEqualTo(3);
        assertThat(tags.insertAll(List.of(
                                TagsInsert.name("x").description(text),
                                TagsInsert.name("y").description("")))
                        .get(0)
                        .description())
                .isEqualTo(text);
        assertThat(tags.getByName("bystander").description()).isEqualTo("untouched");
    }

    static Stream<String> unstorable() {
        return Stream.of("\0", "a\0b", "\ud800", "\udc00", "\ud800\ud800\udc00", "x\udfff\ud83d", "' \ud83d; --");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("unstorable")
    void isRefusedWithTheNameOfItsColumn(String text) {
        long id = tags.getByName("bystander").id();
        String why = text.indexOf('\0') >= 0
                ? "the character 0, which PostgreSQL does not store"
                : "half a character (a surrogate without its other half)";
        Runnable[] inDescription = {
            () -> tags.insert(TagsInsert.name("x").description(text)),
            () -> tags.insertOrIgnore(TagsInsert.name("x").description(text)),
            () -> tags.upsert(TagsInsert.name("bystander").description(text), TagsDao.TAGS_NAME_KEY),
            () -> tags.insertAll(List.of(
                    TagsInsert.name("x").description("x"), TagsInsert.name("y").description(text))),
            () -> tags.insertAll(
                    List.of(TagsInsert.name("x"), TagsInsert.name("y").description(text))),
            () -> tags.upsertAll(List.of(TagsInsert.name("x").description(text)), TagsDao.TAGS_NAME_KEY),
            () -> tags.update(id, tag -> tag.description(text)),
            () -> tags.updateAll(TagsPatch.set().description(text)),
            () -> tags.list(TAGS.DESCRIPTION.eq(text))
        };
        for (Runnable each : inDescription) {
            assertThatThrownBy(each::run)
                    .isInstanceOf(StatementFailed.class)
                    .message()
                    .matches("Cannot (insert into public.tags|update public.tags|run a statement):"
                            + " column description holds " + Pattern.quote(why) + "\n  sqlstate: 22021\n  sql:      .*")
                    .doesNotContain(text);
        }
        assertThatThrownBy(() -> tags.findByName(text))
                .hasMessageStartingWith("Cannot run a statement: column name holds " + why);
        assertThat(tags.list()).extracting(TagsRow::description).containsExactly("untouched");
    }

    @Test
    void theWholeMessage() {
        assertThatThrownBy(() -> tags.insert(TagsInsert.name("\0secret")))
                .hasMessage("""
                Cannot insert into public.tags: column name holds the character 0, which PostgreSQL does not store
                  sqlstate: 22021
                  sql:      insert into "public"."tags" ("name") values (?) returning %s""".formatted(Sent.columns(TAGS)));
    }
}
