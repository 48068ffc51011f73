package dev.serein.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.Database;
import java.util.List;

/** One check, made on a database. */
final class Asked {
    private Asked() {}

    /** What it finds; it has to have seen all. */
    static List<Finding> findings(Check check, Database db) {
        return findings(check, Doctor.of(db));
    }

    static List<Finding> findings(Check check, Doctor doctor) {
        Examination seen = doctor.asking(check).examine();
        assertThat(seen.unseen()).isEmpty();
        return seen.findings();
    }

    /** The one thing that it finds. */
    static Finding finding(Check check, Database db) {
        return finding(check, Doctor.of(db));
    }

    static Finding finding(Check check, Doctor doctor) {
        List<Finding> findings = findings(check, doctor);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    /** Why it could not see. */
    static String unseen(Check check, Database db) {
        return unseen(check, Doctor.of(db));
    }

    static String unseen(Check check, Doctor doctor) {
        Examination seen = doctor.asking(check).examine();
        assertThat(seen.findings()).isEmpty();
        assertThat(seen.unseen()).hasSize(1);
        assertThat(seen.unseen().get(0).check()).isEqualTo(check.name());
        return seen.unseen().get(0).reason();
    }
}
