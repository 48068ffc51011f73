package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.util.List;

/** A hint only: the default until PostgreSQL 17 was without, and some providers' disks have checksums of their own. */
final class DataChecksums implements Check {
    @Override
    public String name() {
        return "data-checksums";
    }

    @Override
    public List<Finding> ask(Visit visit) {
        return visit.setting("data_checksums").equals("on")
                ? List.of()
                : List.of(new Finding(
                        name(),
                        Severity.HINT,
                        "data_checksums is off: a disk that spoils pages is not noticed",
                        List.of(),
                        "stop the server and run pg_checksums --enable"));
    }
}
