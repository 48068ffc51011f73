package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Others may have made objects where the role looks, and named them as they like. */
class HostileDatabaseTest {
    @RegisterExtension
    final ExaminedDatabase examined = new ExaminedDatabase();

    @Test
    void noFunctionOrOperatorOfOthersIsRun() {
        String refuses = " language plpgsql as $$ begin raise exception 'it has run'; end $$";
        examined.has(
                "create table flyway_schema_history (version int)",
                "create function has_table_privilege(regclass, text) returns boolean" + refuses,
                "create function pg_has_role(oid, oid, text) returns boolean" + refuses,
                "create function same(name, name) returns boolean" + refuses,
                "create operator = (leftarg = name, rightarg = name, function = same)",
                "create view pg_settings as select 'max_connections' as name, '1' as setting, 'x' as source");
        try (Database db = Database.open(examined.url() + "?options=-csearch_path%3Dpublic,pg_catalog")) {
            String path = db.sql().fetchSingle("show search_path").into(String.class);
            Examination seen = Doctor.examine(db);
            assertThat(seen.unseen()).extracting(Unseen::reason).noneMatch(each -> each.contains("refused"));
            assertThat(seen.subject()).endsWith(", database " + examined.name() + ", role postgres");
            assertThat(db.sql().fetchSingle("show search_path").into(String.class))
                    .isEqualTo(path);
        }
    }

    @Test
    void whatATerminalWouldTakeForACommandIsNotPassedOn() {
        String escape = "\u001b]0;title\u0007";
        examined.has(
                "create schema \"s" + escape + "\"",
                "create table \"s" + escape + "\".\"t" + escape + "\" (id serial, a text, b json)",
                "grant create on schema \"s" + escape + "\" to public",
                "select setval('\"s" + escape + "\".\"t" + escape + "_id_seq\"', 2147000000)",
                "create role \"r" + escape + "\u202e\" login superuser password 'x'");
        try (Database db = Database.open(examined.url().replaceFirst("//[^@]*@", "//r%1b%5d0;title%07%e2%80%ae:x@"))) {
            Examination seen = Doctor.examine(db);
            assertThat(seen.subject()).endsWith(", role r?]0;title??");
            assertThat(seen.findings()).extracting(Finding::check).contains("role-privileges", "sequence-near-end");
            assertThat(Stream.of(
                                    Stream.of(seen.subject()),
                                    seen.findings().stream().map(Finding::toString),
                                    seen.unseen().stream().map(Unseen::toString))
                            .flatMap(each -> each))
                    .noneMatch(each -> each.matches("(?s).*[\\p{Cntrl}\u202e].*"));
        } finally {
            examined.has("drop role \"r" + escape + "\u202e\"");
        }
    }
}
