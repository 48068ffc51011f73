package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a statement begins, for a report that anybody may read. */
class StatementTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select 1                                                          | select 1
            -- why\\n/* and /* what */ */ alter  table\\n x add y int -- so   | alter table x add y int
            create role bob password 'hunter2'                                | create role bob password '…'
            create role bob password E'hun\\'ter2'                            | create role bob password '…'
            do $x$ begin perform 'hunter2'; end $x$                           | do $$…$$
            create table "A b" (a int, b numeric(10,2) default -1.5)          | create table "A b" (a int, b numeric(10,2) default -1.5)
            select aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccc, d | select aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbb, …
            """)
    void begins(String sql, String beginning) {
        assertThat(new StatementText(sql.replace("\\n", "\n")).beginning()).isEqualTo(beginning);
    }
}
