package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serein.doctor.Finding.Severity;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IndexChecksTest {
    @RegisterExtension
    final ExaminedDatabase database = new ExaminedDatabase();

    @Test
    void aForeignKeyWithoutIndexIsFound() {
        database.has(
                "create table posts (id bigint primary key)",
                "create table comments (id bigint primary key, post_id bigint references posts)");
        assertThat(database.seenBy("foreign-key-without-index"))
                .containsExactly(new Finding(
                        "foreign-key-without-index",
                        Severity.WARNING,
                        "1 foreign key has no index",
                        List.of("public.comments (post_id) references public.posts"),
                        "create index concurrently on public.comments (post_id)"));
        database.has("create index concurrently on public.comments (post_id)");
        assertThat(database.seenBy("foreign-key-without-index")).isEmpty();
    }

    @Test
    void foreignKeysAreFoundInAllSchemasTheLargestTableFirstAndQuotedAsSqlNeedsIt() {
        database.has(
                "create schema \"Shop\"",
                "create table users (id bigint primary key)",
                "create table \"Shop\".\"Order\" (\"User Id\" bigint references users, \"say \"\"hi\"\"\" bigint references"
                        + " users)",
                "create table votes (user_id bigint references users)",
                "insert into users values (1)",
                "insert into votes select 1 from generate_series(1, 3)",
                "analyze");
        assertThat(database.seenBy("foreign-key-without-index"))
                .containsExactly(new Finding(
                        "foreign-key-without-index",
                        Severity.WARNING,
                        "3 foreign keys have no index",
                        List.of(
                                "public.votes (user_id) references public.users, about 3 rows",
                                "\"Shop\".\"Order\" (\"User Id\") references public.users",
                                "\"Shop\".\"Order\" (\"say \"\"hi\"\"\") references public.users"),
                        "create index concurrently on public.votes (user_id); and so on for the others"));
    }

    @Test
    void anIndexServesAForeignKeyIfItLeadsToAllRowsOfAKey() {
        database.has(
                "create table a (x int, y int, primary key (x, y))",
                // in another order, with another column, without the nulls, by hash
                "create table well_1 (x int, y int, foreign key (x, y) references a)",
                "create index on well_1 (y, x)",
                "create table well_2 (x int, y int, z int, foreign key (x, y) references a)",
                "create index on well_2 (x, y, z desc)",
                "create table b (id int primary key)",
                "create table well_3 (\"Id\" int references b)",
                "create index on well_3 (\"Id\") where \"Id\" is not null",
                "create table well_4 (id int references b)",
                "create index on well_4 using hash (id)",
                "create table well_5 (id int primary key references b)",
                // of some rows, behind another column, of half the key, of a kind that does not find one key
                "create table ill_1 (id int references b)",
                "create index on ill_1 (id) where id > 100",
                "create table ill_2 (x int, id int references b)",
                "create index on ill_2 (x, id)",
                "create table ill_3 (x int, y int, foreign key (x, y) references a)",
                "create index on ill_3 (x) include (y)",
                "create table ill_4 (id int references b)",
                "create index on ill_4 using brin (id)");
        assertThat(database.objectsOf("foreign-key-without-index"))
                .containsExactly(
                        "public.ill_1 (id) references public.b",
                        "public.ill_2 (id) references public.b",
                        "public.ill_3 (x, y) references public.a",
                        "public.ill_4 (id) references public.b");
    }

    @Test
    void aForeignKeyOfAPartitionedTableIsOneAndEachPartitionMayHaveItsIndex() {
        database.has(
                "create table users (id int primary key)",
                "create table bare (day date, user_id int references users) partition by range (day)",
                "create table bare_1 partition of bare for values from ('2025-01-01') to ('2026-01-01')",
                "create table bare_2 partition of bare for values from ('2026-01-01') to ('2027-01-01')",
                "create index on bare_1 (user_id)",
                "create table whole (day date, user_id int references users) partition by range (day)",
                "create table whole_1 partition of whole for values from ('2025-01-01') to ('2026-01-01')",
                "create index on whole (user_id)",
                "create table each (day date, user_id int references users) partition by range (day)",
                "create table each_1 (user_id int, day date)",
                "alter table each attach partition each_1 for values from ('2025-01-01') to ('2026-01-01')",
                "create index on each_1 (user_id)");
        assertThat(database.seenBy("foreign-key-without-index"))
                .containsExactly(new Finding(
                        "foreign-key-without-index",
                        Severity.WARNING,
                        "1 foreign key has no index",
                        List.of("public.bare (user_id) references public.users"),
                        "create index on only public.bare (user_id), create one concurrently on each partition, and attach"
                                + " those to it"));
    }

    @Test
    void aForeignKeyToAPartitionedTableIsOne() {
        database.has(
                "create table days (day date primary key) partition by range (day)",
                "create table days_1 partition of days for values from ('2025-01-01') to ('2026-01-01')",
                "create table days_2 partition of days for values from ('2026-01-01') to ('2027-01-01')",
                "create table visits (day date references days)");
        assertThat(database.objectsOf("foreign-key-without-index"))
                .containsExactly("public.visits (day) references public.days");
    }

    @Test
    void anIndexThatDoesWhatAnotherDoesIsFound() {
        database.has(
                "create table users (id int primary key, email text, born date)",
                "create index eldest on users (lower(email))",
                "create index \"Twin; size=3\" on users (lower(email))",
                "create index born on users (born)",
                "create index born_down on users (born desc)",
                "create index born_then on users (born) where born > '2000-01-01'",
                "create index born_hash on users using hash (born)",
                "create index born_and on users (born) include (email)",
                "create index born_pattern on users (email text_pattern_ops)",
                "create index born_plain on users (email)");
        assertThat(database.seenBy("duplicate-index"))
                .containsExactly(new Finding(
                        "duplicate-index",
                        Severity.WARNING,
                        "1 index does what another one does",
                        List.of("public.\"Twin; size=3\" of public.users is the same as public.eldest, 8192 bytes"),
                        "drop index concurrently public.\"Twin; size=3\""));
    }

    @Test
    void ofIndexesThatAreAlikeTheOneThatIsNeededStays() {
        database.has(
                "create table a (id int primary key, code int)",
                "create index a_plain on a (id)",
                "alter table a add unique (id)",
                "create index code_plain on a (code)",
                "create unique index code_unique on a (code)",
                // something refers to it
                "create table b (id int primary key, code int not null)",
                "create unique index b_code_first on b (code)",
                "alter table b add unique (code)",
                "create table c (code int primary key references b (code))",
                // it forbids more
                "create table d (code int)",
                "alter table d add unique (code) deferrable",
                "create unique index d_code_now on d (code)",
                "create unique index d_code_nulls on d (code) nulls not distinct");
        assertThat(database.seenBy("duplicate-index"))
                .containsExactly(new Finding(
                        "duplicate-index",
                        Severity.WARNING,
                        "5 indexes do what others do",
                        List.of(
                                "public.a_id_key of public.a is the same as public.a_pkey, 8192 bytes",
                                "public.a_plain of public.a is the same as public.a_pkey, 8192 bytes",
                                "public.b_code_key of public.b is the same as public.b_code_first, 8192 bytes",
                                "public.code_plain of public.a is the same as public.code_unique, 8192 bytes",
                                "public.d_code_key of public.d is the same as public.d_code_now, 8192 bytes"),
                        "alter table public.a drop constraint a_id_key; and so on for the others"));
    }

    @Test
    void indexesOfAPartitionedTableCountOnce() {
        database.has(
                "create table days (day date, what text) partition by range (day)",
                "create table days_1 partition of days for values from ('2025-01-01') to ('2026-01-01')",
                "create table days_2 partition of days for values from ('2026-01-01') to ('2027-01-01')",
                "create index one on days (what)",
                "create index two on days (what)",
                "create index three on days (what, day)");
        assertThat(database.seenBy("duplicate-index"))
                .containsExactly(new Finding(
                        "duplicate-index",
                        Severity.WARNING,
                        "1 index does what another one does",
                        List.of("public.two of public.days is the same as public.one"),
                        "drop index public.two"));
        assertThat(database.objectsOf("overlapping-index"))
                .containsExactly(
                        "public.one of public.days is the beginning of public.three",
                        "public.two of public.days is the beginning of public.three");
    }

    @Test
    void anIndexThatIsTheBeginningOfAnotherIsHintedAt() {
        database.has(
                "create table posts (id int primary key, user_id int, at date, title text)",
                "create index short on posts (user_id)",
                "create index long on posts (user_id, at)");
        assertThat(database.seenBy("overlapping-index"))
                .containsExactly(new Finding(
                        "overlapping-index",
                        Severity.HINT,
                        "1 index is the beginning of another one",
                        List.of("public.short of public.posts is the beginning of public.long, 8192 bytes"),
                        "drop index concurrently public.short"));
    }

    @Test
    void anIndexThatOnlyLooksLikeTheBeginningIsLeftAlone() {
        database.has(
                "create table posts (id int primary key, user_id int, at date, title text)",
                "create index one on posts (lower(title))",
                "create index two on posts (upper(title), user_id)",
                "create index three on posts (at desc)",
                "create index four on posts (at, user_id)",
                "create unique index five on posts (user_id)",
                "create index six on posts (user_id, title)",
                "create index seven on posts using hash (title)",
                "create index eight on posts (title, user_id) where user_id > 3",
                "create index nine on posts (title text_pattern_ops)",
                "create index ten on posts (title, id)");
        assertThat(database.seenBy("overlapping-index")).isEmpty();
    }

    @Test
    void aSmallIndexIsNotGivenUpForALargeOne() {
        database.has(
                "create table posts (id int primary key, user_id int, title text)",
                "insert into posts select n, n % 3, md5(n::text) || md5('a' || n) || md5('b' || n) || md5('c' || n)"
                        + " from generate_series(1, 20000) n",
                "create index small on posts (user_id)",
                "create index large on posts (user_id, title)");
        assertThat(database.seenBy("overlapping-index")).isEmpty();
    }

    @Test
    void anInvalidIndexIsFound() {
        database.has(
                "create table \"Users\" (id int primary key, email text)",
                "insert into \"Users\" values (1, 'a'), (2, 'a')");
        assertThatThrownBy(() -> database.has("create unique index concurrently \"Email\" on \"Users\" (email)"))
                .hasMessageContaining("23505");
        assertThat(database.seenBy("invalid-index"))
                .containsExactly(new Finding(
                        "invalid-index",
                        Severity.WARNING,
                        "1 index is invalid: it costs time at every write, and no query uses it",
                        List.of("public.\"Email\" of public.\"Users\", 0 bytes"),
                        "reindex index concurrently public.\"Email\", once no two rows are alike by it"));
        database.has("update \"Users\" set email = id", "reindex index concurrently public.\"Email\"");
        assertThat(database.seenBy("invalid-index")).isEmpty();
    }

    @Test
    void whatAFailedRebuildHasLeftIsToBeDropped() {
        database.has("create table users (email text)", "create unique index email on users (email)");
        database.has("insert into users values ('a')", "create table copy as select * from users");
        database.has(
                "create index email_ccnew on users (email)",
                "update pg_index set indisvalid = false where indexrelid = 'email_ccnew'::regclass");
        assertThat(database.seenBy("invalid-index"))
                .extracting(Finding::fix)
                .containsExactly("drop index concurrently public.email_ccnew");
    }

    @Test
    void anIndexThatIsBeingBuiltIsNotYetInvalid() throws Exception {
        database.has("create table users (id int primary key, email text)");
        CompletableFuture<Void> built;
        try (Connection writer = database.dataSource().getConnection();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("insert into users values (1, 'a')");
            built = CompletableFuture.runAsync(() -> database.has("create index concurrently on users (email)"));
            await().until(() -> database.db()
                    .sql()
                    .fetch("select from pg_index where not indisvalid")
                    .isNotEmpty());
            assertThat(database.seenBy("invalid-index")).isEmpty();
            writer.commit();
        }
        built.join();
        assertThat(database.seenBy("invalid-index")).isEmpty();
    }

    private void largeIndexes() {
        database.has(
                "create table events (id int primary key, kind int, at int, who int references events, label text)",
                "insert into events select n, n, n, n from generate_series(1, 500000) n",
                "create index events_kind on events (kind)",
                "create index events_at on events (at)",
                "create index events_who on events (who)",
                "create unique index events_label on events (id, kind)",
                "create index events_small on events (label) where label is not null",
                "analyze events",
                "set enable_seqscan = off; select count(*) from events where at = 3; select pg_stat_force_next_flush();"
                        + " reset enable_seqscan");
    }

    @Test
    void aLargeIndexThatNothingWasReadByIsHintedAtOnceTheServerHasCountedLongEnough() {
        largeIndexes();
        UnusedIndex usual = (UnusedIndex) ExaminedDatabase.check("unused-index");
        assertThat(database.seenBy(new UnusedIndex(usual.sql(), Duration.ZERO)))
                .containsExactly(new Finding(
                        "unused-index",
                        Severity.HINT,
                        "1 large index was never used in 0 days",
                        List.of("public.events_kind of public.events, 11 MB"),
                        "drop index concurrently public.events_kind, if it is not new, and no replica reads by it"));
        Examination seen = Doctor.of(database.db()).asking(usual).examine();
        assertThat(seen.findings()).isEmpty();
        assertThat(seen.unseen())
                .containsExactly(new Unseen(
                        "unused-index",
                        "1 large index was not used in the 0 days since the server counts; examine again when it has"
                                + " counted for 30"));
        database.has("drop index events_kind");
        assertThat(database.seenBy("unused-index")).isEmpty();
    }
}
