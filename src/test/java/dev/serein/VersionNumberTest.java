package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

class VersionNumberTest {
    private final Random random = new Random(7);

    private String version() {
        return random.ints(1 + random.nextInt(4), 0, 12)
                .mapToObj(part -> "0".repeat(random.nextInt(5) / 4) + part + "0".repeat(random.nextInt(9) / 8 * 20))
                .collect(Collectors.joining(random.nextBoolean() ? "." : "_"));
    }

    @Test
    void versionsCompareAsFlywayComparesThem() {
        int same = 0;
        for (int i = 0; i < 20_000; i++) {
            String one = version();
            String other = version();
            int flyway =
                    Integer.signum(MigrationVersion.fromVersion(one).compareTo(MigrationVersion.fromVersion(other)));
            VersionNumber ours = VersionNumber.of(one);
            VersionNumber another = VersionNumber.of(other);

            assertThat(Integer.signum(ours.compareTo(another)))
                    .as("%s and %s", one, other)
                    .isEqualTo(flyway);
            assertThat(ours.equals(another)).as("%s and %s", one, other).isEqualTo(flyway == 0);
            same += flyway == 0 ? 1 : 0;
        }
        assertThat(same).isGreaterThan(100);
        assertThat(VersionNumber.of("1.0")).isEqualTo(VersionNumber.of("1")).hasSameHashCodeAs(VersionNumber.of("01"));
        assertThat(VersionNumber.of("2.10")).isGreaterThan(VersionNumber.of("2.9"));
        assertThat(VersionNumber.of("0")).isLessThan(VersionNumber.of("0.1"));
    }

    @Test
    void whatIsNotMadeOfNumbersIsNone() {
        assertThat(new String[] {"", "1.x", "a", ".1", "1.", "1..2", "-1", "\u0661", "1 "})
                .allSatisfy(text -> assertThat(VersionNumber.of(text)).isNull());
    }
}
