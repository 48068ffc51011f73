package dev.serein;

import static dev.serein.db.Tables.PAGE_VIEWS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.POST_TAGS;
import static dev.serein.db.Tables.TAGS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.serein.db.PageViewsDao;
import dev.serein.db.PageViewsInsert;
import dev.serein.db.PostTagsDao;
import dev.serein.db.PostTagsInsert;
import dev.serein.db.PostsDao;
import dev.serein.db.PostsInsert;
import dev.serein.db.PostsRow;
import dev.serein.db.TagsDao;
import dev.serein.db.TagsInsert;
import dev.serein.db.TagsRow;
import dev.serein.db.UsersDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersRow;
import dev.serein.db.tables.records.PostsRecord;
import dev.serein.db.tables.records.TagsRecord;
import dev.serein.postgres.junit.Scratch;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Inserted or updated, and told which, whoever else does the same. */
@ChangedReferenceSchema
class UpsertTest {
    @Scratch
    static MigratedDatabase migrated;

    private static final String TOLD = " where set_config('serein.updated', cast(statement_timestamp() as text), true)"
            + " is not null returning %s, case when current_setting('serein.updated', true)"
            + " = cast(statement_timestamp() as text) then set_config('serein.updated', '', true) is null else true end";
    private static final String TOLD_USER = TOLD.formatted(Sent.columns(USERS));

    @RegisterExtension
    final Sent sent = new Sent(migrated);

    @AfterEach
    void empty() {
        migrated.db().sql().truncate(USERS, TAGS).cascade().execute();
    }

    private UsersDao users() {
        return new UsersDao(sent.db());
    }

    private TagsDao tags() {
        return new TagsDao(sent.db());
    }

