package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release breaks for the version that still runs is judged by what it leaves behind. */
class OlderVersionTest {
    private static final String SCHEMA = """
            create schema app;
            create type mood as enum ('sad', 'ok');
            create domain code as varchar(20);
            create table users (
                id bigint primary key,
                email text not null unique,
                name varchar(20),
                mood mood not null default 'ok',
                code code,
                balance numeric(10, 2),
                age int,
                born date,
                seen int not null default 0);
            create table posts (
                id bigint primary key,
                user_id bigint not null references users,
                title text not null check (title <> ''));
            create view authors as select id, email from users;
            create view "All Posts" as select * from posts;
            create table log (at date not null, line text) partition by range (at);
            create table log_2020 partition of log for values from ('2020-01-01') to ('2021-01-01');
            """;

    @TempDir
    Path folder;

    @Test
    void tablesAndViewsThatAreGone() {
        assertThat(breaks("drop view authors;\ndrop table posts cascade;\ndrop table log_2020"))
                .containsExactly(
                        "V2:1 DANGER drop-table: the version that still runs uses the view authors, which is gone",
                        "V2:2 DANGER drop-table: the version that still runs uses the view All Posts, which is gone",
                        "V2:2 DANGER drop-table: the version that still runs uses the table posts, which is gone",
                        "V2:3 DANGER drop-table: the version that still runs uses the table log_2020, which is gone");
    }

    @Test
    void tablesThatAreRenamed() {
        assertThat(breaks("alter table posts rename to articles;\nalter table log set schema app"))
                .containsExactly(
                        "V2:1 DANGER rename-table: the version that still runs uses the table posts,"
                                + " which is called articles now",
                        "V2:2 DANGER rename-table: the version that still runs uses the table log,"
                                + " which is called app.log now");
    }

    @Test
    void whatTakesTheNameStandsIn() {
        assertThat(breaks("alter table posts rename to articles;\ncreate view posts as select * from articles"))
                .isEmpty();
        assertThat(breaks("drop view authors;\ncreate view authors as select id, email, name from users"))
                .isEmpty();
        assertThat(breaks("alter table posts rename to articles", "create view posts as select * from articles"))
                .isEmpty();
    }

    @Test
    void whatTakesTheNameMustBeAsItWas() {
        assertThat(breaks("alter table posts rename to articles;\n"
                        + "create view posts as select id, upper(title) as title from articles"))
                .containsExactly("V2:2 DANGER drop-column: the version that still runs reads and writes posts.user_id,"
                        + " which is gone");
        assertThat(breaks(
                        "alter table posts rename to articles;\ncreate view posts as select distinct * from articles"))
                .containsExactly("V2:2 DANGER read-only: the version that still runs writes posts, which cannot be"
                        + " written as before");
        assertThat(breaks("alter table posts rename to articles;\ncreate view posts as select * from articles;\n"
                        + "alter table articles add column slug text not null default 'a';\n"
                        + "alter table articles alter column slug drop default"))
                .containsExactly("V2:4 DANGER required-column: the version that still runs does not know posts.slug,"
                        + " which has no default and is not null: it cannot insert rows");
    }

    @Test
    void columnsThatAreGoneOrRenamed() {
        assertThat(breaks("alter table users drop column age;\nalter table users rename born to birthday"))
                .containsExactly(
                        "V2:1 DANGER drop-column: the version that still runs reads and writes users.age,"
                                + " which is gone",
                        "V2:2 DANGER rename-column: the version that still runs reads and writes users.born,"
                                + " which is called birthday now");
        assertThat(breaks("alter table users rename born to b;\nalter table users rename b to born"))
                .isEmpty();
    }

    @Test
    void itIsToldWhereItLastCameAbout() {
        assertThat(breaks(
                        "alter table users rename age to years;\nalter table users rename years to age",
                        "select 1;\nalter table users rename age to old"))
                .containsExactly("V3:2 DANGER rename-column: the version that still runs reads and writes users.age,"
                        + " which is called old now");
    }

    @Test
    void labelsThatItDoesNotKnow() {
        assertThat(breaks("alter type mood add value 'great';\ncreate type state as enum ('new')"))
                .containsExactly("V2:1 HINT enum-label: the version that still runs does not know the label great of"
                        + " mood: it fails on rows that have it");
        assertThat(breaks("create type state as enum ('new')", "alter type state add value 'old'"))
                .isEmpty();
        assertThat(breaks("alter type mood rename value 'ok' to 'fine'"))
                .containsExactly("V2:1 DANGER enum-label: the version that still runs writes the label ok of mood,"
                        + " which is gone");
    }

    @Test
    void columnsThatMustBeFilled() {
        assertThat(breaks("alter table posts add column a int not null default 5, add column b int;\n"
                        + "alter table posts alter column a drop default"))
                .containsExactly("V2:2 DANGER required-column: the version that still runs does not know posts.a,"
                        + " which has no default and is not null: it cannot insert rows");
        assertThat(breaks("alter table users alter column age set not null;\n"
                        + "alter table users alter column balance set default 0, alter column balance set not null"))
                .containsExactly(
                        "V2:1 DANGER required-column: the version that still runs may write null into users.age,"
                                + " which is not null now",
                        "V2:2 HINT required-column: the version that still runs may write null into users.balance,"
                                + " which is not null now");
    }

