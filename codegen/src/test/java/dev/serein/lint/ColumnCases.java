package dev.serein.lint;

import java.util.List;
import java.util.stream.Stream;

/** Columns, and their types. */
final class ColumnCases {
    private ColumnCases() {}

    static Stream<Case> all() {
        return Stream.of(columns(), types()).flatMap(List::stream);
    }

    private static List<Case> columns() {
        return List.of(
                new Case("volatile default")
                        .file("alter table orders add column key uuid default gen_random_uuid()")
                        .danger("volatile-default")
                        .readersOf("orders"),
                new Case("function that is volatile as default")
                        .file("alter table orders add column key text default fresh()")
                        .danger("volatile-default")
                        .readersOf("orders"),
                new Case("function that is stable as default")
                        .file("alter table orders add column key text not null default fixed()"),
                new Case("constant default")
                        .file(
                                "alter table orders add column key int not null default 5, add at timestamptz default now()"),
                new Case("volatile default for new rows only")
                        .file(
                                "alter table orders add column key uuid",
                                "alter table orders alter column key set default gen_random_uuid()"),
                new Case("serial")
                        .file("alter table orders add column number bigserial")
                        .danger("volatile-default")
                        .readersOf("orders"),
                new Case("identity")
                        .file("alter table orders add column number bigint generated always as identity")
                        .danger("volatile-default")
                        .readersOf("orders"),
                new Case("stored generated column")
                        .file("alter table orders add column twice int generated always as (total * 2) stored")
                        .danger("generated-column")
                        .readersOf("orders"),
                new Case("virtual generated column")
                        .file("alter table orders add column twice int generated always as (total * 2) virtual")
                        .from(18),
                new Case("column of a domain with a check")
                        .file("alter table orders add column discount amount")
                        .danger("domain-column")
                        .readersOf("orders"),
                new Case("column of a domain with a check, with a default")
                        .file("alter table orders add column amount amount default 0")
                        .danger("domain-column")
                        .readersOf("orders"),
                new Case("column of a domain without a check").file("alter table orders add column label label"),
                new Case("not null")
                        .file("alter table orders alter column total set not null")
                        .danger("not-null", "required-column")
                        .readersOf("orders"),
                new Case("not null that a valid check proves")
                        .file("alter table orders alter column checked set not null"),
                new Case("not null by way of a check")
                        .file("alter table orders add constraint total_set check (total is not null) not valid")
                        .file("alter table orders validate constraint total_set")
                        .file(
                                "alter table orders alter column total set not null",
                                "alter table orders drop constraint total_set")
                        .danger("required-column"),
                new Case("not null that is not valid yet")
                        .file("alter table orders add constraint total_set not null total not valid")
                        .file("alter table orders validate constraint total_set")
                        .danger("required-column")
                        .from(18),
                new Case("not null that is validated in the same file")
                        .file(
                                "alter table orders add constraint total_set not null total not valid",
                                "alter table orders validate constraint total_set")
                        .danger("required-column", "validate-at-once")
                        .readersOf("orders")
                        .from(18),
                new Case("defaults come and go")
                        .file(
                                "alter table orders alter column total set default 5",
                                "alter table orders alter column placed set default '2020-01-01'"),
                new Case("column of a table that others inherit")
                        .file("alter table archive add column key float default random()")
                        .danger("volatile-default")
                        .readersOf("archive_old")
                        .readersOf("archive"),
                new Case("column dropped")
                        .file("alter table orders drop column code")
                        .danger("drop-column"));
    }

    private static List<Case> types() {
        return List.of(
                new Case("shorter varchar")
                        .file("alter table orders alter column code type varchar(10)")
                        .danger("type-change", "incompatible-type")
                        .readersOf("orders"),
                new Case("longer varchar, with an index")
                        .file("alter table customers alter column name type varchar(20)"),
                new Case("varchar to text, with an index").file("alter table orders alter column code type text"),
                new Case("type that a view needs")
                        .file("alter table orders alter column note type text")
                        .danger("fails"),
                new Case("integer to bigint")
                        .file("alter table orders alter column total type bigint")
                        .danger("type-change")
                        .readersOf("orders"),
                new Case("longer numeric")
                        .file(
                                "drop view recent",
                                "alter table orders alter column price type numeric(12, 2)",
                                "create view recent as select id, note, price from orders"),
                new Case("timestamp to timestamptz, in UTC")
                        .file(
                                "drop view recent",
                                "alter table orders alter column placed type timestamptz",
                                "create view recent as select id, note, price from orders")
                        .danger("incompatible-type"),
                new Case("timestamp to timestamptz, elsewhere")
                        .file(
                                "drop view recent",
                                "set local time zone 'Europe/Berlin'",
                                "alter table orders alter column placed type timestamptz",
                                "create view recent as select id, note, price from orders")
                        .danger("held-lock", "incompatible-type", "type-change")
                        .readersOf("recent")
                        .readersOf("orders"),
                new Case("text to a domain without a check").file("alter table orders alter column code type label"),
                new Case("label of an enum").file("alter type state add value 'sent'"),
                new Case("label of an enum, used at once")
                        .file(
                                "alter type state add value 'sent'",
                                "alter table orders alter column state set default 'sent'")
                        .danger("enum-value"));
    }
}