    @Test
    void insertsWhatIsNewAndUpdatesWhatIsThere() {
        Upserted<UsersRow> first = users().upsert(
                        UsersInsert.email("ada@example.com").name("Ada").nickname("a"), UsersDao.USERS_EMAIL_KEY);
        sent.forget();
        Upserted<UsersRow> second =
                users().upsert(UsersInsert.email("ada@example.com").name("Lady Ada"), UsersDao.USERS_EMAIL_KEY);
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."users" ("email", "name") values (?, ?)\
                 on conflict ("email") do update set "name" = excluded."name\"""" + TOLD_USER);
        assertThat(first.inserted()).isTrue();
        assertThat(second.inserted()).isFalse();
        assertThat(second.row())
                .extracting(UsersRow::id, UsersRow::name, UsersRow::nickname)
                .containsExactly(first.row().id(), "Lady Ada", "a");
        assertThat(users().findById(first.row().id())).contains(second.row());
    }

    @Test
    void aRowKeepsItsPrimaryKey() {
        UsersRow ada = users().insert(UsersInsert.email("ada@example.com").name("Ada"));
        sent.forget();
        UsersInsert other = UsersInsert.email("ada@example.com").name("Ada").overridingId(99);
        assertThat(users().upsert(other, UsersDao.USERS_EMAIL_KEY).row().id()).isEqualTo(ada.id());
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."users" ("id", "email", "name") overriding system value values (?, ?, ?)\
                 on conflict ("email") do update set "name" = excluded."name\"""" + TOLD_USER);
    }

    @Test
    void aRowOfNothingButItsKeyIsReturnedAllTheSame() {
        long post = post("a").id();
        long tag = tags().insert(TagsInsert.name("t")).id();
        PostTagsDao postTags = new PostTagsDao(sent.db());
        PostTagsInsert both = PostTagsInsert.postId(post).tagId(tag);
        assertThat(postTags.upsert(both, PostTagsDao.POST_TAGS_PKEY).inserted()).isTrue();
        sent.forget();
        assertThat(postTags.upsert(both, PostTagsDao.POST_TAGS_PKEY).inserted()).isFalse();
        assertThat(sent.taken()).containsExactly("""
                insert into "public"."post_tags" ("post_id", "tag_id") values (?, ?) on conflict ("post_id", "tag_id")\
                 do update set "post_id" = "public"."post_tags"."post_id\"""" + TOLD.formatted(Sent.columns(POST_TAGS)));
    }

    private PostsRow post(String slug) {
        UsersRow author = users().upsert(UsersInsert.email("author@example.com").name("A"), UsersDao.USERS_EMAIL_KEY)
                .row();
        return new PostsDao(sent.db())
                .insert(PostsInsert.userId(author.id()).slug(slug).title("t"));
    }

    @Test
    void byAPartialIndex() {
        PostsRow post = post("a");
        sent.forget();
        PostsInsert again = PostsInsert.userId(post.userId()).slug("a").title("other");
        assertThat(new PostsDao(sent.db()).upsert(again, PostsDao.POSTS_ACTIVE_SLUG_KEY))
                .extracting(Upserted::inserted, upserted -> upserted.row().id(), upserted -> upserted.row()
                        .title())
                .containsExactly(false, post.id(), "other");
        assertThat(sent.taken()).singleElement().asString().contains("""
                on conflict ("slug") where (archived_at IS NULL) do update set "user_id" = excluded."user_id",\
                 "title" = excluded."title\"""");
    }

    @Test
    void theConditionOfAnIndexMayHoldQuestionMarks() {
        ConflictTarget<PostsRecord> target = ConflictTarget.of(POSTS.SLUG)
                .where("(attributes ? 'why?'::text) and title <> E'it\\'s?' and \"what?\" <> '?'");
        assertThat(Sql.of(target.rendered()))
                .hasToString(
                        "(\"slug\") where (attributes ?? 'why?'::text) and title <> E'it\\'s?' and \"what?\" <> '?'");
    }

    @Test
    void onAPartitionedTable() {
        long post = post("a").id();
        PageViewsDao views = new PageViewsDao(sent.db());
        UUID id = UUID.randomUUID();
        PageViewsInsert view = PageViewsInsert.postId(post)
                .viewedAt(OffsetDateTime.parse("2026-03-01T00:00:00Z"))
                .id(id);
        PageViewsInsert other = PageViewsInsert.postId(post)
                .viewedAt(OffsetDateTime.parse("2025-03-01T00:00:00Z"))
                .id(id);
        assertThat(views.upsert(view, PageViewsDao.PAGE_VIEWS_PKEY).inserted()).isTrue();
        assertThat(views.upsert(view, PageViewsDao.PAGE_VIEWS_PKEY).inserted()).isFalse();
        assertThat(views.upsertAll(List.of(view, other), PageViewsDao.PAGE_VIEWS_PKEY))
                .extracting(Upserted::inserted)
                .containsExactly(false, true);
        assertThat(sent.db().find(PAGE_VIEWS).count()).isEqualTo(2);
    }

    @Test
    void afterTheSameTransactionHasInsertedOrLockedTheRow() {
        UsersRow ada = users().insert(UsersInsert.email("ada@example.com").name("Ada"));
        List<Boolean> inserted = sent.db().transactionResult(tx -> {
            UsersDao inTx = new UsersDao(tx);
            inTx.lock(ada.id());
            List<Boolean> told = new ArrayList<>();
            for (String email : List.of("new@example.com", "new@example.com", "ada@example.com", "more@example.com")) {
                told.add(inTx.upsert(UsersInsert.email(email).name("x"), UsersDao.USERS_EMAIL_KEY)
                        .inserted());
                tx.transaction(nested -> told.add(new UsersDao(nested)
                        .upsert(UsersInsert.email(email).name("x"), UsersDao.USERS_EMAIL_KEY)
                        .inserted()));
            }
            return told;
        });
        assertThat(inserted).containsExactly(true, false, false, false, false, false, true, false);
    }

    /** What is noted of a row that is dropped is not taken for the next one. */
    @Test
    void afterATriggerHasDroppedAnUpdate() {
        migrated.db().sql().execute("""
                create function drop_row() returns trigger language plpgsql as 'begin return null; end';
                create trigger drop_row before update on tags for each row execute function drop_row()
                """);
        try {
            tags().insert(TagsInsert.name("a"));
            boolean inserted = sent.db().transactionResult(tx -> {
                assertThatThrownBy(() -> new TagsDao(tx).upsert(TagsInsert.name("a"), TagsDao.TAGS_NAME_KEY))
                        .isInstanceOf(RowNotFound.class);
                return new TagsDao(tx)
                        .upsert(TagsInsert.name("b"), TagsDao.TAGS_NAME_KEY)
                        .inserted();
            });
            assertThat(inserted).isTrue();
        } finally {
            migrated.db().sql().execute("drop function drop_row cascade");
        }
    }

    @Test
    void manyInTheOrderTheyCameIn() {
        tags().insert(TagsInsert.name("b"));
        sent.forget();
        List<Upserted<TagsRow>> told = tags().upsertAll(
                        List.of(
                                TagsInsert.name("c").description("1"),
                                TagsInsert.name("b").description("2"),
                                TagsInsert.name("a").description("3")),
                        TagsDao.TAGS_NAME_KEY);
        assertThat(sent.taken()).containsExactly(SentSql.NUMBER + """
                insert into "public"."tags" ("name", "description") select "given"."name", "given"."description"\
                 from unnest(cast(? as text[]), cast(? as text[])) as "given" ("name", "description")\
                 on conflict ("name") do update set "description" = excluded."description\"""" + TOLD.formatted(Sent.columns(TAGS)));
        assertThat(told)
                .extracting(each -> each.row().name(), each -> each.row().description(), Upserted::inserted)
                .containsExactly(tuple("c", "1", true), tuple("b", "2", false), tuple("a", "3", true));
    }

    @Test
    void whatOneOfThemLeavesOutIsNotUpdated() {
        tags().insertAll(List.of(
                TagsInsert.name("a").description("kept"), TagsInsert.name("b").description("lost")));
        sent.forget();
        assertThat(tags().upsertAll(
                                List.of(TagsInsert.name("b").description(null), TagsInsert.name("a")),
                                TagsDao.TAGS_NAME_KEY))
                .extracting(each -> each.row().name(), each -> each.row().description())
                .containsExactly(tuple("b", null), tuple("a", "kept"));
        assertThat(sent.taken()).hasSize(2);
    }

    @Test
    void twoOfTheSameKeyAreRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> tags().upsertAll(
                                List.of(TagsInsert.name("secret"), TagsInsert.name("b"), TagsInsert.name("secret")),
                                TagsDao.TAGS_NAME_KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot upsert into public.tags: two of the rows have the same (name)");
        assertThat(sent.taken()).isEmpty();
    }

    /** What PostgreSQL compares as Java does not, or makes itself. */
    @Test
    void keysThatOnlyTheServerCanCompare() {
        migrated.db().sql().execute("create extension if not exists citext");
        migrated.db().sql().execute("alter table tags alter name type citext");
        try {
            assertThatThrownBy(() -> tags().upsertAll(
                                    List.of(TagsInsert.name("q"), TagsInsert.name("Q")), TagsDao.TAGS_NAME_KEY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Cannot upsert into public.tags: two of the rows have the same (name)")
                    .hasCauseInstanceOf(StatementFailed.class);
            assertThat(tags().count()).isZero();
        } finally {
            migrated.db().sql().execute("alter table tags alter name type text");
        }
        OffsetDateTime time = OffsetDateTime.parse("2026-03-01T00:00:00Z");
        assertThat(new KeyOrder()
                        .compare(new Object[] {time}, new Object[] {time.withOffsetSameInstant(ZoneOffset.ofHours(2))}))
                .isZero();
    }

    @Test
    void aKeyThatIsAnExpressionIsNotTakenForTheSame() {
        Field<String> made = DSL.field("gen_random_uuid()::text", String.class);
        DaoTable<TagsRecord, TagsRow, Long> table =
                DaoTable.of(TAGS, id -> new Object[] {id}, row -> new Object[] {row.id()}, TAGS.ID);
        Assignments<TagsRecord> tag = Assignments.none(TAGS).with(TAGS.NAME, made);
        assertThat(table.severalInserts().upsert(sent.db(), List.of(tag, tag), TagsDao.TAGS_NAME_KEY))
                .extracting(Upserted::inserted)
                .containsExactly(true, true);
    }

    @Test
    void allOrNoneWhereATriggerDropsOne() {
        migrated.db().sql().execute("""
                create function drop_b() returns trigger language plpgsql as
                    'begin return case when new.name = ''b'' then null else new end; end';
                create trigger drop_b before insert on tags for each row execute function drop_b()
                """);
        try {
            List<TagsInsert> both = List.of(TagsInsert.name("a"), TagsInsert.name("b"));
            assertThatThrownBy(() -> tags().upsertAll(both, TagsDao.TAGS_NAME_KEY))
                    .isInstanceOf(RowNotFound.class);
            assertThat(tags().count()).isZero();
            sent.db().transaction(tx -> {
                new TagsDao(tx).insert(TagsInsert.name("c"));
                assertThatThrownBy(() -> new TagsDao(tx).upsertAll(both, TagsDao.TAGS_NAME_KEY))
                        .isInstanceOf(RowNotFound.class);
            });
            assertThat(tags().list()).extracting(TagsRow::name).containsExactly("c");
        } finally {
            migrated.db().sql().execute("drop function drop_b cascade");
        }
    }

    @Test
    void anotherConstraintIsViolatedAllTheSame() {
        users().insertAll(List.of(
                UsersInsert.email("a@example.com").name("a").overridingId(1),
                UsersInsert.email("b@example.com").name("b").overridingId(2)));
        assertThatThrownBy(() -> users().upsert(
                                UsersInsert.email("b@example.com").name("c").overridingId(1), UsersDao.USERS_PKEY))
                .isInstanceOf(ConstraintViolation.class)
                .hasMessageStartingWith(
                        "Cannot insert into public.users: unique constraint users_email_key is violated");
    }

    @Test
    void thirtyTwoThreadsInsertEachKeyOnce() throws Exception {
        AtomicInteger inserted = new AtomicInteger();
        int keys = 20;
        Database patient = patient();
        together(32, random -> {
            for (int i = 0; i < keys; i++) {
                TagsInsert tag = TagsInsert.name("t" + i).description("d" + random.nextInt());
                if (new TagsDao(patient).upsert(tag, TagsDao.TAGS_NAME_KEY).inserted()) {
                    inserted.incrementAndGet();
                }
            }
        });
        patient.close();
        assertThat(inserted).hasValue(keys);
        assertThat(tags().count()).isEqualTo(keys);
    }

    @Test
    void thirtyTwoThreadsUpsertManyInAnyOrderWithoutADeadlock() throws Exception {
        AtomicInteger inserted = new AtomicInteger();
        int keys = 40;
        Database patient = patient();
        together(32, random -> {
            for (int round = 0; round < 3; round++) {
                List<TagsInsert> inserts = new ArrayList<>(IntStream.range(0, keys)
                        .mapToObj(i -> random.nextBoolean()
                                ? TagsInsert.name("t" + i)
                                : TagsInsert.name("t" + i).description("d" + random.nextInt()))
                        .toList());
                Collections.shuffle(inserts, random);
                new TagsDao(patient)
                        .upsertAll(inserts, TagsDao.TAGS_NAME_KEY)
                        .forEach(each -> inserted.addAndGet(each.inserted() ? 1 : 0));
            }
        });
        patient.close();
        assertThat(inserted).hasValue(keys);
        assertThat(tags().count()).isEqualTo(keys);
    }

    /** Thirty-two threads share ten connections: however slow the machine is, each has its turn. */
    private static Database patient() {
        Duration minute = Duration.ofMinutes(1);
        return Database.open(
                DatabaseOptions.of(migrated.url()).withPoolTimeout(minute).withLockTimeout(minute));
    }

    private interface Work {
        void run(Random random);
    }

    private static void together(int threads, Work work) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Random random = new Random(i);
                running.add(pool.submit(() -> {
                    start.await();
                    work.run(random);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
