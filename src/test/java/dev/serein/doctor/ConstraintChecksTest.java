package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.doctor.Finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConstraintChecksTest {
    @RegisterExtension
    final ExaminedDatabase database = new ExaminedDatabase();

    @Test
    void aConstraintThatWasNeverValidatedIsFound() {
        database.has(
                "create table users (id int primary key, age int, boss int, name text)",
                "alter table users add constraint \"Of age\" check (age > 17) not valid");
        assertThat(database.seenBy("constraint-not-validated"))
                .containsExactly(new Finding(
                        "constraint-not-validated",
                        Severity.WARNING,
                        "1 constraint was never validated: rows from before it may break it",
                        List.of("\"Of age\" of table public.users"),
                        "alter table public.users validate constraint \"Of age\""));
        database.has("alter table public.users validate constraint \"Of age\"");
        assertThat(database.seenBy("constraint-not-validated")).isEmpty();
    }

    @Test
    void allKindsOfConstraintsAreValidatedButThoseThatAreNotEnforced() {
        database.has(
                "create schema shop",
                "create table users (id int primary key, age int, boss int, name text)",
                "alter table users add foreign key (boss) references users not valid",
                "alter table users add constraint named not null name not valid",
                "alter table users add constraint whatever check (age > 3) not enforced",
                "create domain shop.code as text",
                "alter domain shop.code add constraint full_code check (value <> '') not valid");
        assertThat(database.seenBy("constraint-not-validated"))
                .containsExactly(new Finding(
                        "constraint-not-validated",
                        Severity.WARNING,
                        "2 constraints were never validated: rows from before them may break them",
                        List.of("named of table public.users", "users_boss_fkey of table public.users"),
                        "alter table public.users validate constraint named; and so on for the others"));
        // a domain alone makes no schema worth examining
        database.has("create table shop.codes (code shop.code primary key)");
        assertThat(database.objectsOf("constraint-not-validated"))
                .contains("full_code of domain shop.code")
                .hasSize(3);
    }

    @Test
    void aConstraintOfAPartitionedTableCountsOnce() {
        database.has(
                "create table days (day date) partition by range (day)",
                "create table days_1 partition of days for values from ('2025-01-01') to ('2026-01-01')",
                "create table days_2 partition of days for values from ('2026-01-01') to ('2027-01-01')",
                "alter table days add constraint late check (day > '2024-01-01') not valid");
        assertThat(database.objectsOf("constraint-not-validated")).containsExactly("late of table public.days");
    }

    @Test
    void aForeignKeyOfAnotherTypeIsHintedAt() {
        database.has(
                "create table users (id bigint primary key, \"Code\" numeric(10, 2) unique)",
                "create table votes (user_id int references users, \"Of\" int references users (\"Code\"))");
        assertThat(database.seenBy("foreign-key-of-other-type"))
                .containsExactly(new Finding(
                        "foreign-key-of-other-type",
                        Severity.HINT,
                        "2 columns of foreign keys have another type than what they refer to",
                        List.of(
                                "public.votes.\"Of\" is integer, public.users.\"Code\" is numeric(10,2)",
                                "public.votes.user_id is integer, public.users.id is bigint"),
                        "make public.votes.\"Of\" numeric(10,2), by a second column if the table is large: to alter its type"
                                + " locks the table while it is rewritten; and so on for the others"));
    }

    @Test
    void typesThatAreStoredAlikeAreTheSameForAForeignKey() {
        database.has(
                "create domain key as bigint",
                "create domain narrow_key as key",
                "create table users (id bigint primary key, code varchar(10) unique)",
                "create table votes (user_id narrow_key references users, code text references users (code))",
                "create table small (id int primary key)",
                "create table wide (small_id bigint references small)",
                "create table more_votes (user_id bigint references users, code varchar(20) references users (code))");
        assertThat(database.seenBy("foreign-key-of-other-type")).isEmpty();
    }

    @Test
    void aTriggerThatIsSwitchedOffIsFound() {
        database.has(
                "create table users (id bigint primary key)",
                "create function nothing() returns trigger language plpgsql as 'begin return new; end'",
                "create trigger \"Note\" after insert on users for each row execute function nothing()",
                "create trigger works after insert on users for each row execute function nothing()",
                "alter table users disable trigger \"Note\"");
        assertThat(database.seenBy("disabled-trigger"))
                .containsExactly(new Finding(
                        "disabled-trigger",
                        Severity.WARNING,
                        "1 trigger or foreign key is switched off",
                        List.of("trigger \"Note\" of public.users"),
                        "alter table public.users enable trigger \"Note\""));
        database.has("alter table users enable always trigger \"Note\"");
        assertThat(database.seenBy("disabled-trigger")).isEmpty();
    }

    @Test
    void aForeignKeyThatIsSwitchedOffIsFoundOnceForEachSide() {
        database.has(
                "create table users (id bigint primary key)",
                "create table votes (user_id bigint references users, day date) partition by range (day)",
                "create table votes_1 partition of votes for values from ('2025-01-01') to ('2026-01-01')",
                "alter table votes disable trigger all");
        assertThat(database.seenBy("disabled-trigger"))
                .containsExactly(new Finding(
                        "disabled-trigger",
                        Severity.WARNING,
                        "1 trigger or foreign key is switched off",
                        List.of("foreign key votes_user_id_fkey, on the side of public.votes, is not enforced"),
                        "alter table public.votes drop constraint votes_user_id_fkey, add constraint votes_user_id_fkey"
                                + " FOREIGN KEY (user_id) REFERENCES public.users(id)"));
        database.has("create table likes (user_id bigint references users)", "alter table likes disable trigger all");
        String fix = database.seenBy("disabled-trigger").get(0).fix();
        assertThat(fix)
                .isEqualTo("alter table public.likes drop constraint likes_user_id_fkey, add constraint"
                        + " likes_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) not valid; alter table"
                        + " public.likes validate constraint likes_user_id_fkey; and so on for the others");
        database.has(fix.replace("; and so on for the others", ""));
        database.has("alter table public.votes drop constraint votes_user_id_fkey, add constraint votes_user_id_fkey"
                + " FOREIGN KEY (user_id) REFERENCES public.users(id)");
        assertThat(database.seenBy("disabled-trigger")).isEmpty();
        assertThat(database.seenBy("constraint-not-validated")).isEmpty();
    }

    @Test
    void policiesThatAreNotEnforcedAreFound() {
        database.has(
                "create table notes (id bigint primary key, owner name)",
                "create policy own on notes using (owner = current_user)",
                "create policy \"New\" on notes for insert with check (owner = current_user)",
                "create table well (id bigint primary key)",
                "create policy own on well using (id = 1)",
                "alter table well enable row level security");
        assertThat(database.seenBy("policy-not-enforced"))
                .containsExactly(new Finding(
                        "policy-not-enforced",
                        Severity.WARNING,
                        "1 table has policies for its rows, and does not enforce them",
                        List.of("public.notes: \"New\", own"),
                        "alter table public.notes enable row level security"));
    }
}
