package dev.serein.lint;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Migrations of the {@link Shop}, what is dangerous about them, and who really waits for them. Of many the text does
 * not show it: what a function is that is a default, what is under a domain, what a check proves, what a block of code
 * does.
 */
final class Corpus {
    private Corpus() {}

    static Stream<Case> all() {
        return Stream.of(ColumnCases.all(), KeyCases.all(), TableCases.all()).flatMap(Function.identity());
    }

    /** What is left to say to each rule that is not about those who wait. */
    static List<Case> older() {
        return List.of(
                new Case("what the older version names")
                        .file(
                                "drop table prices",
                                "alter table archive_old rename to archived",
                                "alter table orders rename code to sku",
                                "alter table orders drop column checked",
                                "alter type state rename value 'new' to 'open'"),
                new Case("what the older version writes")
                        .file(
                                "alter table customers alter column touched drop default",
                                "alter table customers add column age int not null default 5",
                                "alter table customers alter column age drop default",
                                "alter table orders add constraint grown check (total > 5) not valid",
                                "alter table customers drop constraint customers_pkey",
                                "create or replace view recent as select distinct id, note, price from orders"),
                new Case("what the older version may")
                        .file(
                                "alter table archive rename to kept",
                                "create view archive as select * from kept",
                                "alter table orders enable row level security",
                                "drop function fresh()",
                                "drop sequence numbers"),
                new Case("what the author allows")
                        .file(
                                "-- serein:allow drop-table: nobody reads it\ndrop table prices",
                                "-- serein:allow drop-table\ndrop table archive_old",
                                "-- serein:allow dropp-table: few\nselect 1"),
                new Case("what the rows refuse").file("insert into customers values (1, null)"),
                new Case("what has a value in its message").file("select 'secret'::int"));
    }
}
