package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import dev.serein.doctor.Finding.Severity;
import dev.serein.postgres.PostgresProvider;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All checks on every supported version of the server: none of them fails there. */
class ServerOnEveryPostgresTest {
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyCheckIsAnswered(int version) {
        try (ScratchPostgres postgres = ScratchPostgres.start(PostgresProvider.parse("embedded:" + version));
                ScratchDatabase scratch = postgres.createDatabase();
                Database owner = Database.open(scratch.url())) {
            owner.sql().execute("create table orders (id bigint primary key)");
            owner.sql().execute("create role app login password 'x'");
            Examination all = Doctor.of(owner).examine();
            assertThat(all.subject()).startsWith("PostgreSQL " + version + ".");
            assertThat(all.unseen()).extracting(Unseen::check).containsExactly("migrations", "pool-size");
            try (Database app = Database.open(scratch.url().replaceFirst("//[^@]*@", "//app:x@"))) {
                assertThat(Doctor.examine(app).unseen())
                        .extracting(Unseen::check)
                        .contains("authentication", "migrations", "pool-size", "idle-in-transaction");
                assertThat(Doctor.examine(app).unseen())
                        .extracting(Unseen::reason)
                        .noneMatch(reason -> reason.contains("refused") || reason.contains("may not read it"));
            }
            differences(version, owner, all);
        }
    }

    private static void differences(int version, Database owner, Examination all) {
        List<String> found = all.findings().stream().map(Finding::check).toList();
        assertThat(found).contains("durability", "role-privileges", "role-timeouts");
        // revoked since 15
        assertThat(found.contains("open-schemas")).isEqualTo(version == 14);
        // on by default since 18
        assertThat(found.contains("data-checksums")).isEqualTo(version < 18);
        if (version < 18) {
            assertThat(Asked.finding(new DataChecksums(), owner))
                    .isEqualTo(new Finding(
                            "data-checksums",
                            Severity.HINT,
                            "data_checksums is off: a disk that spoils pages is not noticed",
                            List.of(),
                            "stop the server and run pg_checksums --enable"));
        }
        Function<Integer, String> in = year -> Asked.findings(
                        new VersionSupport(),
                        Doctor.of(owner).at(Clock.fixed(Instant.parse(year + "-12-01T00:00:00Z"), ZoneOffset.UTC)))
                .stream()
                .map(Finding::problem)
                .collect(Collectors.joining());
        assertThat(in.apply(version + 2011)).isEmpty();
        assertThat(in.apply(version + 2012)).startsWith("PostgreSQL " + version + " has got no security fixes since ");
    }
}
