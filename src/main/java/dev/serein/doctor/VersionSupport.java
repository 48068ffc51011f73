package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;

/**
 * How long PostgreSQL's own developers mend the version. Which minor version is the newest cannot be known without
 * asking somebody else than the server.
 */
final class VersionSupport implements Check {
    /** The last release of each, of the versioning policy at postgresql.org. */
    private static final Map<Integer, LocalDate> LAST = Map.of(
            14, LocalDate.of(2026, 11, 12),
            15, LocalDate.of(2027, 11, 11),
            16, LocalDate.of(2028, 11, 9),
            17, LocalDate.of(2029, 11, 8),
            18, LocalDate.of(2030, 11, 14));

    private static final Period BEFORE = Period.ofMonths(6);

    @Override
    public String name() {
        return "version";
    }

    @Override
    public List<Finding> ask(Visit visit) {
        int major = visit.version() / 10_000;
        LocalDate last = LAST.get(major);
        LocalDate today = LocalDate.ofInstant(
                visit.wishes().clock().instant(), visit.wishes().clock().getZone());
        if (last == null || today.isBefore(last.minus(BEFORE))) {
            return List.of();
        }
        boolean over = today.isAfter(last);
        return List.of(new Finding(
                name(),
                over ? Severity.WARNING : Severity.HINT,
                "PostgreSQL " + major + (over ? " has got no security fixes since " : " gets its last fixes on ")
                        + last,
                List.of("the server runs " + visit.setting("server_version").replaceFirst(" .*", "")),
                "upgrade to a newer major version: pg_upgrade, or what the provider offers"));
    }
}
