package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whose tables count. */
class WhatIsExaminedTest {
    @RegisterExtension
    final ExaminedDatabase database = new ExaminedDatabase();

    private List<Finding> seen(Doctor doctor) {
        Examination seen =
                doctor.asking(SchemaChecks.all().toArray(Check[]::new)).examine();
        assertThat(seen.unseen()).isEmpty();
        return seen.findings();
    }

    @Test
    void whatFlywayAndSereinNoteIsNoFinding() {
        database.has(
                "create table flyway_schema_history (installed_rank int, installed_on timestamp)",
                "create table flyway_schema_history_steps (at timestamp, version json)",
                "create index on flyway_schema_history_steps (at)",
                "create index on flyway_schema_history_steps (at)");
        assertThat(seen(Doctor.of(database.db()))).isEmpty();
    }

    @Test
    void whatAnExtensionHasMadeIsNoFinding() {
        database.has(
                "create table well (id int primary key)",
                "create table theirs (at timestamp, well int references well, data json)",
                "create index on theirs (at)",
                "create index on theirs (at)",
                "create sequence numbers maxvalue 10",
                "select setval('numbers', 10)",
                "create extension hstore",
                "alter extension hstore add table theirs",
                "alter extension hstore add sequence numbers");
        assertThat(seen(Doctor.of(database.db()))).isEmpty();
        database.has("alter extension hstore drop table theirs");
        assertThat(seen(Doctor.of(database.db()))).hasSize(5);
    }

    @Test
    void onlyTheSchemasThatAreAskedForAreExamined() {
        database.has("create schema \"Shop\"", "create table one (id int)", "create table \"Shop\".two (id int)");
        assertThat(seen(Doctor.of(database.db()).withSchemas("Shop")))
                .flatExtracting(Finding::objects)
                .containsExactly("\"Shop\".two, 0 bytes");
        assertThat(seen(Doctor.of(database.db())))
                .flatExtracting(Finding::objects)
                .containsExactly("\"Shop\".two, 0 bytes", "public.one, 0 bytes");
    }

    @Test
    void aFindingNamesAHundredObjectsAndCountsThemAll() {
        database.has("do $$ begin for i in 1..120 loop execute 'create table t' || i || ' (id int)'; end loop; end $$");
        assertThat(database.seenBy("table-without-primary-key")).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).startsWith("120 tables have no primary key");
            assertThat(finding.objects()).hasSize(100);
        });
    }

    @Test
    void aNameMakesNoLineOfItsOwn() {
        database.has("create table \"two\nlines\u001b[31m\" (id int)");
        assertThat(database.seenBy("table-without-primary-key")).singleElement().satisfies(finding -> {
            assertThat(finding.objects()).containsExactly("public.\"two?lines?[31m\", 0 bytes");
            assertThat(finding.fix()).startsWith("alter table public.\"two?lines?[31m\" add primary key");
        });
    }

    @Test
    void functionsOfOthersAreNotTakenForTheServers() {
        database.has(
                "create table posts (x int, y int, primary key (x, y))",
                "create table votes (id int primary key, x int, y int, foreign key (x, y) references posts)",
                "create index on votes (x)",
                "create function public.fooled(anyarray, anyarray) returns boolean language sql as 'select true'",
                "create function public.fooled(smallint[], smallint[]) returns boolean language sql as 'select true'",
                "create operator public.<@ (leftarg = smallint[], rightarg = smallint[], function = public.fooled)");
        assertThat(database.objectsOf("foreign-key-without-index"))
                .containsExactly("public.votes (x, y) references public.posts");
    }

    @Test
    void whileATableIsChangedOnlyTheSizesOfItsIndexesAreNotSeen() throws Exception {
        database.has(
                "create table posts (id int primary key, code int, text text)",
                "create index on posts (lower(text)) where code > 3",
                "create table votes (id int primary key, post_id int references posts)",
                "create index on votes (post_id) where post_id is not null",
                "create table at (at timestamp primary key)");
        try (Connection migration = database.dataSource().getConnection();
                Statement statement = migration.createStatement()) {
            migration.setAutoCommit(false);
            statement.execute("alter table posts alter column code type bigint; alter table votes add column x int");
            statement.execute("lock table at");
            Examination seen = Doctor.of(database.db())
                    .asking(SchemaChecks.all().toArray(Check[]::new))
                    .examine();
            assertThat(seen.findings()).extracting(Finding::check).containsExactly("timestamp-without-time-zone");
            assertThat(seen.unseen())
                    .containsExactly(new Unseen(
                            "unused-index",
                            "it waited longer than 0.5 s for a lock; examine again when nobody changes tables"));
        }
    }
}
