package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a statement may be seen. */
class SqlTextTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            select 'SECRET'                        | select '…'
            select 'it''s SECRET', 'SECRET'        | select '…', '…'
            select E'it\\'s SECRET'                | select '…'
            select $$SECRET$$, $1                  | select '…', $1
            select $a$SECRET $$ x$a$ from t        | select '…' from t
            /* don't */ select 'SECRET'            | /* don't */ select '…'
            select "o'brien" from t where x = 'SECRET' | select "o'brien" from t where x = '…'
            select "a""'" from t where x = 'SECRET'    | select "a""'" from t where x = '…'
            select 'SECRET                         | select '…'
            select name'SECRET'                    | select name'…'
            """)
    void noStringIsShownWhereverItStands(String sql, String shown) {
        assertThat(SqlText.withoutLiterals(sql)).isEqualTo(shown);
    }

    @Test
    void aCommentEndsWithItsLine() {
        assertThat(SqlText.withoutLiterals("select 1 -- don't\n, 'SECRET'")).isEqualTo("select 1 -- don't\n, '…'");
    }

    @Test
    void aLongStringNeedsNoStack() {
        String[] long_ = {
            "'" + "x".repeat(1_000_000) + "'", "E'" + "x\\'".repeat(300_000) + "'", "'" + "''".repeat(300_000) + "'"
        };
        for (String each : long_) {
            assertThat(SqlText.withoutLiterals("select " + each + ", 1")).isEqualTo("select '…', 1");
        }
        assertThat(SqlText.withoutLiterals("select $$" + "x$".repeat(300_000) + "y$$, 1"))
                .isEqualTo("select '…', 1");
        assertThat(SqlText.withoutLiterals("/*" + "x*".repeat(300_000) + "*/ select 'a'"))
                .endsWith("*/ select '…'");
    }

    @Test
    void norDoManyColumns() {
        StringBuilder columns = new StringBuilder("\"c0\"");
        StringBuilder values = new StringBuilder("?");
        for (int i = 1; i < 1_600; i++) {
            columns.append(", \"c").append(i).append('"');
            values.append(", ?");
        }
        String sql = "insert into \"t\" (" + columns + ") values (" + values + ")";

        assertThat(ParameterName.in(sql, 1_600)).isEqualTo("column c1599");
    }
}