    @Test
    void defaultsThatAreRemoved() {
        assertThat(breaks("alter table users alter column seen drop default"))
                .containsExactly("V2:1 DANGER default-removed: the version that still runs may leave out users.seen,"
                        + " which has no default any more and is not null");
        assertThat(breaks("alter table users alter column seen drop default, alter column seen drop not null"))
                .containsExactly(
                        "V2:1 HINT incompatible-type: the version that still runs reads users.seen as not null,"
                                + " and it may be null now: it may fail on rows without it",
                        "V2:1 HINT default-removed: the version that still runs may leave out users.seen,"
                                + " which then is null: it has no default any more");
        assertThat(breaks("alter table users alter column seen set default 7")).isEmpty();
    }

    @Test
    void typesThatAreOthers() {
        assertThat(breaks("alter table users alter column age type smallint;\n"
                        + "alter table users alter column seen type bigint;\n"
                        + "alter table users alter column mood drop default;\n"
                        + "alter table users alter column mood type text;\n"
                        + "alter table users alter column name type text"))
                .containsExactly(
                        "V2:1 DANGER incompatible-type: the version that still runs reads and writes users.age as"
                                + " integer, and it is smallint now",
                        "V2:2 HINT incompatible-type: the version that still runs reads users.seen as integer, and it"
                                + " is bigint now: it fails on values that do not fit",
                        "V2:3 DANGER default-removed: the version that still runs may leave out users.mood,"
                                + " which has no default any more and is not null",
                        "V2:4 DANGER incompatible-type: the version that still runs reads and writes users.mood as"
                                + " mood, and it is text now");
    }

    @Test
    void aDomainIsAsTheTypeUnderIt() {
        assertThat(breaks("alter table users alter column code type varchar(20)"))
                .isEmpty();
        assertThat(breaks("create domain short as varchar(5);\nalter table users alter column code type short"))
                .containsExactly("V2:2 DANGER incompatible-type: the version that still runs reads and writes"
                        + " users.code as code, and it is short now");
    }

    @Test
    void whatCannotBeWrittenAnyMore() {
        assertThat(breaks("alter table users drop column age;\n"
                        + "alter table users add column age int generated always as (seen + 1) stored"))
                .containsExactly("V2:2 DANGER read-only: the version that still runs writes users.age,"
                        + " which cannot be written any more");
        assertThat(breaks("create or replace view authors as select distinct id, email from users"))
                .containsExactly("V2:1 DANGER read-only: the version that still runs writes authors,"
                        + " which cannot be written as before");
    }

    @Test
    void labelsThatAreGone() {
        assertThat(breaks("alter type mood add value 'glad';\nalter type mood rename value 'sad' to 'sorry'"))
                .containsExactly("V2:2 DANGER enum-label: the version that still runs writes the label sad of mood,"
                        + " which is gone");
    }

    @Test
    void whatIsRefusedNow() {
        assertThat(breaks("alter table users add constraint grown check (age > 17) not valid;\n"
                        + "create unique index concurrent on users (name);\n"
                        + "alter table posts add unique (user_id, title);\n"
                        + "alter table users add foreign key (seen) references users (id) not valid"))
                .containsExactly(
                        "V2:1 HINT tightened: the version that still runs may write rows of users that grown refuses:"
                                + " check ((age > 17))",
                        "V2:2 HINT tightened: the version that still runs may write rows of users that concurrent"
                                + " refuses: unique (name)",
                        "V2:3 HINT tightened: the version that still runs may write rows of posts that"
                                + " posts_user_id_title_key refuses: unique (user_id, title)",
                        "V2:4 HINT tightened: the version that still runs may write rows of users that"
                                + " users_seen_fkey refuses: foreign key (seen) references users(id)");
        assertThat(breaks("alter table posts add column b int check (b > 0);\n"
                        + "alter table posts drop constraint posts_title_check;\n"
                        + "alter table posts add constraint other check (title <> '')"))
                .isEmpty();
    }

    @Test
    void keysThatUpsertsName() {
        assertThat(breaks("alter table users drop constraint users_email_key"))
                .containsExactly("V2:1 HINT unique-removed: the version that still runs may upsert into users on"
                        + " conflict (email), which is not unique any more");
        assertThat(breaks("alter table users drop constraint users_email_key;\ncreate unique index on users (email)"))
                .isEmpty();
    }

    @Test
    void whatIsNewBreaksNothing() {
        assertThat(breaks("create table tags (id int primary key);\nalter table tags add column name text not null;\n"
                        + "drop table tags;\nalter table users add column nick text;\n"
                        + "alter table users drop column nick;\ncreate index on users (age);\n"
                        + "create table log_2021 partition of log for values from ('2021-01-01') to ('2022-01-01')"))
                .isEmpty();
    }

    /** Files in one release, without what is said of those who wait. */
    private List<String> breaks(String... files) {
        NewMigrations migrations =
                new NewMigrations(folder.resolve(String.valueOf(System.nanoTime()))).released(SCHEMA);
        for (String each : files) {
            migrations.add(each);
        }
        List<String> breaks = new ArrayList<>();
        for (LintedStatement statement :
                migrations.lint(ScratchPostgres.shared()).statements()) {
            String place = statement.file().replaceFirst(".*/(V\\d+).*", "$1") + ":" + statement.line();
            for (LintFinding each : statement.findings()) {
                assertThat(each.rule())
                        .as(each.problem())
                        .isNotIn("fails", "enum-value")
                        .isIn(Rules.NAMES);
                if (each.problem().startsWith("the version that still runs ")) {
                    breaks.add(place + " " + each.severity() + " " + each.rule() + ": " + each.problem());
                }
            }
        }
        return breaks;
    }
}
