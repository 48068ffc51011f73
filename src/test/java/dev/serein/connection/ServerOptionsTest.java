package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerOptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -c statement_timeout=5s                                | PT5S
            -cstatement_timeout=1500                               | PT1.5S
            --statement-timeout=2min                               | PT2M
            -c work_mem=8MB -c statement_timeout=1h -c geqo=off    | PT1H
            -c statement_timeout=5s -c statement_timeout=7s        | PT7S
            -c statement_timeout=0                                 | PT0S
            """)
    void aTimeIsReadAsTheServerReadsIt(String options, Duration time) {
        assertThat(ServerOptions.time(options, "statement_timeout")).contains(time);
    }

    @Test
    void whatIsNotSaidIsNotThere() {
        assertThat(ServerOptions.time("-c lock_timeout=5s -c statement_timeout=long", "statement_timeout"))
                .isEmpty();
        assertThat(ServerOptions.time("-c my.statement_timeout=5s", "statement_timeout"))
                .isEmpty();
    }
}
