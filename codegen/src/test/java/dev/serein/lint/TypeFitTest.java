package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether code that was generated for one type can go on with another. */
class TypeFitTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            integer                        | integer                        | SAME
            character varying(10)          | character varying(20)          | SAME
            character varying(10)          | character varying              | SAME
            character varying(10)          | text                           | SAME
            text                           | character varying              | SAME
            text                           | character varying(10)          | OTHER
            character varying              | character varying(10)          | OTHER
            character varying(20)          | character varying(10)          | OTHER
            character(10)                  | text                           | OTHER
            smallint                       | integer                        | WIDER
            integer                        | bigint                         | WIDER
            bigint                         | numeric                        | WIDER
            bigint                         | numeric(5,0)                   | OTHER
            bigint                         | integer                        | OTHER
            numeric                        | bigint                         | OTHER
            numeric(10,2)                  | numeric(12,2)                  | SAME
            numeric(10,2)                  | numeric                        | SAME
            numeric(10,2)                  | numeric(12,4)                  | SAME
            numeric(10,2)                  | numeric(10,4)                  | OTHER
            numeric(10,2)                  | numeric(10,0)                  | OTHER
            numeric(10)                    | numeric(8)                     | OTHER
            numeric                        | numeric(20,2)                  | OTHER
            real                           | double precision               | WIDER
            double precision               | real                           | OTHER
            timestamp(3) without time zone | timestamp without time zone    | SAME
            timestamp(3) without time zone | timestamp(6) without time zone | SAME
            timestamp without time zone    | timestamp(3) without time zone | OTHER
            timestamp without time zone    | timestamp with time zone       | OTHER
            character varying(10)[]        | character varying(20)[]        | OTHER
            bit varying(3)                 | bit varying(8)                 | SAME
            json                           | jsonb                          | OTHER
            mood                           | text                           | OTHER
            date                           | timestamp without time zone    | OTHER
            """)
    void fits(String then, String now, TypeFit.Fit fit) {
        assertThat(TypeFit.of(then, now)).isEqualTo(fit);
    }
}
