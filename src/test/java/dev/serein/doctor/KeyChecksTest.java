package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.doctor.Finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeyChecksTest {
    @RegisterExtension
    final ExaminedDatabase database = new ExaminedDatabase();

    @Test
    void aTableWithoutPrimaryKeyIsFoundTheLargestFirst() {
        database.has(
                "create schema \"Shop\"",
                "create table well (id bigint primary key)",
                "create table loose (id bigint unique)",
                "create table \"Shop\".\"Cart\" (id bigint)",
                "insert into \"Shop\".\"Cart\" values (1)");
        assertThat(database.seenBy("table-without-primary-key"))
                .containsExactly(new Finding(
                        "table-without-primary-key",
                        Severity.WARNING,
                        "2 tables have no primary key: no row of them can be told from its copy, nor replicated when it"
                                + " changes",
                        List.of("\"Shop\".\"Cart\", 8192 bytes", "public.loose, 0 bytes"),
                        "alter table \"Shop\".\"Cart\" add primary key (…), with columns that are unique, or an identity"
                                + " column; and so on for the others"));
    }

    @Test
    void aPartitionedTableWithoutPrimaryKeyIsOneAndItsPartitionsMayHaveTheirs() {
        database.has(
                "create table bare (day date) partition by range (day)",
                "create table bare_1 partition of bare for values from ('2025-01-01') to ('2026-01-01')",
                "create table bare_2 partition of bare (primary key (day)) for values from ('2026-01-01') to ('2027-01-01')",
                "create table each (day date) partition by range (day)",
                "create table each_1 partition of each (primary key (day)) for values from ('2025-01-01') to ('2026-01-01')",
                "create table whole (day date primary key) partition by range (day)",
                "create table whole_1 partition of whole for values from ('2025-01-01') to ('2026-01-01')");
        assertThat(database.objectsOf("table-without-primary-key")).containsExactly("public.bare, 0 bytes");
    }

    @Test
    void aSequenceNearTheEndOfItsColumnIsFound() {
        database.has("create table users (id serial primary key)", "select setval('users_id_seq', 2000000000)");
        assertThat(database.seenBy("sequence-near-end"))
                .containsExactly(
                        new Finding(
                                "sequence-near-end",
                                Severity.DANGER,
                                "1 sequence has used 90 % or more of the numbers",
                                List.of(
                                        "public.users_id_seq: 93 % used, 147483647 left, as public.users.id is integer"),
                                "put a bigint column in the place of public.users.id, filled in batches, as to alter its type locks"
                                        + " the table while it is rewritten; and alter sequence public.users_id_seq as bigint"));
        database.has("select setval('users_id_seq', 1500000000)");
        assertThat(database.seenBy("sequence-near-end")).isEmpty();
    }

    @Test
    void theIntegerColumnBehindABigintSequenceIsFound() {
        database.has(
                "create sequence \"Numbers\"",
                "create table \"Users\" (\"Id\" int primary key default nextval('\"Numbers\"'))",
                "select setval('\"Numbers\"', 1700000000)");
        assertThat(database.seenBy("sequence-near-end"))
                .containsExactly(new Finding(
                        "sequence-near-end",
                        Severity.WARNING,
                        "1 sequence has used 75 % or more of the numbers",
                        List.of("public.\"Numbers\": 79 % used, 447483647 left, as public.\"Users\".\"Id\" is integer"),
                        "put a bigint column in the place of public.\"Users\".\"Id\", filled in batches, as to alter its"
                                + " type locks the table while it is rewritten"));
    }

    @Test
    void theIntegerColumnThatRefersToABigintKeyIsFound() {
        database.has(
                "create table users (id bigint generated always as identity primary key)",
                "create table votes (user_id int references users)",
                "select setval('users_id_seq', 2147483647)");
        assertThat(database.objectsOf("sequence-near-end"))
                .containsExactly("public.users_id_seq: 100 % used, 0 left, as public.votes.user_id is integer");
        database.has("alter table votes alter column user_id type bigint");
        assertThat(database.seenBy("sequence-near-end")).isEmpty();
    }

    @Test
    void theOwnEndOfASequenceCountsWhateverItsDirectionAndFirstNumber() {
        database.has(
                "create table users (id int primary key)",
                "create sequence up maxvalue 100",
                "select setval('up', 80)",
                "create sequence up_late start 1000 minvalue 1000 maxvalue 1100",
                "select setval('up_late', 1050)",
                "create sequence by_tens increment 10 maxvalue 1000",
                "select setval('by_tens', 951)",
                "create sequence down increment -1 minvalue 1 maxvalue 1000 start 1000",
                "select setval('down', 11)",
                "create sequence negative increment -1 minvalue -100",
                "select setval('negative', -76)",
                "create sequence small as smallint",
                "select setval('small', 32000)",
                "create sequence widest minvalue -9223372036854775808 start -9223372036854775808",
                "create sequence large",
                "select setval('large', 9000000000000000000)",
                "create sequence again maxvalue 10 cycle",
                "select setval('again', 10)",
                "create sequence unused maxvalue 2");
        assertThat(database.seenBy("sequence-near-end"))
                .containsExactly(
                        new Finding(
                                "sequence-near-end",
                                Severity.DANGER,
                                "4 sequences have used 90 % or more of the numbers",
                                List.of(
                                        "public.down: 99 % used, 10 left",
                                        "public.small: 97 % used, 767 left",
                                        "public.large: 97 % used, 223372036854775807 left",
                                        "public.by_tens: 95 % used, 4 left"),
                                "alter sequence public.down no maxvalue no minvalue; and so on for the others"),
                        new Finding(
                                "sequence-near-end",
                                Severity.WARNING,
                                "2 sequences have used 75 % or more of the numbers",
                                List.of("public.up: 80 % used, 20 left", "public.negative: 76 % used, 24 left"),
                                "alter sequence public.up no maxvalue no minvalue; and so on for the others"));
    }

    @Test
    void aSequenceThatBeginsAgainIsFoundIfTheColumnEndsBefore() {
        database.has(
                "create sequence rounds cycle",
                "create table users (id smallint default nextval('rounds'))",
                "select setval('rounds', 30000)");
        assertThat(database.objectsOf("sequence-near-end"))
                .containsExactly("public.rounds: 91 % used, 2767 left, as public.users.id is smallint");
    }

    @Test
    void whatTheRoleMayNotReadIsSaidBesideWhatItMay() {
        String role = "reader_" + database.name();
        database.has(
                "create sequence hidden",
                "create sequence shown maxvalue 10",
                "select setval('shown', 10)",
                "create table users (id int primary key)",
                "create role \"" + role + "\" login password 'secret'",
                "grant select on sequence shown to \"" + role + "\"");
        try (Database reader = Database.open(database.url().replaceFirst("//[^@]*@", "//" + role + ":secret@"))) {
            Examination seen = Doctor.of(reader)
                    .asking(ExaminedDatabase.check("sequence-near-end"))
                    .examine();
            assertThat(seen.findings())
                    .flatExtracting(Finding::objects)
                    .containsExactly("public.shown: 100 % used, 0 left");
            assertThat(Doctor.of(reader)
                            .asking(ExaminedDatabase.check("integer-key-near-end"))
                            .examine()
                            .unseen())
                    .containsExactly(new Unseen(
                            "integer-key-near-end",
                            "role " + role + " may not read 1 integer key; grant select on them to it"));
            assertThat(seen.unseen())
                    .containsExactly(new Unseen(
                            "sequence-near-end",
                            "role " + role + " may not read 1 sequence; grant usage on them to it"));
        } finally {
            database.has("drop owned by \"" + role + "\"", "drop role \"" + role + "\"");
        }
    }

    @Test
    void moreSequencesThanTheServerHasRoomToLockAreNotRead() {
        int most = database.db()
                .sql()
                .fetchSingle("select current_setting('max_locks_per_transaction')::int"
                        + " * current_setting('max_connections')::int / 8")
                .get(0, int.class);
        database.has(
                "do $$ begin for i in 1.." + (most + 7) + " loop execute 'create table t' || i || ' (id serial)';"
                        + " if i % 100 = 0 then commit; end if; end loop; end $$",
                "insert into t" + (most + 7) + " values (2147483647)",
                "select setval('t" + (most + 7) + "_id_seq', 2147483647)",
                "vacuum t" + (most + 7),
                "create table wide (id bigserial)");
        Examination seen = Doctor.of(database.db())
                .asking(ExaminedDatabase.check("sequence-near-end"))
                .examine();
        assertThat(seen.findings())
                .flatExtracting(Finding::objects)
                .containsExactly("public.t" + (most + 7) + "_id_seq: 100 % used, 0 left, as public.t" + (most + 7)
                        + ".id is integer");
        assertThat(seen.unseen())
                .containsExactly(new Unseen(
                        "sequence-near-end",
                        "7 sequences of smaller tables were not read, as each takes a lock; examine the schemas one by"
                                + " one"));
    }

    @Test
    void aNarrowKeyThatTheApplicationFillsIsFoundByWhatAnalyzeHasMet() {
        database.has(
                "create sequence unknown_to_the_column increment 50",
                "create table \"Users\" (\"Id\" int primary key)",
                "insert into \"Users\" select 1700000000 + 50 * n from generate_series(1, 1000) n",
                "create table days (day int, n smallint, primary key (day, n)) partition by range (day)",
                "create table days_1 partition of days for values from (0) to (10)",
                "insert into days select 1, 31000 + n from generate_series(1, 1000) n",
                "create table well (id int primary key)",
                "insert into well select generate_series(1, 1000)",
                "create table wide (id bigint primary key)",
                "insert into wide select 1700000000 + n from generate_series(1, 1000) n",
                "create table fed (id serial primary key)",
                "insert into fed select 1700000000 + n from generate_series(1, 1000) n");
        assertThat(database.seenBy("integer-key-near-end")).isEmpty();
        database.has("analyze");
        assertThat(database.seenBy("integer-key-near-end"))
                .containsExactly(new Finding(
                        "integer-key-near-end",
                        Severity.WARNING,
                        "2 primary keys have used 75 % or more of the numbers of their types",
                        List.of("public.days.n, smallint: 97 % used", "public.\"Users\".\"Id\", integer: 79 % used"),
                        "put a bigint column in the place of public.days.n, filled in batches, as to alter its type locks"
                                + " the table while it is rewritten; and so on for the others"));
    }
}
