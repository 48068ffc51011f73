package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.util.List;

/**
 * What a doctor has seen. Immutable.
 *
 * @param subject what was examined: server, version, database and role, without a password
 * @param checks the names of all checks that were made
 * @param findings what is wrong, the worst first
 * @param unseen what could not be seen
 */
public record Examination(String subject, List<String> checks, List<Finding> findings, List<Unseen> unseen) {
    /**
     * Keeps the lists as they are now.
     *
     * @param subject what was examined
     * @param checks the names of all checks that were made
     * @param findings what is wrong, the worst first
     * @param unseen what could not be seen
     */
    public Examination {
        checks = List.copyOf(checks);
        findings = List.copyOf(findings);
        unseen = List.copyOf(unseen);
    }

    /**
     * Whether nothing is wrong.
     *
     * @return true if there are no findings but hints; what could not be seen does not count
     */
    public boolean isHealthy() {
        return findings.stream().allMatch(each -> each.severity() == Severity.HINT);
    }
}
