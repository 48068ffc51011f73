package dev.serein.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerOptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -c statement_timeout=5s                                | PT5S
            -cstatement_timeout=1500                               | PT1.5S
            --statement-timeout=2min                               | PT2M
            -c work_mem=8MB -c statement_timeout=1h -c geqo=off    | PT1H
            -c statement_timeout=5s -c statement_timeout=7s        | PT7S
            -c statement_timeout=0                                 | PT0S
            -c Statement_Timeout=5s                                | PT5S
            --STATEMENT-TIMEOUT=5s                                 | PT5S
            -c statement_timeout=1.5s                              | PT1.5S
            -c statement_timeout=2.5                               | PT0.002S
            -c statement_timeout=1\\ min                           | PT1M
            -c statement_timeout=2147483647                        | PT2147483.647S
            """)
    void aTimeIsReadAsTheServerReadsIt(String options, Duration time) {
        assertThat(ServerOptions.time(options, "statement_timeout")).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-c statement_timeout=1e3",
                "-c statement_timeout=0x10",
                "-c statement_timeout=5S",
                "-c statement_timeout=5s -c Statement_Timeout=long",
                "-c statement_timeout=999999999999d",
                "-c statement_timeout="
            })
    void whatCannotBeReadIsKnownToBeThere(String options) {
        assertThat(ServerOptions.time(options, "statement_timeout")).isEmpty();
        assertThat(ServerOptions.isUnreadable(options, "statement_timeout")).isTrue();
        assertThat(ServerOptions.isUnreadable(options, "lock_timeout")).isFalse();
    }

    @Test
    void whatIsNotSaidIsNotThere() {
        assertThat(ServerOptions.time("-c lock_timeout=5s -c statement_timeout=long", "statement_timeout"))
                .isEmpty();
        assertThat(ServerOptions.time("-c my.statement_timeout=5s", "statement_timeout"))
                .isEmpty();
    }
}
