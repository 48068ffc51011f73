package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.lint.LintFinding.Severity;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows a recipe of lint's, of what is not simple, has nothing more to hear from it. */
class RecipeTest {
    private static final String SCHEMA = """
            create table users (id bigint primary key, name text);
            create table documents (id uuid primary key, body text);
            create table log (id bigint not null, at date not null, user_id bigint) partition by range (at);
            create table log_2020 partition of log for values from ('2020-01-01') to ('2021-01-01');
            create table log_rest partition of log default;
            """;

    @TempDir
    Path folder;

    @Test
    void aUniqueConstraintOfAPartitionedTable() {
        assertThat(fix("alter table log add constraint log_id unique (id, at)")).isEqualTo("""
                build it partition by partition, each in a file of its own, and attach them to one of the parent's:
                  alter table only log add constraint log_id unique (id, at);
                  create unique index concurrently … on … (…);
                  alter table … add constraint … unique using index …;
                  alter index log_id attach partition …;""");
        assertFine(
                "alter table only log add constraint log_id unique (id, at)",
                "create unique index concurrently log_2020_id on log_2020 (id, at)",
                "alter table log_2020 add constraint log_2020_id unique using index log_2020_id;\n"
                        + "alter index log_id attach partition log_2020_id",
                "create unique index concurrently log_rest_id on log_rest (id, at)",
                "alter table log_rest add constraint log_rest_id unique using index log_rest_id;\n"
                        + "alter index log_id attach partition log_rest_id");
    }

    @Test
    void aForeignKeyOfAPartitionedTable() {
        assertThat(fix("alter table log add constraint log_user foreign key (user_id) references users"))
                .isEqualTo("""
                        add it not valid, and validate it in a file of its own, while others read and write:
                          alter table log add constraint log_user foreign key (user_id) references users(id) not valid;
                          -- in a file of its own:
                          alter table log validate constraint log_user;
                        before PostgreSQL 18 do so with each partition, and then add it to log itself, valid,
                        for which nothing is read any more""");
        assertFine(
                "alter table log_2020 add constraint log_user foreign key (user_id) references users (id) not valid;\n"
                        + "alter table log_rest add constraint log_user foreign key (user_id) references users (id) not valid",
                "alter table log_2020 validate constraint log_user",
                "alter table log_rest validate constraint log_user",
                "alter table log add constraint log_user foreign key (user_id) references users (id)");
    }

    @Test
    void aCheckOfAPartitionedTable() {
        assertThat(fix("alter table log add constraint log_positive check (id > 0)"))
                .isEqualTo("""
                add it not valid, and validate it in a file of its own, while others read and write:
                  alter table log add constraint log_positive check ((id > 0)) not valid;
                  -- in a file of its own:
                  alter table log validate constraint log_positive;""");
        assertFine(
                "alter table log add constraint log_positive check ((id > 0)) not valid",
                "alter table log validate constraint log_positive");
    }

    @Test
    void aUniqueConstraintThatIsDeferred() {
        assertThat(fix("alter table users add constraint once unique (name, id) deferrable initially deferred"))
                .isEqualTo("""
                        build its index concurrently first, in a file of its own:
                          create unique index concurrently once on users (name, id);
                          -- then, in a moment:
                          alter table users add constraint once unique using index once deferrable initially deferred;""");
        assertFine(
                "create unique index concurrently once on users (name, id)",
                "alter table users add constraint once unique using index once deferrable initially deferred");
    }

    @Test
    void manyRowsWithoutANumberedKey() {
        assertThat(fix("update documents set body = 'a'")).isEqualTo("""
                change them in batches, in a file of its own beside which there is one, named as it is with .conf behind it,
                that says executeInTransaction=false:
                  do $$ begin
                    loop
                      update documents set … where … -- what is not changed yet
                        and ctid = any (array(select ctid from documents where … limit 10000));
                      exit when not found;
                      commit;
                    end loop;
                  end $$;""");
        assertThat(dangers(ScratchPostgres.shared(), migrations().addOutside("""
                do $$ begin
                  loop
                    update documents set body = 'a' where body <> 'a' -- what is not changed yet
                      and ctid = any (array(select ctid from documents where body <> 'a' limit 10000));
                    exit when not found;
                    commit;
                  end loop;
                end $$;
                """)))
                .isEmpty();
    }

    private NewMigrations migrations(String... files) {
        NewMigrations migrations =
                new NewMigrations(folder.resolve(String.valueOf(System.nanoTime()))).released(SCHEMA);
        for (String file : files) {
            migrations.add(file);
        }
        return migrations;
    }

    private String fix(String sql) {
        return dangers(ScratchPostgres.shared(), migrations(sql)).get(0).fix();
    }

    private void assertFine(String... files) {
        assertThat(dangers(ScratchPostgres.shared(), migrations(files))).isEmpty();
        try (ScratchPostgres oldest =
                ScratchPostgres.start(new PostgresProvider.Embedded(PostgresProvider.OLDEST, null))) {
            assertThat(dangers(oldest, migrations(files))).isEmpty();
        }
    }

    private static List<LintFinding> dangers(ScratchPostgres server, NewMigrations migrations) {
        return migrations.lint(server).statements().stream()
                .flatMap(each -> each.findings().stream())
                .filter(each -> each.severity() == Severity.DANGER)
                .toList();
    }
}
