package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolSizeTest {
    @ParameterizedTest
    @CsvSource({
        "50, 1, 21", "50, 2, 14", "50, 3, 10", "50, 5, 6", "50, 10, 3", "50, 20, 1",
        "300, 1, 134", "300, 2, 89", "300, 3, 67", "300, 5, 38", "300, 10, 20", "300, 20, 10",
        "100, 1, 44", "20, 2, 5", "7, 1, 1",
    })
    void isAShareOfTheLimit(int limit, int instances, int size) {
        assertThat(new PoolSize(limit, instances).connections()).isEqualTo(size);
    }

    @Test
    void leavesTheLimitUntouchedWhileAReleaseRollsOut() {
        for (int limit = 7; limit <= 1000; limit++) {
            for (int instances = 1; instances <= 40; instances++) {
                int size = new PoolSize(limit, instances).connections();
                int running = instances + (instances + 3) / 4;
                if (size >= 1) {
                    assertThat(running * size)
                            .isLessThanOrEqualTo(limit - 3 - 2)
                            .isLessThanOrEqualTo(limit * 9 / 10);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"6, 1", "1, 1", "29, 20", "3, 9999"})
    void whenItIsTooSmallTheLeastThatWorksIsSaid(int limit, int instances) {
        PoolSize share = new PoolSize(limit, instances);
        assertThat(share.connections()).isLessThan(1);

        String problem = share.problem();
        int least = Integer.parseInt(problem.substring(problem.lastIndexOf(' ') + 1));
        assertThat(new PoolSize(least, instances).connections()).isOne();
        assertThat(new PoolSize(least - 1, instances).connections()).isLessThan(1);
    }
}
